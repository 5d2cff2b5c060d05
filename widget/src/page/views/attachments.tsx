import type { JSX } from 'preact';
import { safeMedia } from '../links.ts';
import { Link } from '../markdown.tsx';
import type { Attachment } from '../shapes.ts';
import { dateLocale, fill, words } from '../words/words.ts';
import { Icon } from './icons.tsx';

export const Attachments = ({ files }: { files: Attachment[] }): JSX.Element => (
  <div class="attachments">
    {files.map((file) => (
      <One key={file.id} file={file} />
    ))}
  </div>
);

function One({ file }: { file: Attachment }): JSX.Element {
  const address = safeMedia(file.data_url);
  const { openImage, image } = words.value;
  if (address !== undefined && file.file_type === 'image') {
    const { width, height } = sizeOf(file);
    return (
      <Link href={address} class="picture">
        <img src={safeMedia(file.thumb_url) ?? address} alt={nameOf(file) || image} title={openImage} width={width} height={height} loading="lazy" />
      </Link>
    ); // prettier-ignore
  }
  if (address !== undefined && file.file_type === 'video') return <video src={address} controls preload="metadata" />; // prettier-ignore
  if (address !== undefined && file.file_type === 'audio') return <audio src={address} controls preload="metadata" aria-label={nameOf(file)} />; // prettier-ignore
  if (file.file_type === 'location') return <Location file={file} />;
  return <Download file={file} />;
}

const LARGEST = 240;

/** The room that a picture takes, known before it is there; nothing moves when it comes. */
function sizeOf({ width, height }: Attachment): { width?: number; height?: number } {
  if (!width || !height) return {};
  const scale = Math.min(1, LARGEST / width, LARGEST / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

function Location({ file }: { file: Attachment }): JSX.Element {
  const { coordinates_lat: lat, coordinates_long: long } = file;
  const map = `https://www.openstreetmap.org/?mlat=${Number(lat)}&mlon=${Number(long)}`;
  return (
    <Link href={safeMedia(file.data_url) ?? map} class="file">
      <Icon name="pin" />
      <span>{file.fallback_title || `${lat}, ${long}`}</span>
    </Link>
  );
}

function Download({ file }: { file: Attachment }): JSX.Element {
  const name = nameOf(file) || words.value.file;
  return (
    <Link href={file.data_url} class="file">
      <Icon name="file" />
      <span class="grow">
        <span class="unseen">{fill(words.value.download, { name })}</span>
        <span class="file-name" aria-hidden="true">
          {name}
        </span>
        {file.file_size ? <small>{bytes(file.file_size)}</small> : null}
      </span>
    </Link>
  );
}

function nameOf({ data_url, fallback_title }: Attachment): string {
  if (fallback_title) return fallback_title;
  try {
    return decodeURIComponent(new URL(data_url ?? '').pathname.split('/').at(-1) ?? '');
  } catch {
    return '';
  }
}

function bytes(count: number): string {
  const unit = count >= 1_000_000 ? 'megabyte' : 'kilobyte';
  const value = Math.max(0.1, count / (unit === 'megabyte' ? 1_000_000 : 1000));
  const options = { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat(dateLocale.value, options).format(value);
}

import { FileText, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../../../ui/button.tsx';
import { useComposerTexts } from './texts.ts';

interface Props {
  files: readonly File[];
  onRemove: (file: File) => void;
}

/** The files that go along, as far as they can be seen or heard before. */
export function Files({ files, onRemove }: Props) {
  const t = useComposerTexts();
  if (files.length === 0) return null;
  return (
    <ul aria-label={t('files')} className="flex max-h-44 flex-wrap gap-2 overflow-y-auto px-3 pb-2">
      {files.map((file, index) => (
        <li
          key={`${file.name}/${file.size}/${index}`}
          className="flex max-w-full items-center gap-2 rounded-md border border-line bg-surface p-1 text-xs text-ink"
        >
          <Preview file={file} />
          <span className="max-w-40 min-w-0">
            <span className="block truncate">{file.name}</span>
            <span className="block text-ink-faint">{sizeOf(file)}</span>
          </span>
          <IconButton
            label={t('remove', { name: file.name })}
            className="size-6"
            onClick={() => onRemove(file)}
          >
            <X aria-hidden="true" className="size-3.5" />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}

function Preview({ file }: { file: File }) {
  const [url, setUrl] = useState<string>();
  const isSeen = /^(image|audio|video)\//.test(file.type);
  useEffect(() => {
    if (!isSeen) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file, isSeen]);
  if (!isSeen) return <FileText aria-hidden="true" className="m-1 size-5 text-ink-faint" />;
  // Its place is there before the picture is.
  if (file.type.startsWith('image/')) {
    return <img src={url} alt="" className="size-9 shrink-0 rounded bg-sunken object-cover" />;
  }
  if (file.type.startsWith('audio/')) {
    return <audio controls src={url} aria-label={file.name} className="h-9 w-52 max-w-full" />;
  }
  return <video src={url} muted aria-label={file.name} className="size-9 rounded bg-sunken object-cover" />; // prettier-ignore
}

const UNITS = ['byte', 'kilobyte', 'megabyte'] as const;

function sizeOf({ size }: File): string {
  const power = Math.min(2, size < 1000 ? 0 : Math.floor(Math.log10(size) / 3));
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(size / 1000 ** power);
}

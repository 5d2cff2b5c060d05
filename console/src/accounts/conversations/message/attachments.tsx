import { FileText } from 'lucide-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '../conversation-data.ts';
import { enlarge, nameIn, webAddress } from './pictures.ts';

/** The files of a message: pictures, sound and films as such, others by their names. */
export function Attachments({ message }: { message: Message }) {
  const { t } = useTranslation();
  return (message.attachments ?? []).map((file) => {
    const url = 'data_url' in file ? webAddress(file.data_url) : undefined;
    if (url === undefined) return null;
    const name = nameIn(url) || t('message.file');
    if (file.file_type === 'image') {
      return (
        // Still a link: with Ctrl, or the middle of a mouse, it opens beside.
        <a
          key={file.id}
          href={url}
          target="_blank"
          rel="noopener"
          aria-haspopup="dialog"
          onClick={(event) => pressed(event, file.id)}
          className="block cursor-zoom-in rounded-card"
        >
          <img
            src={webAddress(file.thumb_url) ?? url}
            alt={name}
            loading="lazy"
            className="max-h-64 max-w-full rounded-card border border-line"
          />
        </a>
      );
    }
    if (file.file_type === 'audio')
      return <audio key={file.id} controls preload="none" src={url} aria-label={name} />;
    if (file.file_type === 'video') return <video key={file.id} controls preload="none" src={url} aria-label={name} className="max-h-72 max-w-full rounded-card" />; // prettier-ignore
    return (
      <a
        key={file.id}
        href={url}
        target="_blank"
        rel="noopener"
        className="flex max-w-full items-center gap-2 rounded-card border border-line bg-surface px-3 py-2 hover:bg-hover"
      >
        <FileText aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
        <span className="truncate">{name}</span>
      </a>
    );
  });
}

function pressed(event: MouseEvent, id: number): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  enlarge(id);
}

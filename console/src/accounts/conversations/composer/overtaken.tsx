import { useInfiniteQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { IconButton } from '../../../ui/button.tsx';
import { messagesOf, messagesQuery } from '../conversation-data.ts';
import { plainLine } from '../plain-line.ts';
import { useComposerTexts } from './texts.ts';

interface Props {
  account: number;
  conversation: number;
  me: number | undefined;
  /** The newest message as the text was begun; undefined while there is none. */
  after: number | undefined;
  onSeen: (newest: number) => void;
}

/** Warns whoever writes a reply that a colleague has sent one meanwhile. */
export function Overtaken({ account, conversation, me, after, onSeen }: Props) {
  const t = useComposerTexts();
  const { data } = useInfiniteQuery(messagesQuery(account, conversation));
  if (after === undefined || data === undefined) return null;
  const answer = messagesOf(data).findLast(
    ({ id, message_type, private: isNote, sender }) =>
      id > after && message_type === 1 && !isNote && sender !== undefined && sender.id !== me,
  );
  if (answer === undefined) return null;
  return (
    <div
      role="alert"
      className="mx-3 mt-2 flex items-center gap-2 rounded-md border border-note-line bg-note py-1 pr-1 pl-2 text-xs text-note-ink"
    >
      <p className="min-w-0 flex-1 truncate">
        <span className="font-medium">{t('overtaken', { name: answer.sender?.name ?? '' })}</span>{' '}
        {plainLine(answer.content ?? '')}
      </p>
      <IconButton label={t('seen')} className="size-6" onClick={() => onSeen(answer.id)}>
        <X aria-hidden="true" className="size-3.5" />
      </IconButton>
    </div>
  );
}

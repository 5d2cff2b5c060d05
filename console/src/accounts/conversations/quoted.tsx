import { useInfiniteQuery } from '@tanstack/react-query';
import { useComposerTexts } from './composer/texts.ts';
import { messagesOf, messagesQuery, type Message } from './conversation-data.ts';
import { plainLine } from './plain-line.ts';

interface Props {
  account: number;
  /** The one that answers. */
  message: Message;
}

/** The message that another one answers, above it; leads to it where it is on the screen. */
export function Quoted({ account, message }: Props) {
  const id = message.content_attributes['in_reply_to'];
  return typeof id === 'number' ? <Answered account={account} message={message} id={id} /> : null;
}

function Answered({ account, message, id }: Props & { id: number }) {
  const t = useComposerTexts();
  const { data } = useInfiniteQuery(messagesQuery(account, message.conversation_id));
  const answered = data && messagesOf(data).find((each) => each.id === id);
  const lead = (): void => {
    const place = document.querySelector<HTMLElement>(`[data-message="${id}"]`);
    place?.scrollIntoView({ block: 'center' });
    place?.focus({ preventScroll: true });
  };
  const look = 'mb-1 block w-full border-s-2 border-accent ps-2 text-start text-xs text-ink-soft';
  if (answered === undefined) return <p className={look}>{t('answersEarlier')}</p>;
  return (
    <button type="button" onClick={lead} className={`${look} hover:text-ink`}>
      <span className="block font-medium">{answered.sender?.name ?? ''}</span>
      <span className="line-clamp-2">{plainLine(answered.content ?? '') || t('file')}</span>
    </button>
  );
}

import { Link } from '@tanstack/react-router';
import { AlarmClock, Paperclip, StickyNote } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ago, momentOf } from '../../time/format.ts';
import { Avatar } from '../../ui/avatar.tsx';
import type { Conversation } from './conversation-data.ts';
import { plainLine } from './plain-line.ts';
import { PriorityMark } from './priority-mark.tsx';
import { useTypers } from './typing.ts';
import { sameView } from './view.ts';

/** Of a line of the list, in pixels. */
export const heights = { comfortable: 76, compact: 54 };

export interface RowProps {
  conversation: Conversation;
  account: number;
  inbox: string | undefined;
  isOpen: boolean;
  /** Without the third line. */
  isCompact: boolean;
  /** Of whoever looks at it: with every one, what has passed is said anew. */
  minute: number;
}

/** One line of the list: who, what was said last, and what it waits for. */
export function Row({ conversation, account, inbox, isOpen, isCompact }: RowProps) {
  const { t } = useTranslation();
  const { id, meta, unread_count: unread, last_activity_at, priority, labels } = conversation;
  const name = meta.sender.name || meta.sender.email || meta.sender.phone_number || `#${id}`;
  return (
    <Link
      to="/app/accounts/$accountId/conversations/$conversationId"
      params={{ accountId: account, conversationId: id }}
      search={sameView}
      aria-current={isOpen ? 'page' : undefined}
      data-conversation={id}
      className={`flex h-full gap-3 border-b border-line px-3 ${isCompact ? 'py-1.5' : 'py-2.5'} -outline-offset-2 ${isOpen ? 'bg-accent-soft' : 'hover:bg-hover'}`}
    >
      <Avatar
        name={name}
        picture={meta.sender.thumbnail}
        presence={meta.sender.availability_status}
      />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-baseline gap-2">
          <span
            className={`min-w-0 flex-1 truncate ${unread > 0 ? 'font-semibold' : 'font-medium'}`}
          >
            {name}
          </span>
          <PriorityMark priority={priority} />
          <time
            className="shrink-0 text-xs text-ink-faint"
            dateTime={new Date(last_activity_at * 1000).toISOString()}
          >
            {ago(last_activity_at)}
          </time>
        </span>
        <span className="flex items-center gap-2">
          <Preview conversation={conversation} />
          {unread > 0 ? (
            <span className="shrink-0 rounded-full bg-accent px-1.5 text-2xs font-semibold text-on-accent">
              <span aria-hidden="true">{unread > 9 ? '9+' : unread}</span>
              <span className="sr-only">{t('list.unread', { count: unread })}</span>
            </span>
          ) : null}
        </span>
        {isCompact ? null : (
          <span className="mt-auto flex items-center gap-1.5 truncate text-xs text-ink-faint">
            <Waits conversation={conversation} />
            <span className="truncate">{inbox}</span>
            {meta.assignee == null ? null : (
              <span className="truncate">· {meta.assignee.name}</span>
            )}
            {labels.slice(0, 2).map((label) => (
              <span key={label} className="truncate rounded bg-hover px-1 text-ink-soft">
                {label}
              </span>
            ))}
          </span>
        )}
      </span>
    </Link>
  );
}

function Preview({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const [typer] = useTypers(conversation.id);
  const last = conversation.last_non_activity_message;
  const tone = conversation.unread_count > 0 ? 'text-ink' : 'text-ink-soft';
  if (typer !== undefined) {
    return (
      <span className="min-w-0 flex-1 truncate text-accent">
        {t('conversation.typing', { name: typer.name })}
      </span>
    );
  }
  if (last === null) {
    return <span className="min-w-0 flex-1 truncate text-ink-faint">{t('list.noMessages')}</span>;
  }
  const text = plainLine(last.content ?? '');
  return (
    <span className={`flex min-w-0 flex-1 items-center gap-1 truncate ${tone}`}>
      {last.private ? (
        <StickyNote aria-label={t('list.note')} className="size-3.5 shrink-0 text-warn" />
      ) : null}
      {text === '' ? <Paperclip aria-hidden="true" className="size-3.5 shrink-0" /> : null}
      <span className="truncate">{text === '' ? t('list.attachment') : text}</span>
    </span>
  );
}

/** How long the customer has been waiting, or until when it sleeps. */
function Waits({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const { status, snoozed_until, waiting_since } = conversation;
  if (status === 'snoozed' && snoozed_until != null) {
    return (
      <span className="flex shrink-0 items-center gap-1">
        <AlarmClock aria-hidden="true" className="size-3" />
        {t('list.snoozed', { time: momentOf(new Date(snoozed_until)) })}
      </span>
    );
  }
  if (status !== 'open' || waiting_since === 0) return null;
  return (
    <span className="shrink-0 text-warn">{t('list.waiting', { time: ago(waiting_since) })}</span>
  );
}

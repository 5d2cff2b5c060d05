import type { TFunction } from 'i18next';
import { AlarmClock, Paperclip, StickyNote } from 'lucide-react';
import { ago, momentOf } from '../../time/format.ts';
import { Avatar } from '../../ui/avatar.tsx';
import type { Conversation } from './conversation-data.ts';
import { plainLine } from './plain-line.ts';
import { PriorityMark } from './priority-mark.tsx';
import { useTypers } from './typing.ts';

/** Of a line of the list, in pixels. */
export const heights = { comfortable: 76, compact: 54 };

export interface RowProps {
  conversation: Conversation;
  /** Where it is opened. */
  href: string;
  inbox: string | undefined;
  isOpen: boolean;
  /** Without the third line. */
  isCompact: boolean;
  /** Of whoever looks at it: with every one, what has passed is said anew. */
  minute: number;
  t: TFunction;
}

/**
 * One line of the list: who, what was said last, and what it waits for. A browser that scrolls has to draw it
 * within a frame: it is of few elements, and what is the same for all lines comes from the list.
 */
export function Row({ conversation, href, inbox, isOpen, isCompact, t }: RowProps) {
  const { id, meta, unread_count: unread, last_activity_at, priority } = conversation;
  const name = meta.sender.name || meta.sender.email || meta.sender.phone_number || `#${id}`;
  return (
    <a
      href={href}
      aria-current={isOpen ? 'page' : undefined}
      data-conversation={id}
      className={`grid h-full grid-cols-[auto_minmax(0,1fr)_auto_auto] border-b border-line px-3 ${isCompact ? 'grid-rows-2 py-1.5' : 'grid-rows-[auto_auto_minmax(0,1fr)] py-2.5'} -outline-offset-2 ${isOpen ? 'bg-accent-soft' : 'hover:bg-hover'}`}
    >
      <Avatar
        name={name}
        picture={meta.sender.thumbnail}
        presence={meta.sender.availability_status}
        className="row-span-3 mr-3"
      />
      <span className={`truncate ${unread > 0 ? 'font-semibold' : 'font-medium'}`}>{name}</span>
      {priority == null ? null : <PriorityMark priority={priority} className="ml-2 self-center" />}
      <time
        className="col-start-4 ml-2 self-center text-xs text-ink-faint"
        dateTime={new Date(last_activity_at * 1000).toISOString()}
      >
        {ago(last_activity_at)}
      </time>
      <Preview {...{ conversation, t }} />
      {unread > 0 ? (
        <span className="ml-2 self-center justify-self-end rounded-full bg-accent px-1.5 text-2xs font-semibold text-on-accent">
          <span aria-hidden="true">{unread > 9 ? '9+' : unread}</span>
          <span className="sr-only">{t('list.unread', { count: unread })}</span>
        </span>
      ) : null}
      {isCompact ? null : <Facts {...{ conversation, inbox, t }} />}
    </a>
  );
}

type PartProps = Pick<RowProps, 'conversation' | 't'>;

function Preview({ conversation, t }: PartProps) {
  const [typer] = useTypers(conversation.id);
  const { last_non_activity_message: last, unread_count: unread } = conversation;
  const place = `col-start-2 truncate ${unread > 0 ? 'col-span-2' : 'col-span-3'}`;
  if (typer !== undefined) {
    return (
      <span className={`${place} text-accent`}>
        {t('conversation.typing', { name: typer.name })}
      </span>
    );
  }
  if (last === null) {
    return <span className={`${place} text-ink-faint`}>{t('list.noMessages')}</span>;
  }
  const text = plainLine(last.content ?? '');
  const mark = 'mr-1 mb-0.5 inline size-3.5';
  return (
    <span className={`${place} ${unread > 0 ? 'text-ink' : 'text-ink-soft'}`}>
      {last.private ? (
        <StickyNote role="img" aria-label={t('list.note')} className={`${mark} text-warn`} />
      ) : null}
      {text === '' ? <Paperclip aria-hidden="true" className={mark} /> : null}
      {text === '' ? t('list.attachment') : text}
    </span>
  );
}

/** How long it waits, where it came in, whose it is, and its labels, as far as there is room. */
function Facts({ conversation, inbox, t }: PartProps & Pick<RowProps, 'inbox'>) {
  const { meta, labels } = conversation;
  return (
    <span className="col-span-3 col-start-2 self-end truncate text-xs text-ink-faint">
      <Waits {...{ conversation, t }} />
      {inbox}
      {meta.assignee == null ? null : ` · ${meta.assignee.name}`}
      {labels.slice(0, 2).map((label) => (
        <span key={label} className="ml-1.5 inline-block rounded bg-hover px-1 text-ink-soft">
          {label}
        </span>
      ))}
    </span>
  );
}

/** How long the customer has been waiting, or until when it sleeps. */
function Waits({ conversation, t }: PartProps) {
  const { status, snoozed_until, waiting_since } = conversation;
  if (status === 'snoozed' && snoozed_until != null) {
    return (
      <span className="mr-1.5">
        <AlarmClock aria-hidden="true" className="mr-1 mb-0.5 inline size-3" />
        {t('list.snoozed', { time: momentOf(new Date(snoozed_until)) })}
      </span>
    );
  }
  if (status !== 'open' || waiting_since === 0) return null;
  return (
    <span className="mr-1.5 text-warn">{t('list.waiting', { time: ago(waiting_since) })}</span>
  );
}

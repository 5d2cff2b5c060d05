import { Link } from '@tanstack/react-router';
import { MessageSquareText, StickyNote } from 'lucide-react';
import type { ReactNode } from 'react';
import { ago } from '../../time/format.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { plainLine } from '../conversations/plain-line.ts';
import { Marked } from './marked.tsx';
import { excerptOf, piecesOf } from './marks.ts';
import type { FoundContact, FoundConversation, FoundMessage } from './search-data.ts';
import { useSearchTexts } from './texts.ts';

interface LineProps {
  account: number;
  /** What was looked for. */
  wanted: string;
  /** Somebody has opened it: it was what they looked for. */
  onOpen: () => void;
}

// Whatever its status, and whoever has it: what was found is in the list beside it.
const everywhere = { tab: 'all', status: 'all' } as const;

const lineClass = 'flex gap-3 px-4 py-3 -outline-offset-2 hover:bg-hover';

interface PartsProps {
  before: ReactNode;
  title: ReactNode;
  seconds: number | null;
  about: ReactNode;
  children: ReactNode;
}

function Parts({ before, title, seconds, about, children }: PartsProps) {
  return (
    <>
      <span className="shrink-0 pt-0.5">{before}</span>
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
          {seconds === null ? null : (
            <time
              className="shrink-0 text-xs text-ink-faint"
              dateTime={new Date(seconds * 1000).toISOString()}
            >
              {ago(seconds)}
            </time>
          )}
        </span>
        <span className="line-clamp-2 text-sm break-words text-ink-soft">{children}</span>
        <span className="block truncate text-xs text-ink-faint">{about}</span>
      </span>
    </>
  );
}

const nameOf = ({ name, email, phone_number, identifier }: FoundContact): string =>
  name || email || phone_number || identifier || '';

const joined = (parts: readonly (string | null | undefined)[]): string =>
  parts.filter((part) => part != null && part !== '').join(' · ');

export function ConversationLine({ account, wanted, onOpen, found }: LineProps & { found: FoundConversation }) {
  const t = useSearchTexts();
  const { id, contact, inbox, agent, message, created_at } = found;
  const name = nameOf(contact) || t('nobody');
  return (
    <Link
      to="/app/accounts/$accountId/conversations/$conversationId"
      params={{ accountId: account, conversationId: id }}
      search={everywhere}
      onClick={onOpen}
      className={lineClass}
    >
      <Parts
        before={<Avatar name={name} />}
        title={<Marked pieces={piecesOf(name, wanted)} />}
        seconds={created_at}
        about={
          <>
            <Marked pieces={piecesOf(t('number', { number: id }), wanted)} />
            {' · '}
            <Marked pieces={piecesOf(joined([inbox.name, agent?.available_name, contact.email]), wanted)} />
          </>
        }
      >
        {message === undefined ? t('noMessage') : plainLine(message.content ?? '').slice(0, 200) || t('attachment')}
      </Parts>
    </Link>
  );
} // prettier-ignore

interface MessageLineProps extends LineProps {
  found: FoundMessage;
  inbox: string | undefined;
}

/** Leads to the conversation, at this message. */
export function MessageLine({ account, wanted, onOpen, found, inbox }: MessageLineProps) {
  const t = useSearchTexts();
  const { id, conversation_id, content, created_at, message_type, private: isNote, sender } = found;
  const Mark = isNote ? StickyNote : MessageSquareText;
  const kind = isNote ? t('note') : message_type === 0 ? t('customer') : t('you');
  return (
    <Link
      to="/app/accounts/$accountId/conversations/$conversationId"
      params={{ accountId: account, conversationId: conversation_id }}
      search={{ ...everywhere, message: id }}
      onClick={onOpen}
      className={lineClass}
    >
      <Parts
        before={<Mark aria-hidden="true" className={`size-4 ${isNote ? 'text-warn' : 'text-ink-faint'}`} />}
        title={sender?.name ?? kind}
        seconds={created_at}
        about={joined([kind, t('number', { number: conversation_id }), inbox])}
      >
        <Marked pieces={contentPieces(content ?? '', wanted)} />
      </Parts>
    </Link>
  );
} // prettier-ignore

/** Without markup, unless what was looked for is in the markup: the address of a link, for one. */
function contentPieces(content: string, wanted: string) {
  const pieces = excerptOf(plainLine(content), wanted);
  return pieces.some(({ isFound }) => isFound) ? pieces : excerptOf(content, wanted);
}

/** Leads to the page of somebody. */
export function ContactLine({ account, wanted, onOpen, found }: LineProps & { found: FoundContact }) {
  const t = useSearchTexts();
  const { email, phone_number, identifier, last_activity_at } = found;
  const name = nameOf(found) || t('nobody');
  return (
    <Link
      to="/app/accounts/$accountId/contacts/$contactId"
      params={{ accountId: account, contactId: found.id }}
      onClick={onOpen}
      className={lineClass}
    >
      <Parts
        before={<Avatar name={name} />}
        title={<Marked pieces={piecesOf(name, wanted)} />}
        seconds={last_activity_at}
        about=""
      >
        <Marked pieces={piecesOf(joined([email, phone_number, identifier]), wanted)} />
      </Parts>
    </Link>
  );
} // prettier-ignore

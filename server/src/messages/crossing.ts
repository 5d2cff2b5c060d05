import type { Author } from '../auth/actor.ts';
import { clientMessageJson, isForCustomer } from '../client-api/present.ts';
import type { Conversation } from '../conversations/queries.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { HttpError } from '../errors.ts';
import type { Sender } from './insert.ts';
import { messageJson } from './present.ts';

/** So many of the missed messages are shown, the newest of them. */
const SHOWN = 20;

// Activity lines say nothing to anybody, and one's own words one has not missed. Notes count for the team: a
// colleague who writes "do not refund this" has spoken as much as one who answers the customer.
const missed = (json: string, seen: string, joins = ''): string => `
  select m.id, (${json})::text as json
  from (
    select * from messages m
    where m.account_id = $1 and m.conversation_id = $2 and m.id > $3 and ${seen}
      and (m.sender_user_id = $4) is not true and (m.sender_contact_id = $5) is not true
      and (m.sender_agent_bot_id = $6) is not true
    order by m.id desc limit ${SHOWN + 1}
  ) m
  join conversations c on c.account_id = m.account_id and c.id = m.conversation_id ${joins}
  order by m.id desc`;

const missedByTeam = missed(messageJson('m', 'c'), 'm.message_type <> 2');
const missedByCustomer = missed(
  clientMessageJson('m', 'c'),
  isForCustomer('m'),
  'join contact_inboxes ci on ci.account_id = c.account_id and ci.id = c.contact_inbox_id',
);

interface Crossing {
  conversation: Conversation;
  actor: Author | null;
  sender: Sender;
  /** Id of the last message that the writer had before them; 0 for none. */
  expected: number;
}

/**
 * Refuses a message whose writer has not seen what was said meanwhile, with what they have missed. The
 * conversation is locked, so that of many who answer the same message one alone comes through.
 */
export async function refuseCrossing(
  tx: Tx,
  { conversation, actor, sender, expected }: Crossing,
): Promise<void> {
  const idOf = (type: NonNullable<Sender>['type']): number | null =>
    sender?.type === type ? sender.id : null;
  const found = await rows<{ id: number; json: string }>(
    tx,
    actor?.type === 'Contact' ? missedByCustomer : missedByTeam,
    [
      conversation.account_id,
      conversation.id,
      expected,
      idOf('User'),
      idOf('Contact'),
      idOf('AgentBot'),
    ],
  );
  const [newest] = found;
  if (newest === undefined) return;
  throw new HttpError(409, {
    error: 'The conversation has moved on: somebody has written meanwhile',
    code: MOVED_ON,
    last_message_id: newest.id,
    has_more: found.length > SHOWN,
    missed: found
      .slice(0, SHOWN)
      .map(({ json }) => JSON.parse(json) as unknown)
      .toReversed(),
  });
}

const MOVED_ON = 'conversation_moved_on';

/** Whether it is this that kept a message from being sent. */
export const isCrossing = (error: unknown): boolean =>
  error instanceof HttpError && (error.body as { code?: unknown } | null)?.code === MOVED_ON;

/** How routes that take messages describe the refusal. */
export const movedOn = {
  error: 'The conversation has moved on: somebody has written meanwhile',
  code: MOVED_ON,
  last_message_id: 43,
  has_more: false,
  missed: [],
};

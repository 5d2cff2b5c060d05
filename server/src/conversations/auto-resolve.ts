import type { Logger } from 'pino';
import { transaction, type Pool, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { writeActivities } from '../messages/insert.ts';
import { writeTemplates } from '../messages/templates.ts';
import { changeConversation } from './change.ts';
import { presentConversationPush } from './present.ts';
import { lockConversationById, type Conversation } from './queries.ts';

/** The settings of an account that resolves conversations where nothing happens (contract §8.6). */
interface Policy {
  account_id: number;
  minutes: number;
  message: string | null;
  label: string | null;
  /** Leave alone what still waits for an answer. */
  ignore_waiting: boolean;
}

const MIN_MINUTES = 10;
const MAX_MINUTES = 1_439_856;
const PER_RUN = 100;

// A setting is checked before it is read as a number: the column holds whatever was saved there.
const findPolicies = `
  select * from (
    select id as account_id, nullif(settings ->> 'auto_resolve_message', '') as message,
      nullif(settings ->> 'auto_resolve_label', '') as label,
      coalesce(settings ->> 'auto_resolve_ignore_waiting', 'false') = 'true' as ignore_waiting,
      case when settings ->> 'auto_resolve_after' ~ '^[0-9]{1,7}$'
        then (settings ->> 'auto_resolve_after')::int end as minutes
    from accounts where status = 'active' and settings ? 'auto_resolve_after'
  ) policy where minutes between ${MIN_MINUTES} and ${MAX_MINUTES}`;

const isIdle = `
  c.account_id = $1 and c.status = 0 and c.last_activity_at < now() - make_interval(mins => $2)
  and not ($3 and c.waiting_since is not null)`;

const findIdle = `
  select c.id from conversations c where ${isIdle} order by c.last_activity_at, c.id limit ${PER_RUN}`;

const stillIdle = `select true as idle from conversations c where ${isIdle} and c.id = $4`;

/** Resolves open conversations that nothing happened in, at most 100 per account and run. */
export async function autoResolveConversations(pool: Pool, log: Logger): Promise<void> {
  for (const policy of await rows<Policy & Record<string, unknown>>(pool, findPolicies)) {
    const idle = await rows<{ id: number }>(pool, findIdle, condition(policy));
    for (const { id } of idle) {
      try {
        await transaction(pool, (tx) => resolveIdle(tx, policy, id));
      } catch (error) {
        const facts = { err: error, account_id: policy.account_id, conversation_id: id };
        log.error(facts, 'an idle conversation cannot be resolved');
      }
    }
  }
}

const condition = ({ account_id, minutes, ignore_waiting }: Policy) => [
  account_id,
  minutes,
  ignore_waiting,
];

async function resolveIdle(tx: Tx, policy: Policy, id: number): Promise<void> {
  const conversation = await lockConversationById(tx, policy.account_id, id);
  // Somebody may have written, or resolved it, between the search and the lock.
  const idle = await row(tx, stillIdle, [...condition(policy), id]);
  if (conversation === undefined || idle === undefined) return;
  if (policy.message !== null) await sayGoodbye(tx, conversation, policy.message);
  await changeConversation(
    tx,
    conversation,
    { status: 'resolved', labels: withLabel(conversation.labels, policy.label) },
    { actor: null, cause: { by: 'inactivity', minutes: policy.minutes } },
  );
}

const withLabel = (labels: string[], label: string | null): string[] =>
  label === null || labels.some((each) => each.toLowerCase() === label.toLowerCase())
    ? labels
    : [...labels, label];

/** Tells the customer, or the team when the channel does not let us write to the customer any more. */
async function sayGoodbye(tx: Tx, conversation: Conversation, content: string): Promise<void> {
  const push = await row<{ data: { can_reply: boolean } }>(tx, presentConversationPush, [
    conversation.account_id,
    conversation.id,
  ]);
  if (push?.data.can_reply !== true) {
    const lines = ['Auto-resolve message not sent due to outgoing message restrictions'];
    await writeActivities(tx, conversation, { actor: null, lines });
    return;
  }
  await writeTemplates(tx, conversation, [{ content }]);
}

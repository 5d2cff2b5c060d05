import type { Actor, UserActor } from '../auth/actor.ts';
import { findConversation, lenientId } from '../conversations/queries.ts';
import { mayOpenText, viewLimit } from '../conversations/visibility.ts';
import type { Db, Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { notFound, unprocessable } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { executionJson } from './present.ts';
import { findMacro, type Macro } from './queries.ts';

const MAX_CONVERSATIONS = 1000;
const PER_PAGE = 25;

const begin = (actor: UserActor): string => `
  insert into macro_executions (account_id, macro_id, conversation_id, user_id, actions)
  select $1, $3, c.id, $4, $5 from conversations c
  where c.account_id = $1 and c.display_id = any($6::bigint[]) and ${mayOpenText(actor, 2)}
  order by c.id
  returning id, conversation_id`;

/**
 * Begins the macro in each of these conversations that the caller may see; other ids are passed over
 * (contract: platform §4.8). A job for each does it after the commit.
 */
export async function executeMacro(
  tx: Tx,
  actor: UserActor,
  { id, conversation_ids }: { id: unknown; conversation_ids: unknown },
): Promise<void> {
  const { account_id } = actor;
  const macro = await visibleMacro(tx, actor, id);
  const begun = await rows<{ id: number; conversation_id: number }>(tx, begin(actor), [
    account_id,
    viewLimit(actor),
    macro.id,
    actor.id,
    JSON.stringify(macro.actions),
    idsIn(conversation_ids),
  ]);
  const performer = performerOf(actor);
  const events = begun.map(({ id: execution_id, conversation_id }) => ({
    account_id,
    name: 'macro.requested' as const,
    conversation_id,
    payload: { macro_id: macro.id, execution_id, performer },
  }));
  await emit(tx, events);
}

function idsIn(given: unknown): number[] {
  const list = Array.isArray(given) ? given : given === undefined || given === null ? [] : [given];
  if (list.length > MAX_CONVERSATIONS) {
    throw unprocessable(`conversation_ids has too many entries (maximum is ${MAX_CONVERSATIONS})`);
  }
  return list.map(lenientId).filter((id) => id !== null);
}

async function visibleMacro(db: Db, actor: UserActor, id: unknown): Promise<Macro> {
  const macro = await findMacro(db, actor, lenientId(id));
  if (macro === undefined) throw notFound();
  return macro;
}

const list = (actor: UserActor): string => `
  select (${executionJson})::text as json
  from macro_executions e
  join conversations c on c.account_id = e.account_id and c.id = e.conversation_id
  where e.account_id = $1 and e.macro_id = $3 and ${mayOpenText(actor, 2)}
  order by e.id desc limit ${PER_PAGE} offset $4`;

const listInConversation = `
  select (${executionJson})::text as json
  from macro_executions e
  join conversations c on c.account_id = e.account_id and c.id = e.conversation_id
  where e.account_id = $1 and e.conversation_id = $2
  order by e.id desc limit ${PER_PAGE} offset $3`;

/** What macros did in a conversation that the caller may see, newest first. Throws 404. */
export async function executionsInConversation(
  db: Db,
  actor: Actor,
  { id, page }: { id: unknown; page: number },
): Promise<string[]> {
  const conversation = await findConversation(db, actor, id);
  const values = [actor.account_id, conversation.id, (page - 1) * PER_PAGE];
  const found = await rows<{ json: string }>(db, listInConversation, values);
  return found.map(({ json }) => json);
}

/** What became of it in the conversations that the caller may see, newest first. */
export async function executionTexts(
  db: Db,
  actor: UserActor,
  { id, page }: { id: unknown; page: number },
): Promise<string[]> {
  const macro = await visibleMacro(db, actor, id);
  const values = [actor.account_id, viewLimit(actor), macro.id, (page - 1) * PER_PAGE];
  const found = await rows<{ json: string }>(db, list(actor), values);
  return found.map(({ json }) => json);
}

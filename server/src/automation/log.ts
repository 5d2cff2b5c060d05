import type { Actor } from '../auth/actor.ts';
import { findConversation } from '../conversations/queries.ts';
import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { JsonText } from '../http/json.ts';
import { runJson } from './present.ts';
import { findRule } from './queries.ts';

const PER_PAGE = 25;

interface Page {
  page: number;
  /** Only runs of this kind. */
  status: string | undefined;
}

const list = (column: 'conversation_id' | 'rule_id'): string => `
  select (${runJson})::text as json
  from automation_runs x
  join conversations c on c.account_id = x.account_id and c.id = x.conversation_id
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id and i.deleted_at is null
  where x.account_id = $1 and x.${column} = $2 and ($3::text is null or x.status = $3)
  order by x.id desc limit ${PER_PAGE} offset $4`;
const ofConversation = list('conversation_id');
const ofRule = list('rule_id');

/** What rules did in a conversation, and why others did nothing. Throws 404. */
export async function runsInConversation(
  db: Db,
  actor: Actor,
  { id, ...page }: Page & { id: unknown },
): Promise<JsonText> {
  const conversation = await findConversation(db, actor, id);
  return pageOf(db, ofConversation, { account_id: actor.account_id, id: conversation.id, ...page });
}

/** What a rule did wherever it was looked at. Throws 404. */
export async function runsOfRule(
  db: Db,
  { account_id }: Actor,
  { id, ...page }: Page & { id: number | null },
): Promise<JsonText> {
  const rule = await findRule(db, account_id, id);
  return pageOf(db, ofRule, { account_id, id: rule.id, ...page });
}

async function pageOf(
  db: Db,
  statement: string,
  { account_id, id, status, page }: Page & { account_id: number; id: number },
): Promise<JsonText> {
  const values = [account_id, id, status ?? null, (page - 1) * PER_PAGE];
  const found = await rows<{ json: string }>(db, statement, values);
  return new JsonText(`{"payload":[${found.map(({ json }) => json).join(',')}]}`);
}

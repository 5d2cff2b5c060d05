import sql, { empty } from 'sql-template-tag';
import { viewerId, type Actor } from '../auth/actor.ts';
import { conversationTexts } from '../conversations/queries.ts';
import { mayOpenText, viewLimit } from '../conversations/visibility.ts';
import type { Db } from '../db/pool.ts';
import { adhoc, rows } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { factsBehind, type Question } from './scope.ts';
import { averageOf, type Tally } from './totals.ts';

interface Fact {
  id: number;
  value: number;
  conversation_id: number;
  display_id: number | null;
  user_id: number | null;
  timestamp: number;
  time: string;
}

interface Asked {
  actor: Actor;
  metric: string;
  question: Question;
  per_page: number;
  cursor: string | undefined;
}

/**
 * What a number is made of: every fact behind it with its value, newest first, each with its
 * conversation as lists show it; null when that is deleted or not the caller's to see. The number
 * is over all of them whoever asks.
 */
export async function drilldown(db: Db, asked: Asked) {
  const { actor, metric, question, per_page } = asked;
  const [tally] = await adhoc<Tally & Record<string, unknown>>(
    db,
    sql`select count(*) as count, coalesce(sum(fact.value), 0) as sum from (${factsBehind(question)}) fact`,
  );
  const found = await pageOf(db, asked);
  const facts = found.slice(0, per_page);
  const last = facts.at(-1);
  const { count = 0, sum = 0 } = tally ?? {};
  const meta = {
    metric,
    bucket: question.span,
    count,
    value: question.metric.kind === 'count' ? count : averageOf({ count, sum }),
    has_more: found.length > per_page,
    next_cursor: found.length > per_page && last !== undefined ? encodeCursor(last) : null,
  };
  const texts = await textsOf(db, actor, facts);
  const payload = facts.map((fact) => itemText(fact, texts.get(fact.conversation_id)));
  const text = `{"meta":${JSON.stringify(meta)},"payload":[${payload.join(',')}]}`;
  return { body: new JsonText(text), cursor: meta.next_cursor };
}

async function pageOf(db: Db, { question, per_page, cursor }: Asked): Promise<Fact[]> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const rest =
    after === undefined
      ? empty
      : sql`where (fact.at, fact.id) < (${after.time}::timestamptz, ${after.id}::bigint)`;
  return adhoc<Fact & Record<string, unknown>>(
    db,
    sql`select page.id, page.value, page.conversation_id, r.display_id, page.user_id,
        floor(extract(epoch from page.at))::bigint as timestamp, page.at::text as time
      from (select fact.* from (${factsBehind(question)}) fact ${rest}
        order by fact.at desc, fact.id desc limit ${per_page + 1}) page
      left join report_conversations r
        on r.account_id = ${question.scope.account_id} and r.conversation_id = page.conversation_id
      order by page.at desc, page.id desc`,
  );
}

const encodeCursor = ({ time, id }: Fact): string =>
  Buffer.from(JSON.stringify([time, id])).toString('base64url');

const timestamp = /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;

function decodeCursor(cursor: string): { time: string; id: number } {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    parts = undefined;
  }
  const [time, id] = Array.isArray(parts) ? (parts as unknown[]) : [];
  if (typeof time !== 'string' || !timestamp.test(time) || !Number.isSafeInteger(id)) {
    throw unprocessable('cursor is invalid for this list');
  }
  return { time, id: id as number };
}

const findVisible = (actor: Actor): string => `
  select c.id from conversations c
  where c.account_id = $1 and c.id = any($2::bigint[]) and ${mayOpenText(actor, 3)}`;

/** The conversations of the facts that the caller may see, by primary key. */
async function textsOf(db: Db, actor: Actor, facts: readonly Fact[]): Promise<Map<number, string>> {
  const { account_id } = actor;
  const ids = [...new Set(facts.map(({ conversation_id }) => conversation_id))];
  const viewer_id = viewerId(actor);
  const visible = await rows<{ id: number }>(db, findVisible(actor), [
    account_id,
    ids,
    viewLimit(actor),
  ]);
  const seen = visible.map(({ id }) => id);
  const texts = await conversationTexts(db, { account_id, viewer_id }, seen);
  return new Map(seen.map((id, index) => [id, texts[index] ?? 'null']));
}

function itemText(fact: Fact, conversation = 'null'): string {
  const { id, value, display_id, user_id, timestamp: at } = fact;
  const own = JSON.stringify({ id, value, timestamp: at, user_id, conversation_id: display_id });
  return `${own.slice(0, -1)},"conversation":${conversation}}`;
}

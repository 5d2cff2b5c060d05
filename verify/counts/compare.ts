import type { Answer } from '../rig/calls.ts';
import type { Member, Stage } from './stage.ts';

const STATUSES = ['open', 'resolved', 'pending', 'snoozed'] as const;
const PER_PAGE = 100;

/** What was found that is not as the rows say. */
export interface Differences {
  counts: string[];
  unread: string[];
  order: string[];
}

// $1 account, $2 person, $3 whether they see all, $4 status or null, $5 inbox or null. Nothing of the product's is asked.
const seen = `
  from conversations c where c.account_id = $1 and ($4::int is null or c.status = $4)
    and ($5::bigint is null or c.inbox_id = $5)
    and ($3 or c.inbox_id in (select m.inbox_id from inbox_members m where m.account_id = $1 and m.user_id = $2))`;

const count = `
  select count(*) filter (where c.assignee_id = $2)::int as mine_count,
    count(c.assignee_id)::int as assigned_count,
    count(*) filter (where c.assignee_id is null)::int as unassigned_count,
    count(*)::int as all_count ${seen}`;

interface Known {
  id: number;
  unread: number;
}

// Who opened it and who writes in it touch it; a deletion leaves the time, and a merge brings it along.
const list = `
  select c.display_id as id, least(10, (select count(*) from messages m
    where m.account_id = c.account_id and m.conversation_id = c.id and m.message_type = 0
      and (c.agent_last_seen_at is null or m.created_at > c.agent_last_seen_at)))::int as unread ${seen}
  order by greatest(c.created_at, (select max(m.created_at) from messages m
    where m.account_id = c.account_id and m.conversation_id = c.id), c.last_activity_at) desc, c.id desc`;

const untouched = `
  select c.display_id as id from conversations c where c.account_id = $1 and c.last_activity_at <
    (select max(m.created_at) from messages m where m.account_id = c.account_id and m.conversation_id = c.id)`;

/** Compares what these people are told now, while nobody does anything, with the rows. */
export async function compare(stage: Stage, members: readonly Member[]): Promise<Differences> {
  const differences: Differences = { counts: [], unread: [], order: [] };
  for (const member of members) {
    await compareCounts(stage, member, differences);
    await compareList(stage, member, differences);
  }
  const { rows } = await stage.postgres.pool.query<{ id: number }>(untouched, [
    stage.desk.account_id,
  ]);
  differences.order.push(...rows.map(({ id }) => `${id} is older than its last message`));
  return differences;
}

async function compareCounts(
  { postgres, desk }: Stage,
  { caller, id, isAdmin }: Member,
  { counts }: Differences,
): Promise<void> {
  for (const [status, name] of [...STATUSES.entries(), [null, 'all'] as const]) {
    for (const inbox of [null, desk.inboxes[0] ?? null]) {
      const query = `status=${name}${inbox === null ? '' : `&inbox_id=${inbox}`}`;
      const { body } = await caller.call('GET', `conversations/meta?${query}`);
      const values = [desk.account_id, id, isAdmin, status, inbox];
      const { rows } = await postgres.pool.query<Record<string, number>>(count, values);
      const told = body['meta'] as Record<string, number> | undefined;
      for (const [key, wanted] of Object.entries(rows[0] ?? {})) {
        if (told?.[key] !== wanted) {
          counts.push(`${query}, ${key} for ${id}: ${told?.[key]} instead of ${wanted}`);
        }
      }
    }
  }
}

async function compareList(
  { postgres, desk }: Stage,
  { caller, id, isAdmin }: Member,
  { unread, order }: Differences,
): Promise<void> {
  const listed: Known[] = [];
  for (let page = 1; ; page += 1) {
    const query = `status=all&page=${page}&per_page=${PER_PAGE}`;
    const found = entriesOf(await caller.call('GET', `conversations?${query}`));
    listed.push(...found);
    if (found.length < PER_PAGE) break;
  }
  const values = [desk.account_id, id, isAdmin, null, null];
  const { rows } = await postgres.pool.query<Known>(list, values);
  const ids = (all: readonly Known[]): string => all.map((each) => each.id).join();
  if (ids(listed) !== ids(rows)) {
    const at = rows.findIndex((each, index) => each.id !== listed[index]?.id);
    order.push(`for ${id} at ${at}: ${listed[at]?.id ?? 'nothing'} instead of ${rows[at]?.id}`);
  }
  const told = new Map(listed.map((each) => [each.id, each.unread]));
  for (const { id: number, unread: wanted } of rows) {
    const is = told.get(number);
    if (is !== undefined && is !== wanted) unread.push(`${number}: ${is} instead of ${wanted}`);
  }
}

function entriesOf({ body }: Answer): Known[] {
  const { payload } = (body['data'] ?? body) as { payload: { id: number; unread_count: number }[] };
  return payload.map(({ id, unread_count }) => ({ id, unread: unread_count }));
}

/** What one person reads, leaves unread and is asked is counted so, step by step. */
export async function readOne({ members, desk }: Stage): Promise<string[]> {
  const [{ caller }] = members as [Member];
  const { contact_id, inboxes } = desk;
  const { id } = await caller.insist('conversations', { contact_id, inbox_id: inboxes[0] });
  const path = `conversations/${String(id)}`;
  const question = { content: 'A question', message_type: 'incoming' };
  const steps: [what: string, body: object, wanted: number][] = [
    ['messages', question, 1],
    ['messages', question, 2],
    ['messages', { content: 'A note', private: true }, 2],
    ['update_last_seen', {}, 0],
    ['messages', question, 1],
    ['update_last_seen', {}, 0],
  ];
  const wrong: string[] = [];
  for (const [what, body, wanted] of steps) {
    await caller.insist(`${path}/${what}`, body);
    const { unread_count: is } = (await caller.call('GET', path)).body;
    if (is !== wanted) wrong.push(`after ${what}: ${String(is)} instead of ${wanted}`);
  }
  return wrong;
}

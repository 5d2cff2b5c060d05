import sql, { type Sql } from 'sql-template-tag';
import { viewerId, type Actor } from '../auth/actor.ts';
import { where } from '../conversations/finder.ts';
import {
  countsOf,
  countStatement,
  pageMeta,
  pageOfIds,
  perPage,
  type CountRow,
  type Counts,
} from '../conversations/list.ts';
import { conversationTexts } from '../conversations/queries.ts';
import { sortName } from '../conversations/sort.ts';
import { listedTo, visibleInboxes } from '../conversations/visibility.ts';
import type { Db } from '../db/pool.ts';
import { adhoc } from '../db/query.ts';
import { cursorOf } from '../events/cursor.ts';
import { pageNumber } from '../http/schema.ts';
import { as, isOneOf } from './conditions.ts';
import { conversationSubject } from './language.ts';
import { filterConditions, type Filter } from './parse.ts';
import type { FilterInput } from './schema.ts';
import { understand } from './understand.ts';

/** POST /conversations/filter (contract §5): counts, and one page of conversations as JSON text. */
export async function filterConversations(db: Db, actor: Actor, input: FilterInput) {
  const cursor = await cursorOf(db, actor.account_id);
  const filter = await understand(db, actor, {
    payload: input.payload,
    subject: conversationSubject,
  });
  const conditions = [...(await visibleTo(db, actor)), ...filterConditions(filter)];
  const { assigned_count: _, ...counts } = await count(db, actor, { filter, conditions });
  const page = await pageOfIds(db, conditions, {
    sort: sortName(input.sort_by),
    page: pageNumber(input.page),
    per_page: perPage(input.per_page),
    cursor: input.cursor,
    matches: counts.all_count,
  });
  const viewer = { account_id: actor.account_id, viewer_id: viewerId(actor) };
  const texts = await conversationTexts(db, viewer, page.ids);
  const meta = { ...counts, ...pageMeta(counts.all_count, page), cursor };
  return { meta, payload: texts.join(','), page };
}

async function visibleTo(db: Db, actor: Actor): Promise<Sql[]> {
  const inboxes = await visibleInboxes(db, actor);
  const inbox = isOneOf(sql`c.inbox_id`, as(sql`bigint`));
  return [
    sql`c.account_id = ${actor.account_id}`,
    ...(inboxes === null ? [] : [inbox(inboxes)]),
    ...listedTo(actor),
  ];
}

interface Question {
  filter: Filter;
  conditions: readonly Sql[];
}

async function count(db: Db, actor: Actor, { filter, conditions }: Question): Promise<Counts> {
  const known = filter.flat().every(({ key }) => key.counted === true);
  const statement = known ? maintainedCounts(actor, conditions) : countStatement(actor, conditions);
  return countsOf(await adhoc<CountRow>(db, statement));
}

// The same conditions, over the maintained counts instead of the conversations that they count.
const maintainedCounts = (actor: Actor, conditions: readonly Sql[]): Sql => sql`
  select coalesce(sum(c.total), 0)::bigint as total,
    coalesce(sum(c.total) filter (where c.assignee_id = ${viewerId(actor)}), 0)::bigint as mine,
    coalesce(sum(c.total) filter (where c.assignee_id is null), 0)::bigint as unassigned
  from conversation_counts c where ${where(conditions)}`;

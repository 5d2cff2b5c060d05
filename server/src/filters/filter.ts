import sql, { type Sql } from 'sql-template-tag';
import { viewerId, type Actor } from '../auth/actor.ts';
import { visibleInboxes, where } from '../conversations/finder.ts';
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
import { DEFAULT_SORT } from '../conversations/sort.ts';
import type { Db } from '../db/pool.ts';
import { adhoc } from '../db/query.ts';
import { pageNumber } from '../http/schema.ts';
import { as, isOneOf } from './conditions.ts';
import { attributeKey, standardKeys } from './language.ts';
import { filterConditions, readFilter, readPayload, type Filter } from './parse.ts';
import { findAttributes } from './queries.ts';
import type { FilterInput } from './schema.ts';

/** POST /conversations/filter (contract §5): counts, and one page of conversations as JSON text. */
export async function filterConversations(db: Db, actor: Actor, input: FilterInput) {
  const filter = await understand(db, actor, input.payload);
  const conditions = [...(await visibleTo(db, actor)), ...filterConditions(filter)];
  const { assigned_count: _, ...counts } = await count(db, actor, { filter, conditions });
  const page = await pageOfIds(db, conditions, {
    sort: DEFAULT_SORT,
    page: pageNumber(input.page),
    per_page: perPage(input.per_page),
    cursor: input.cursor,
    matches: counts.all_count,
  });
  const viewer = { account_id: actor.account_id, viewer_id: viewerId(actor) };
  const texts = await conversationTexts(db, viewer, page.ids);
  const meta = { ...counts, ...pageMeta(counts.all_count, page) };
  return { meta, payload: texts.join(','), page };
}

async function understand(db: Db, actor: Actor, payload: unknown): Promise<Filter> {
  const conditions = readPayload(payload);
  const others = conditions.map(({ name }) => name).filter((name) => !standardKeys.has(name));
  const attributes =
    others.length === 0 ? [] : await findAttributes(db, actor.account_id, [...new Set(others)]);
  const keys = attributes.map(
    ({ attribute_key: name, attribute_display_type: type }) =>
      [name, attributeKey(name, type)] as const,
  );
  return readFilter(conditions, new Map(keys));
}

async function visibleTo(db: Db, actor: Actor): Promise<Sql[]> {
  const inboxes = await visibleInboxes(db, actor);
  const inbox = isOneOf(sql`c.inbox_id`, as(sql`bigint`));
  return [sql`c.account_id = ${actor.account_id}`, ...(inboxes === null ? [] : [inbox(inboxes)])];
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

import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../auth/actor.ts';
import { searchPattern, where } from '../conversations/finder.ts';
import type { Db } from '../db/pool.ts';
import { adhoc, row } from '../db/query.ts';
import { pageNumber } from '../http/schema.ts';
import { isPresent } from '../presence.ts';

// Statements over contacts, as `k`.

/** Contacts per page (contract: customer §1.2). */
const PER_PAGE = 15;

// Word for word the conditions of the indexes in 0012_contacts.sql.
const exists = sql`k.deleted_at is null`;
const resolved = sql`(k.email is not null or k.phone_number is not null or k.identifier is not null)`;
const lead = sql`k.contact_type = 'lead'`;

const findFlag = `select coalesce(features -> 'crm_v2' = 'true', false) as crm from accounts where id = $1`;

/** Every contact of the account. */
export const everyContact = ({ account_id }: Pick<Actor, 'account_id'>): Sql[] => [
  sql`k.account_id = ${account_id}`,
  exists,
];

/** The contacts that lists are about: those who can be told from others, or leads (contract: customer §1.2). */
export async function listedContacts(db: Db, actor: Pick<Actor, 'account_id'>): Promise<Sql[]> {
  const flag = await row<{ crm: boolean }>(db, findFlag, [actor.account_id]);
  return [...everyContact(actor), flag?.crm === true ? lead : resolved];
}

/** Contacts with any of the labels, whatever their case; no condition without labels. */
export function withLabels(given: unknown): Sql[] {
  const labels = (Array.isArray(given) ? given : [given])
    .filter((label) => typeof label === 'string' || typeof label === 'number')
    .map((label) => String(label).trim().toLowerCase())
    .filter((label) => label !== '');
  if (labels.length === 0) return [];
  return [sql`k.labels <> '{}' and confab_lower_all(k.labels) && ${labels}::text[]`];
}

/** Contacts with the text in their name, addresses, identifier or company. */
export const matching = (q: string): Sql =>
  sql`k.folded like confab_fold(${searchPattern(q)}::text)`;

/** Contacts who had the chat open within the last 20 seconds. */
export const connected = ({ account_id }: Pick<Actor, 'account_id'>): Sql => sql`
  k.id in (select p.id from presence p
    where p.account_id = ${account_id} and p.kind = 'Contact' and ${raw(isPresent('p'))})`;

/** The ways to sort, in the order in which they count, whatever the order of the request. */
const sorts: readonly (readonly [key: string, column: Sql, nullsLast: boolean])[] = [
  ['email', sql`lower(k.email)`, false],
  ['name', sql`lower(k.name)`, false],
  // Digits: their case is no matter, and so the index on numbers gives the order.
  ['phone_number', sql`k.phone_number`, false],
  ['last_activity_at', sql`k.last_activity_at`, true],
  ['created_at', sql`k.created_at`, false],
  ['company', sql`(k.additional_attributes ->> 'company_name')`, true],
  ['city', sql`(k.additional_attributes ->> 'city')`, true],
  ['country', sql`(k.additional_attributes ->> 'country')`, true],
];

// The same as by last_activity_at and id, in the terms of the index: see 0012_contacts.sql, where the first
// two stand word for word.
const byActivity = {
  asc: sql`k.active_on, (case when k.active_on is null then k.id end), k.last_activity_at, k.id`,
  desc: sql`k.active_on desc nulls last, (case when k.active_on is null then k.id end) desc,
    k.last_activity_at desc nulls last, k.id desc`,
};

/** What `sort` asks for; unknown keys are ignored, and without any it is the id. */
function contactOrder(sort: unknown): Sql {
  const asked = new Set(typeof sort === 'string' ? sort.split(',').map((key) => key.trim()) : []);
  const chosen = sorts.filter(([key]) => asked.has(key) || asked.has(`-${key}`));
  const isDescending = ([key]: (typeof sorts)[number]): boolean => !asked.has(key);
  const [first] = chosen;
  if (first?.[0] === 'last_activity_at' && chosen.length === 1)
    return isDescending(first) ? byActivity.desc : byActivity.asc;
  const columns = chosen.map((each) => {
    const [, column, nullsLast] = each;
    const last = nullsLast ? sql` nulls last` : sql``;
    return isDescending(each) ? sql`${column} desc${last}` : sql`${column}${last}`;
  });
  // In the first one's direction, so that its index gives both.
  const id = first !== undefined && isDescending(first) ? sql`k.id desc` : sql`k.id`;
  return join([...columns, id], ', ');
}

interface Page {
  ids: number[];
  count: number;
}

/** How many contacts meet the conditions, and the ids of one page of them. */
export async function findContacts(
  db: Db,
  conditions: readonly Sql[],
  { sort, page }: { sort?: unknown; page?: unknown },
): Promise<Page> {
  const [counted] = await adhoc<{ count: number }>(
    db,
    sql`select count(*) as count from contacts k where ${where(conditions)}`,
  );
  const found = await adhoc<{ id: number }>(
    db,
    sql`select k.id from contacts k where ${where(conditions)} order by ${contactOrder(sort)}
      limit ${raw(String(PER_PAGE))} offset ${(pageNumber(page) - 1) * PER_PAGE}`,
  );
  return { ids: found.map(({ id }) => id), count: counted?.count ?? 0 };
}

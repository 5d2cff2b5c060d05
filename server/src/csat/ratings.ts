import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { lenientId } from '../conversations/queries.ts';
import type { Db } from '../db/pool.ts';
import { adhoc } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { pageNumber } from '../http/schema.ts';
import { csvOf } from '../http/spreadsheet.ts';
import { ratingJson } from './present.ts';

/** Which ratings: of this time, these agents, this inbox, this team, this number. */
export interface RatingFilter {
  since?: number | undefined;
  until?: number | undefined;
  user_ids?: unknown;
  inbox_id?: unknown;
  team_id?: unknown;
  rating?: unknown;
}

const LATEST = 253_402_300_799; // the last second of the year 9999

/** From `since` on and before `until`, when both are given (contract: platform §4.20). */
function spanCondition({ since, until }: RatingFilter, column: Sql): Sql {
  for (const [name, seconds] of Object.entries({ since, until })) {
    if (seconds !== undefined && (seconds < 0 || seconds > LATEST)) {
      throw unprocessable(`${name} is out of range`);
    }
  }
  if (since === undefined || until === undefined) return empty;
  return sql`and ${column} >= to_timestamp(${since}::float8) and ${column} < to_timestamp(${until}::float8)`;
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** Ids as a list, or undefined for "any"; what is no id finds nothing. */
function idsOf(value: unknown): number[] | undefined {
  const list = Array.isArray(value) ? value : isGiven(value) ? Object.values([value]) : [];
  const given = list.filter(isGiven);
  return given.length === 0 ? undefined : given.map((each) => lenientId(each) ?? 0);
}

/** `agent` is the column of who was asked about: of the answer, or of the conversation. */
function placeConditions({ user_ids, inbox_id, team_id }: RatingFilter, agent: Sql): Sql {
  const one = (column: Sql, ids: number[] | undefined): Sql[] =>
    ids === undefined ? [] : [sql`and ${column} = any(${ids}::bigint[])`];
  const all = [
    ...one(agent, idsOf(user_ids)),
    ...one(sql`c.inbox_id`, idsOf(inbox_id)),
    ...one(sql`c.team_id`, idsOf(team_id)),
  ];
  return all.length === 0 ? empty : join(all, ' ');
}

const conditions = (accountId: number, filter: RatingFilter): Sql => {
  const ratings = idsOf(filter.rating);
  return sql`r.account_id = ${accountId} ${spanCondition(filter, sql`r.created_at`)}
    ${placeConditions(filter, sql`r.assigned_agent_id`)}
    ${ratings === undefined ? empty : sql`and r.rating = any(${ratings}::bigint[])`}`;
};

const details = raw(`
  join conversations c on c.account_id = r.account_id and c.id = r.conversation_id
  left join contacts k on k.account_id = r.account_id and k.id = r.contact_id
  left join memberships m on m.account_id = r.account_id and m.user_id = r.assigned_agent_id
  left join users u on u.id = m.user_id
  left join users by on by.id = r.review_notes_updated_by_id`);

const row = raw(ratingJson);
const PER_PAGE = 25;

/** One page of the ratings, newest first unless asked otherwise. */
export async function listRatings(
  db: Db,
  accountId: number,
  { page, sort, ...filter }: RatingFilter & { page?: unknown; sort?: string | undefined },
): Promise<JsonText> {
  const direction = sort === 'created_at' ? sql`asc` : sql`desc`;
  const found = await adhoc<{ json: string }>(
    db,
    sql`select (${row})::text as json
      from (
        select r.* from csat_survey_responses r
        join conversations c on c.account_id = r.account_id and c.id = r.conversation_id
        where ${conditions(accountId, filter)}
        order by r.created_at ${direction}, r.id ${direction}
        limit ${PER_PAGE} offset ${(pageNumber(page) - 1) * PER_PAGE}
      ) r ${details}
      order by r.created_at ${direction}, r.id ${direction}`,
  );
  return new JsonText(`[${found.map(({ json }) => json).join(',')}]`);
}

/** One rating, which is known to exist, as the list shows it. */
export async function showRating(db: Db, accountId: number, id: number): Promise<JsonText> {
  const [found] = await adhoc<{ json: string }>(
    db,
    sql`select (${row})::text as json from csat_survey_responses r ${details}
      where r.account_id = ${accountId} and r.id = ${id}`,
  );
  return new JsonText(found?.json ?? 'null');
}

/** How many answers there are, by rating, and how many times customers were asked. */
export async function countRatings(db: Db, accountId: number, filter: RatingFilter) {
  const counted = await adhoc<{ rating: number; count: number }>(
    db,
    sql`select r.rating, count(*) as count from csat_survey_responses r
      join conversations c on c.account_id = r.account_id and c.id = r.conversation_id
      where ${conditions(accountId, filter)} group by r.rating order by r.rating`,
  );
  const [sent] = await adhoc<{ total: number }>(
    db,
    sql`select count(*) as total from messages q
      join conversations c on c.account_id = q.account_id and c.id = q.conversation_id
      where q.account_id = ${accountId} and q.content_type = 9 ${spanCondition(filter, sql`q.created_at`)}
        ${placeConditions(filter, sql`c.assignee_id`)}`,
  );
  return {
    total_count: counted.reduce((total, { count }) => total + count, 0),
    ratings_count: Object.fromEntries(counted.map(({ rating, count }) => [String(rating), count])),
    total_sent_messages_count: sent?.total ?? 0,
  };
}

// The words of the original, which programs look for.
const header = [
  'Agent Name',
  'Rating',
  'Feedback Comment',
  'Contact Name',
  'Contact Email Address',
  'Contact Phone Number',
  'Link to the conversation',
  'Recorded date',
  'Review Notes',
];

interface Download extends RatingFilter {
  since: number;
  until: number;
  /** Public address of this server. */
  baseUrl: string;
}

/** The ratings as a table. */
export async function ratingsTable(
  db: Db,
  accountId: number,
  { baseUrl, ...filter }: Download,
): Promise<string> {
  const found = await adhoc<{ cells: (string | number | null)[] }>(
    db,
    sql`select json_build_array(coalesce(nullif(u.display_name, ''), u.name), r.rating, r.feedback_message, k.name,
        k.email, k.phone_number,
        ${`${baseUrl}/app/accounts/${accountId}/conversations/`}::text || c.display_id,
        to_char(r.created_at, 'YYYY-MM-DD HH24:MI:SS "UTC"'), r.csat_review_notes) as cells
      from csat_survey_responses r ${details}
      where ${conditions(accountId, filter)} order by r.created_at desc, r.id desc`,
  );
  const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
  const period = `Reporting period ${day(filter.since)} to ${day(filter.until)}`;
  const lines = [header, ...found.map(({ cells }) => cells), [period]];
  return csvOf(lines);
}

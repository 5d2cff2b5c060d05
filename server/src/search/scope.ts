import sql, { type Sql } from 'sql-template-tag';
import type { Actor } from '../auth/actor.ts';
import { searchPattern } from '../conversations/finder.ts';
import { lenientId } from '../conversations/queries.ts';
import { listedTo, visibleInboxes } from '../conversations/visibility.ts';
import type { Db } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import { pageNumber } from '../http/schema.ts';
import { readInstant } from '../instant.ts';

const PER_PAGE = 15;

/** What a search request asks for, as it was sent. */
export interface SearchInput {
  q?: string;
  page?: unknown;
  since?: unknown;
  until?: unknown;
  from?: unknown;
  inbox_id?: unknown;
}

/** What is looked for, where, and which part of it is wanted. */
export interface Scope {
  account_id: number;
  text: string;
  pattern: string;
  /** Null for all of them. */
  inboxes: number[] | null;
  /** What a custom role leaves of the conversations, over `c`. */
  listed: Sql[];
  since: Date | null;
  until: Date | null;
  from: { column: 'sender_contact_id' | 'sender_user_id'; id: number } | null;
  isFirstPage: boolean;
  limit: Sql;
}

/** Reads the request against what the caller may see. Throws 422 for what cannot be read. */
export async function scopeOf(db: Db, actor: Actor, input: SearchInput): Promise<Scope> {
  const text = (input.q ?? '').trim();
  const visible = await visibleInboxes(db, actor);
  const page = pageNumber(input.page);
  return {
    account_id: actor.account_id,
    text,
    pattern: searchPattern(text),
    inboxes: requestedInboxes(visible, input.inbox_id),
    listed: listedTo(actor),
    since: instant(input.since, 'since'),
    until: instant(input.until, 'until'),
    from: sender(input.from),
    isFirstPage: page === 1,
    limit: sql`limit ${PER_PAGE} offset ${(page - 1) * PER_PAGE}`,
  };
}

/** A full page was found: what comes after it is not this request's concern. */
export const isFull = (ids: readonly number[]): boolean => ids.length === PER_PAGE;

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || value === 0 || value === '0';

function requestedInboxes(visible: number[] | null, given: unknown): number[] | null {
  if (isBlank(given)) return visible;
  const asked = (Array.isArray(given) ? given : [given]).map(lenientId).filter((id) => id !== null);
  return visible === null ? asked : asked.filter((id) => visible.includes(id));
}

const instant = (given: unknown, name: string): Date | null =>
  isBlank(given) ? null : readInstant(given, name);

function sender(given: unknown): Scope['from'] {
  if (isBlank(given)) return null;
  const text = typeof given === 'object' ? '' : String(given);
  const [, kind, id] = /^(contact|agent):(\d{1,15})$/.exec(text) ?? [];
  if (id === undefined) throw unprocessable(`'${text.slice(0, 100)}' is not a valid from`);
  return { column: kind === 'contact' ? 'sender_contact_id' : 'sender_user_id', id: Number(id) };
}

/** `[since, until)` over a column. */
export const within = ({ since, until }: Scope, column: Sql): Sql[] => [
  ...(since === null ? [] : [sql`${column} >= ${since}`]),
  ...(until === null ? [] : [sql`${column} < ${until}`]),
];

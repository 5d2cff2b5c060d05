import sql, { raw } from 'sql-template-tag';
import type { ContactActor } from '../auth/actor.ts';
import { clientMessageJson, isForCustomer } from '../client-api/present.ts';
import { ownRawContactJson, ownWord } from '../contacts/present.ts';
import { lenientId } from '../conversations/queries.ts';
import { unixOrZero } from '../db/json.ts';
import type { Db } from '../db/pool.ts';
import { row, rows, select } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import {
  currentConversationJson,
  knownJson,
  knownWithIdentifierJson,
  memberJson,
  newConversationJson,
  newMessageJson,
  rawConversationJson,
} from './present.ts';

interface Key {
  account_id: number;
  id: number;
}

async function show(db: Db, statement: string, { account_id, id }: Key): Promise<JsonText> {
  const found = await row<{ json: string }>(db, statement, [account_id, id]);
  if (found === undefined) throw notFound();
  return new JsonText(found.json);
}

type Session = Pick<ContactActor, 'account_id' | 'contact_inbox_id'>;

const session = 'contact_inboxes ci join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id'; // prettier-ignore
const ofSession = (json: string): string =>
  `select (${json})::text as json from ${session} where ci.account_id = $1 and ci.id = $2`;
const contact = ofSession(ownRawContactJson('k', 'ci'));
const known = ofSession(knownJson);
const knownWithIdentifier = ofSession(knownWithIdentifierJson);

const showSession =
  (statement: string) =>
  async (db: Db, { account_id, contact_inbox_id: id }: Session): Promise<JsonText> =>
    show(db, statement, { account_id, id });

/** The visitor with all that is known of them. */
export const showContactRow = showSession(contact);

/** What is known of the visitor, as yes and no. */
export const showKnown = showSession(known);

/** The same with what the website calls them. */
export const showKnownWithIdentifier = showSession(knownWithIdentifier);

const ofConversation = (json: string): string => `
  select (${json})::text as json
  from conversations c join contacts k on k.account_id = c.account_id and k.id = c.contact_id
  join contact_inboxes ci on ci.account_id = c.account_id and ci.id = c.contact_inbox_id
  where c.account_id = $1 and c.id = $2`;
const current = ofConversation(currentConversationJson);
const opened = ofConversation(newConversationJson);
const whole = ofConversation(rawConversationJson);

/** A conversation as the window keeps it in mind. */
export const showCurrent = async (db: Db, key: Key): Promise<JsonText> => show(db, current, key);

/** A conversation as starting one shows it, with its messages. */
export const showOpened = async (db: Db, key: Key): Promise<JsonText> => show(db, opened, key);

/** A conversation as its row is. */
export const showConversationRow = async (db: Db, key: Key): Promise<JsonText> =>
  show(db, whole, key);

const sent = `
  select (${newMessageJson})::text as json
  from messages m join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
  join contact_inboxes ci on ci.account_id = c.account_id and ci.id = c.contact_inbox_id
  where m.account_id = $1 and m.id = $2`;

/** A message as sending it shows it. */
export const showSent = async (db: Db, key: Key): Promise<JsonText> => show(db, sent, key);

const members = `
  select (${memberJson})::text as json
  from inbox_members im
  join memberships m on m.account_id = im.account_id and m.user_id = im.user_id and m.removed_at is null
  join users u on u.id = m.user_id
  where im.account_id = $1 and im.inbox_id = $2
  order by lower(u.name), u.id`;

/** Those who answer in the inbox. */
export async function listMembers(db: Db, { account_id, id }: Key): Promise<JsonText> {
  const found = await rows<{ json: string }>(db, members, [account_id, id]);
  return new JsonText(`{"payload":[${found.map(({ json }) => json).join(',')}]}`);
}

export interface Bounds {
  before?: unknown;
  after?: unknown;
}

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && String(value).trim() !== '';
// Garbage is an id before which there is nothing, and after which there is everything.
const bound = (value: unknown): number | undefined =>
  isGiven(value) ? (lenientId(value) ?? 0) : undefined;

const message = raw(clientMessageJson('m', 'c'));
const forCustomer = raw(isForCustomer('m'));

/**
 * The last 20 messages, or the 20 before an id; the first 100 after an id; or, with both, up to 1000 from
 * `after` on and before `before`. Always oldest first (contract: customer §3.5).
 */
export async function messagesOf(
  db: Db,
  { account_id, id }: Key,
  { before, after }: Bounds,
): Promise<JsonText> {
  const [below, above] = [bound(before), bound(after)];
  const conditions = [
    ...(below === undefined ? [] : [sql`and m.id < ${below}`]),
    ...(above === undefined ? [] : [below === undefined ? sql`and m.id > ${above}` : sql`and m.id >= ${above}`]), // prettier-ignore
  ];
  const narrowed = conditions.reduce((so, each) => sql`${so} ${each}`, sql``);
  const order = above === undefined ? sql`desc` : sql`asc`;
  const limit = above === undefined ? 20 : below === undefined ? 100 : 1000;
  const found = await select<{ json: string }>(
    db,
    sql`select (${message})::text as json
      from (
        select * from messages m
        where m.account_id = ${account_id} and m.conversation_id = ${id} and ${forCustomer} ${narrowed}
        order by m.id ${order} limit ${limit}
      ) m
      join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
      join contact_inboxes ci on ci.account_id = c.account_id and ci.id = c.contact_inbox_id
      order by m.id`,
  );
  return new JsonText(`[${found.map(({ json }) => json).join(',')}]`);
}

const lastSeen = `
  select ${unixOrZero('contact_last_seen_at')} as seen from conversations where account_id = $1 and id = $2`;

/** When the visitor last looked at the conversation, in unix seconds; 0 for never. */
export async function lastSeenAt(db: Db, { account_id, id }: Key): Promise<number> {
  return (await row<{ seen: number }>(db, lastSeen, [account_id, id]))?.seen ?? 0;
}

const address = `select ${ownWord('email', 'k', 'ci')} as email from ${session} where ci.account_id = $1 and ci.id = $2`;

/** The visitor's e-mail address, as they said it. */
export async function addressOf(
  db: Db,
  { account_id, contact_inbox_id }: Session,
): Promise<string | null> {
  return (await row<{ email: string | null }>(db, address, [account_id, contact_inbox_id]))?.email ?? null; // prettier-ignore
}

const findTitle = 'select title from labels where account_id = $1 and title = lower($2)';

/** The account's own label of this title, whatever its case; undefined when there is none. */
export async function definedLabel(
  db: Db,
  { account_id }: ContactActor,
  title: string,
): Promise<string | undefined> {
  return (await row<{ title: string }>(db, findTitle, [account_id, title]))?.title;
}

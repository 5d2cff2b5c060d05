import type { Actor } from '../auth/actor.ts';
import { lenientId } from '../conversations/queries.ts';
import { viewLimit } from '../conversations/visibility.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { presentContacts, presentContactsWithInboxes } from './present.ts';
import type { ContactType, ContactValues } from './rules.ts';

/** A contact with what the rules about it need to know. */
export interface Contact extends ContactValues {
  account_id: number;
  id: number;
  avatar_url: string;
  contact_type: ContactType;
  location: string | null;
  country_code: string | null;
  labels: string[];
  last_activity_at: Date | null;
}

const columns = `
  k.account_id, k.id, k.name, k.email, k.phone_number, k.identifier, k.blocked, k.avatar_url,
  k.additional_attributes, k.custom_attributes, k.contact_type, k.location, k.country_code, k.labels,
  k.last_activity_at`;

const find = `select ${columns} from contacts k where k.account_id = $1 and k.id = $2 and k.deleted_at is null`;
const lock = `${find} for update`;

// In the order of the ids, so that two who want the same contacts wait instead of deadlocking.
const lockMany = `
  select ${columns} from contacts k
  where k.account_id = $1 and k.id = any($2::bigint[]) and k.deleted_at is null
  order by k.id for update`;

const found = (contact: Contact | undefined): Contact => {
  if (contact === undefined) throw notFound();
  return contact;
};

/** The contact with this id; every member may see it. Throws 404 when the account has none. */
export async function findContact(db: Db, { account_id }: Actor, id: unknown): Promise<Contact> {
  return found(await row<Contact>(db, find, [account_id, lenientId(id)]));
}

/** Like findContact, and nobody else changes it until the transaction ends. */
export async function lockContact(tx: Tx, { account_id }: Actor, id: unknown): Promise<Contact> {
  return found(await lockContactById(tx, account_id, lenientId(id)));
}

/** Locked, whoever asks; for the system's own work. Undefined when it is gone. */
export async function lockContactById(
  tx: Tx,
  accountId: number,
  id: number | null,
): Promise<Contact | undefined> {
  return row<Contact>(tx, lock, [accountId, id]);
}

/** Those of the ids that there are, locked, by id. */
export async function lockContacts(
  tx: Tx,
  accountId: number,
  ids: readonly number[],
): Promise<Map<number, Contact>> {
  const contacts = await rows<Contact>(tx, lockMany, [accountId, ids]);
  return new Map(contacts.map((contact) => [contact.id, contact]));
}

/** What one contact of an account may have and no other. */
export type Unique = Partial<Pick<ContactValues, 'email' | 'identifier' | 'phone_number'>>;

export interface Holder {
  id: number;
  email: string | null;
  identifier: string | null;
  phone_number: string | null;
}

const findHolders = `
  select k.id, k.email, k.identifier, k.phone_number from contacts k
  where k.account_id = $1 and (lower(k.email) = lower($2) or k.identifier = $3 or k.phone_number = $4)
  order by k.id`;

/** The contacts who have one of these already: at most three. */
export async function findHoldersOf(
  db: Db,
  accountId: number,
  { email = null, identifier = null, phone_number = null }: Unique,
): Promise<Holder[]> {
  return rows<Holder & Record<string, unknown>>(db, findHolders, [
    accountId,
    email,
    identifier,
    phone_number,
  ]);
}

const lockThose = `
  select ${columns} from contacts k
  where k.account_id = $1 and k.deleted_at is null
    and (lower(k.email) = any($2::text[]) or k.identifier = any($3::text[]) or k.phone_number = any($4::text[]))
  order by k.id for update`;

/** Whoever has any of these already, locked, by id. */
export async function lockHolders(
  tx: Tx,
  accountId: number,
  wanted: readonly Unique[],
): Promise<Contact[]> {
  const all = (name: keyof Unique): string[] =>
    wanted.map((each) => each[name]).filter((value) => value != null);
  const values = [all('email'), all('identifier'), all('phone_number')];
  return rows<Contact>(tx, lockThose, [accountId, ...values]);
}

/** The wire form of each contact, in the order of the ids, with those of its inboxes that the actor sees. */
export async function contactTexts(
  db: Db,
  actor: Actor,
  { ids, inboxes }: { ids: readonly number[]; inboxes: boolean },
): Promise<string[]> {
  if (ids.length === 0) return [];
  const texts = inboxes
    ? await rows<{ json: string }>(db, presentContactsWithInboxes, [
        actor.account_id,
        ids,
        viewLimit(actor),
      ])
    : await rows<{ json: string }>(db, presentContacts, [actor.account_id, ids]);
  return texts.map(({ json }) => json);
}

/** The wire form of one contact, with or without its inboxes. */
export async function showContact(
  db: Db,
  actor: Actor,
  { id, inboxes }: { id: number; inboxes: boolean },
): Promise<JsonText> {
  const [text] = await contactTexts(db, actor, { ids: [id], inboxes });
  if (text === undefined) throw notFound();
  return new JsonText(text);
}

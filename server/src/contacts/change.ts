import { isDeepStrictEqual } from 'node:util';
import type { Author } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { invalidFields } from '../errors.ts';
import { emit } from '../events/emit.ts';
import type { AnyEvent, Changes } from '../events/events.ts';
import { performerOf } from '../events/performer.ts';
import { contactSenderJson } from './present.ts';
import { findHoldersOf, type Contact, type Unique } from './queries.ts';
import {
  contactTypeOf,
  normalise,
  placeOf,
  problemsOf,
  type ContactValues,
  type GivenContact,
  type Problem,
} from './rules.ts';

/** New values; what is absent stays. Attributes and labels replace the ones before as a whole. */
export interface ContactChanges extends GivenContact {
  labels?: string[];
  last_activity_at?: Date;
}

interface By {
  actor: Author | null;
  /** The conversation in which it happened. */
  conversation_id?: number;
}

const changeable = [
  'name',
  'email',
  'phone_number',
  'identifier',
  'blocked',
  'additional_attributes',
  'custom_attributes',
  'labels',
  'last_activity_at',
] as const;

const update = `
  update contacts k set name = $3, email = $4, phone_number = $5, identifier = $6, blocked = $7,
    additional_attributes = $8, custom_attributes = $9, contact_type = $10, location = $11,
    country_code = $12, labels = $13, last_activity_at = $14, updated_at = clock_timestamp()
  where k.account_id = $1 and k.id = $2
  returning ${contactSenderJson('k')} as data`;

/**
 * The one way in which a (locked) contact changes: checks the values, saves them with what follows
 * from them, and records the event. Returns the contact as it is afterwards. A change to what it
 * already is does nothing. Throws 422 for what breaks a rule (contract: customer §1.6).
 */
export async function changeContact(
  tx: Tx,
  before: Contact,
  { labels, last_activity_at, ...given }: ContactChanges,
  by: By,
): Promise<Contact> {
  const after: Contact = {
    ...before,
    ...normalise(given),
    ...(labels === undefined ? {} : { labels }),
    ...(last_activity_at === undefined ? {} : { last_activity_at }),
  };
  const changed = changeable.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  if (changed.length === 0) return before;
  await checkContact(tx, after, before);
  Object.assign(after, placeOf(after));
  after.contact_type = contactTypeOf(before.contact_type, after);
  const saved = await row<{ data: unknown }>(tx, update, valuesOf(after));
  const changes: Changes = Object.fromEntries(
    changed.map((name) => [name === 'labels' ? 'label_list' : name, [before[name], after[name]]]),
  );
  await emit(tx, [updatedEvent(after, { data: saved?.data, changes }, by)]);
  return after;
}

const updatedEvent = (
  { account_id, id: contact_id }: Place,
  { data, changes }: { data: unknown; changes: Changes },
  by: By,
): AnyEvent => ({
  account_id,
  name: 'contact.updated',
  conversation_id: by.conversation_id ?? null,
  payload: { contact_id, data, changes, performer: performerOf(by.actor) },
});

interface Place {
  account_id: number;
  id: number;
}

const present = `
  select ${contactSenderJson('k')} as data, k.avatar_url from contacts k where k.account_id = $1 and k.id = $2`;

/** Records that the contact has another picture than before, or none. */
export async function recordPicture(
  tx: Tx,
  { account_id, id, avatar_url: before }: Pick<Contact, 'account_id' | 'id' | 'avatar_url'>,
  by: By,
): Promise<void> {
  const now = await row<{ data: unknown; avatar_url: string }>(tx, present, [account_id, id]);
  if (now === undefined || now.avatar_url === before) return;
  // The addresses are capabilities: what was there is said, not where.
  const changes: Changes = { avatar: [before !== '', now.avatar_url !== ''] };
  await emit(tx, [updatedEvent({ account_id, id }, { data: now.data, changes }, by)]);
}

const valuesOf = (after: Contact): unknown[] => [
  after.account_id,
  after.id,
  after.name,
  after.email,
  after.phone_number,
  after.identifier,
  after.blocked,
  JSON.stringify(after.additional_attributes),
  JSON.stringify(after.custom_attributes),
  after.contact_type,
  after.location,
  after.country_code,
  after.labels,
  after.last_activity_at,
];

const unique = ['email', 'identifier', 'phone_number'] as const;

/**
 * Throws 422 with everything that is wrong with the values of a contact, also that another one has
 * them. (Two requests at once are told apart by the unique indexes.)
 */
export async function checkContact(
  tx: Tx,
  values: ContactValues & { account_id: number },
  before?: Contact,
): Promise<void> {
  const problems: Problem[] = problemsOf(values);
  const asked: Unique = Object.fromEntries(
    unique
      .filter((name) => values[name] !== null && values[name] !== before?.[name])
      .map((name) => [name, values[name]]),
  );
  if (Object.keys(asked).length > 0) {
    const holders = await findHoldersOf(tx, values.account_id, asked);
    for (const name of unique) {
      const value = asked[name];
      const taken = value != null && holders.some((holder) => holder[name] === value && holder.id !== before?.id); // prettier-ignore
      if (taken) problems.push([name, 'has already been taken']);
    }
  }
  if (problems.length > 0) throw invalidFields(problems);
}

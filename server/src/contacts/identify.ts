import type { Author } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { changeContact, type ContactChanges } from './change.ts';
import { limitToClaims } from './claims.ts';
import { lockForMerging, mergeLocked } from './merge.ts';
import { fetchLater } from './picture.ts';
import { findHoldersOf, type Contact, type Holder } from './queries.ts';
import {
  deepMerge,
  isEmail,
  isPhoneNumber,
  normalise,
  type Attributes,
  type GivenContact,
} from './rules.ts';

/** What somebody says about themselves. Blank says nothing. */
export interface Identification {
  identifier?: string | null | undefined;
  name?: string | null | undefined;
  email?: string | null | undefined;
  phone_number?: string | null | undefined;
  avatar_url?: string | null | undefined;
  custom_attributes?: Attributes | null | undefined;
  additional_attributes?: Attributes | null | undefined;
}

interface Identifying {
  account_id: number;
  /** Who they are so far. */
  contact_id: number;
  input: Identification;
  /** Who caused it, when it was somebody of the account. */
  actor?: Author | null;
  /** An address that is none is left out instead of refused. */
  discard_invalid?: boolean;
  /** Whoever is recognised keeps the name they had. */
  retain_name?: boolean;
  /**
   * Nothing but the words says so: whoever is recognised keeps all as it was, and the sessions of who was
   * merged into them are shown their own words alone from then on (claims.ts).
   */
  unproven?: boolean;
  /**
   * The identifier was proven: before anything is taken over, the unproven sessions of whoever has it are
   * limited to what they know.
   */
  proven?: boolean;
}

type Said = Partial<Record<'identifier' | 'name' | 'email' | 'phone_number', string>>;

/**
 * Finds out who a contact is from what they say about themselves (contract: customer §3.6): merges
 * them into whoever has the identifier or the address already, then takes over what was said. Returns
 * the contact they are from now on, which may have another id. Throws 404 when there is no such
 * contact, 422 for what breaks a rule.
 */
export async function identifyContact(tx: Tx, identifying: Identifying): Promise<Contact> {
  const { account_id, contact_id, input, actor = null } = identifying;
  const { discard_invalid, retain_name, unproven = false, proven = false } = identifying;
  const said = discard_invalid === true ? withoutInvalid(saidIn(input)) : saidIn(input);
  const { name: _, ...unique } = said;
  await takeTurns(tx, account_id, wordsOf(unique));
  const holders = await findHoldersOf(tx, account_id, unique);
  const ids = [contact_id, ...holders.map(({ id }) => id)];
  const contacts = await lockForMerging(tx, account_id, ids);
  const start = contacts.get(contact_id);
  if (start === undefined) throw notFound();
  // Read again now that they are held: who has what cannot change any more.
  const held = (await findHoldersOf(tx, account_id, unique)).filter(({ id }) => contacts.has(id));
  const { merge, drop } = recognise({ said, holders: held, start });
  if (proven) {
    const owner = held.find(({ identifier }) => identifier === said.identifier);
    await limitToClaims(tx, contacts.get(owner?.id ?? contact_id) ?? start);
  }
  let current = start;
  for (const id of merge) {
    const base = contacts.get(id) as Contact;
    if (unproven) await limitToClaims(tx, current);
    current = await mergeLocked(tx, actor, { base, mergee: current, keepsBase: unproven });
    // Whom the words name first: what else they say is no reason to join people who are known.
    if (unproven) return current;
  }
  for (const name of drop) delete said[name];
  if (merge.length > 0 && retain_name === true) delete said.name;
  const after = await changeContact(tx, current, changesOf(current, { said, input }), { actor });
  // A picture that the team knows them by stays.
  if (after.avatar_url === '') {
    await fetchLater(tx, { account_id, contact_id: after.id }, input.avatar_url);
  }
  return after;
}

const turn = `
  select pg_advisory_xact_lock(hashtextextended(word, $1)) from unnest($2::text[]) word`;

/**
 * Waits for whoever is just saying one of the same words in this account: two windows of somebody new say
 * the same at once, and the second then finds the first.
 */
export async function takeTurns(
  tx: Tx,
  accountId: number,
  words: readonly string[],
): Promise<void> {
  // In order, so that two who say the same in another order do not wait for each other.
  if (words.length > 0) await rows(tx, turn, [accountId, words.toSorted()]);
}

/** What two contacts cannot both be known by, as words to take turns at. */
export const wordsOf = (unique: Partial<Record<string, string | null>>): string[] =>
  Object.entries(unique).flatMap(([name, value]) => (value == null ? [] : [`${name} ${value}`]));

/** The texts in the form in which they are kept, without the blank ones. */
function saidIn({ identifier, name, email, phone_number }: Identification): Said {
  const values: GivenContact = normalise({ identifier, name, email, phone_number });
  const said = Object.entries(values).filter(
    ([, value]) => typeof value === 'string' && value.trim() !== '',
  );
  return Object.fromEntries(said);
}

function withoutInvalid(said: Said): Said {
  const { email, phone_number, ...others } = said;
  return {
    ...others,
    ...(email !== undefined && isEmail(email) ? { email } : {}),
    ...(phone_number !== undefined && isPhoneNumber(phone_number) ? { phone_number } : {}),
  };
}

interface Known {
  said: Said;
  holders: readonly Holder[];
  start: Contact;
}

/** Into whom the contact is merged, one after the other, and which addresses stay with their holders. */
function recognise({ said, holders, start }: Known) {
  const merge: number[] = [];
  const drop: (keyof Said)[] = [];
  const who = (name: 'identifier' | 'email' | 'phone_number'): Holder | undefined =>
    said[name] === undefined
      ? undefined
      : holders.find((each) => each[name] === said[name] && each.id !== start.id);
  const join = ({ id }: Holder): void => {
    if (!merge.includes(id)) merge.push(id);
  };
  // A value that both have and that is another one says that they are two people.
  const differs = (name: 'identifier' | 'email', holder: Holder): boolean =>
    said[name] !== undefined && holder[name] !== null && holder[name] !== said[name];

  const named = who('identifier');
  if (named !== undefined) join(named);
  const mailed = who('email');
  if (mailed !== undefined) {
    if (differs('identifier', mailed)) drop.push('email');
    else join(mailed);
  }
  const called = who('phone_number');
  if (called !== undefined) {
    if (differs('identifier', called) || differs('email', called)) drop.push('phone_number');
    else join(called);
  }
  return { merge, drop };
}

function changesOf(current: Contact, { said, input }: { said: Said; input: Identification }) {
  const changes: ContactChanges = { ...said };
  for (const name of ['custom_attributes', 'additional_attributes'] as const) {
    const given = input[name];
    if (given != null) changes[name] = deepMerge(current[name], given);
  }
  return changes;
}

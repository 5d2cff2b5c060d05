import type { Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields } from '../errors.ts';
import type { Contact } from './queries.ts';
import { deepMerge, normalise, problemsOf, type Attributes, type ContactValues } from './rules.ts';

/**
 * What a session said of itself that was taken for a contact by its word alone. Everybody can say an
 * address: such a session is shown nothing but its own words, and they change nothing of the contact.
 */
export interface Claims {
  name?: string | null | undefined;
  email?: string | null | undefined;
  phone_number?: string | null | undefined;
  identifier?: string | null | undefined;
  custom_attributes?: Attributes | null | undefined;
}

const nothing: ContactValues = {
  name: '',
  email: null,
  phone_number: null,
  identifier: null,
  blocked: false,
  additional_attributes: {},
  custom_attributes: {},
};

/** The words in the form in which they are kept, after those before. Blank says nothing. Throws 422. */
export function addClaims(before: Claims, { custom_attributes, ...texts }: Claims): Claims {
  const { name, email, phone_number, identifier } = texts;
  const said = Object.entries(normalise({ name, email, phone_number, identifier })).filter(
    ([, value]) => typeof value === 'string' && value.trim() !== '',
  );
  const after: Claims = {
    ...before,
    ...Object.fromEntries(said),
    custom_attributes: deepMerge(before.custom_attributes ?? {}, custom_attributes ?? {}),
  };
  const problems = problemsOf({ ...nothing, ...normalise({ ...nothing, ...after }) });
  if (problems.length > 0) throw invalidFields(problems);
  return after;
}

interface Session {
  account_id: number;
  contact_inbox_id: number;
}

const find = `select claims from contact_inboxes where account_id = $1 and id = $2 for no key update`;

/** The claims of a session, which nobody else changes from now on; null when the contact is its own. */
export async function lockClaims(
  tx: Tx,
  { account_id, contact_inbox_id }: Session,
): Promise<Claims | null> {
  const found = await row<{ claims: Claims | null }>(tx, find, [account_id, contact_inbox_id]);
  return found?.claims ?? null;
}

const save = `update contact_inboxes set claims = $3, updated_at = now() where account_id = $1 and id = $2`;

/** Keeps what a session says of itself. */
export async function saveClaims(
  tx: Tx,
  { account_id, contact_inbox_id }: Session,
  claims: Claims,
): Promise<void> {
  await rows(tx, save, [account_id, contact_inbox_id, JSON.stringify(claims)]);
}

const limit = `
  update contact_inboxes set claims = $3, updated_at = now()
  where account_id = $1 and contact_id = $2 and claims is null and not hmac_verified`;

/** From now on the unproven sessions of a contact know no more of it than is known at this moment. */
export async function limitToClaims(tx: Tx, contact: Contact): Promise<void> {
  const { account_id, id, name, email, phone_number, identifier, custom_attributes } = contact;
  const claims: Claims = { name, email, phone_number, identifier, custom_attributes };
  await rows(tx, limit, [account_id, id, JSON.stringify(claims)]);
}

import type { Author } from '../auth/actor.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { checkContact } from './change.ts';
import { contactSenderJson } from './present.ts';
import {
  contactTypeOf,
  normalise,
  placeOf,
  type ContactValues,
  type GivenContact,
} from './rules.ts';

export interface NewContact extends GivenContact {
  account_id: number;
  /** Who makes it; nobody of ours when they came by themselves. */
  actor?: Author | null;
}

const blank: ContactValues = {
  name: '',
  email: null,
  phone_number: null,
  identifier: null,
  blocked: false,
  additional_attributes: {},
  custom_attributes: {},
};

const insert = `
  insert into contacts as k (account_id, name, email, phone_number, identifier, blocked,
    additional_attributes, custom_attributes, contact_type, location, country_code)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  returning k.id, ${contactSenderJson('k')} as data`;

/** Makes a contact. Throws 422 for what breaks a rule (contract: customer §1.6). */
export async function createContact(
  tx: Tx,
  { account_id, actor = null, ...given }: NewContact,
): Promise<{ id: number; name: string }> {
  const values = { ...blank, ...normalise(given), account_id };
  await checkContact(tx, values);
  const { location, country_code } = placeOf(values);
  const made = await row<{ id: number; data: unknown }>(tx, insert, [
    account_id,
    values.name,
    values.email,
    values.phone_number,
    values.identifier,
    values.blocked,
    JSON.stringify(values.additional_attributes),
    JSON.stringify(values.custom_attributes),
    contactTypeOf('visitor', values),
    location,
    country_code,
  ]);
  const { id, data } = made as { id: number; data: unknown };
  const payload = { contact_id: id, data, performer: performerOf(actor) };
  await emit(tx, [{ account_id, name: 'contact.created', conversation_id: null, payload }]);
  return { id, name: values.name };
}

import type { Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { emit } from '../events/emit.ts';
import type { AnyEvent } from '../events/events.ts';
import { changeContact } from './change.ts';
import { importedOf, type Imported, type ImportRow } from './import-rows.ts';
import { contactSenderJson } from './present.ts';
import { lockHolders, type Contact } from './queries.ts';
import { contactTypeOf, placeOf, problemsOf, type ContactValues, type Problem } from './rules.ts';
import { fullMessages } from '../errors.ts';

export interface Reject {
  position: number;
  cells: Record<string, string>;
  errors: string;
}

const unique = ['identifier', 'email', 'phone_number'] as const;

/** A contact as the rows so far leave it; who is new is stored after the last of them. */
interface Known {
  values: ContactValues;
  stored?: Contact;
}

/** Contacts by what only one of an account can have. */
type Directory = Map<string, Known>;

const keysOf = (values: Partial<ContactValues>): string[] =>
  unique.filter((name) => values[name] != null).map((name) => `${name} ${values[name]}`);

function put(directory: Directory, known: Known): void {
  for (const key of keysOf(known.values)) directory.set(key, known);
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

/**
 * Takes rows of a file over into the account's contacts, in their order: a row about somebody whom an
 * earlier row or the account knows changes them, another one makes a contact. Returns the rows that
 * break a rule (contract: customer §1.8).
 */
export async function importBatch(
  tx: Tx,
  accountId: number,
  batch: readonly ImportRow[],
): Promise<Reject[]> {
  const read = batch.map((each) => ({ ...each, imported: importedOf(each.cells) }));
  const given = read.map(({ imported }) => imported.given);
  const directory: Directory = new Map();
  for (const stored of await lockHolders(tx, accountId, given)) {
    put(directory, { values: stored, stored });
  }
  const rejects: Reject[] = [];
  const fresh: Known[] = [];
  for (const { position, cells, imported } of read) {
    const known = findKnown(directory, imported);
    const values = applied(known?.values ?? blank, imported);
    const problems = [...problemsOf(values), ...takenBy(directory, known, values)];
    if (problems.length > 0) {
      rejects.push({ position, cells: Object.fromEntries(cells), errors: fullMessages(problems) });
      continue;
    }
    const next = known ?? {};
    for (const key of keysOf(known?.values ?? {})) directory.delete(key);
    if (known?.stored !== undefined) {
      known.stored = await changeContact(tx, known.stored, values, { actor: null });
    }
    const after: Known = Object.assign(next, { values });
    if (known === undefined) fresh.push(after);
    put(directory, after);
  }
  await storeAll(tx, accountId, fresh);
  return rejects;
}

function findKnown(directory: Directory, { given }: Imported): Known | undefined {
  return keysOf(given)
    .map((key) => directory.get(key))
    .find((known) => known !== undefined);
}

const applied = (
  before: ContactValues,
  { given, additional, custom }: Imported,
): ContactValues => ({
  name: before.name,
  email: before.email,
  phone_number: before.phone_number,
  identifier: before.identifier,
  blocked: before.blocked,
  ...given,
  additional_attributes: { ...before.additional_attributes, ...additional },
  custom_attributes: { ...before.custom_attributes, ...custom },
});

function takenBy(directory: Directory, known: Known | undefined, values: ContactValues): Problem[] {
  return unique
    .filter((name) => {
      const holder = directory.get(`${name} ${values[name]}`);
      return values[name] !== null && holder !== undefined && holder !== known;
    })
    .map((name) => [name, 'has already been taken'] as const);
}

const insert = `
  insert into contacts as k (account_id, name, email, phone_number, identifier, additional_attributes,
    custom_attributes, contact_type, location, country_code)
  select $1, r.name, r.email, r.phone_number, r.identifier, r.additional_attributes, r.custom_attributes,
    r.contact_type, r.location, r.country_code
  from rows from (jsonb_to_recordset($2::jsonb) as (name text, email text, phone_number text, identifier text,
    additional_attributes jsonb, custom_attributes jsonb, contact_type text, location text, country_code text))
    with ordinality r
  order by r.ordinality
  returning k.id, ${contactSenderJson('k')} as data`;

/** Makes contacts, all in one statement. */
async function storeAll(tx: Tx, account_id: number, contacts: readonly Known[]): Promise<void> {
  if (contacts.length === 0) return;
  const wanted = contacts.map(({ values }) => ({
    ...values,
    ...placeOf(values),
    contact_type: contactTypeOf('visitor', values),
  }));
  const made = await rows<{ id: number; data: unknown }>(tx, insert, [
    account_id,
    JSON.stringify(wanted),
  ]);
  await emit(
    tx,
    made.map(({ id, data }): AnyEvent => ({
      account_id,
      name: 'contact.created',
      conversation_id: null,
      payload: { contact_id: id, data, performer: null },
    })),
  );
}

import { randomUUID } from 'node:crypto';
import type { ContactActor } from '../auth/actor.ts';
import type { Vault } from '../auth/vault.ts';
import { addClaims, limitToClaims, lockClaims, saveClaims } from '../contacts/claims.ts';
import { createContact } from '../contacts/contacts.ts';
import { identifyContact, takeTurns, wordsOf, type Identification } from '../contacts/identify.ts'; // prettier-ignore
import { fetchLater } from '../contacts/picture.ts';
import { ownRawContactJson, ownWord } from '../contacts/present.ts';
import { findHoldersOf, lockContactById, type Holder } from '../contacts/queries.ts';
import { randomName } from '../contacts/random-name.ts';
import { normalise } from '../contacts/rules.ts';
import { jsonObject } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { without } from '../failpoint.ts';
import { JsonText } from '../http/json.ts';
import { provenIdentifier, unproven, type Claim } from './hmac.ts';
import type { ClientInbox } from './inbox.ts';

/** What customers say about themselves. */
export interface Introduction extends Claim {
  name?: string | null | undefined;
  email?: string | null | undefined;
  phone_number?: string | null | undefined;
  avatar_url?: string | null | undefined;
  custom_attributes?: Record<string, unknown> | undefined;
}

const present = `
  select (${jsonObject({
    source_id: 'ci.source_id',
    pubsub_token: 'ci.pubsub_token',
    id: 'k.id',
    name: ownWord('name', 'k', 'ci'),
    email: ownWord('email', 'k', 'ci'),
    phone_number: ownWord('phone_number', 'k', 'ci'),
  })})::text as json
  from contact_inboxes ci join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id
  where ci.account_id = $1 and ci.id = $2`;

/** The customer, and what they call themselves by. */
export async function showVisitor(
  db: Db,
  { account_id, contact_inbox_id }: Pick<ContactActor, 'account_id' | 'contact_inbox_id'>,
): Promise<JsonText> {
  const found = await row<{ json: string }>(db, present, [account_id, contact_inbox_id]);
  return new JsonText(found?.json ?? 'null');
}

interface Meeting {
  vault: Vault;
  inbox: ClientInbox;
  source_id: string | null | undefined;
  said: Introduction;
}

const findTie = `
  select id from contact_inboxes where account_id = $1 and inbox_id = $2 and source_id = $3`;

const tie = `
  insert into contact_inboxes (account_id, inbox_id, contact_id, source_id, hmac_verified, claims)
  values ($1, $2, $3, $4, $5, $6) on conflict (account_id, inbox_id, source_id) do nothing returning id`;

/**
 * Lets a customer in under a source id, theirs or a new one, which is answered as it is when it is known
 * already (contract: customer §2.1). Returns the contact inbox. Throws 401 for a wrong proof, 422 for
 * what breaks a rule.
 */
export async function meetVisitor(tx: Tx, meeting: Meeting): Promise<number> {
  const { vault, inbox, said } = meeting;
  const { account_id, id: inbox_id } = inbox;
  const proven = provenIdentifier(vault, inbox, said);
  const source_id = meeting.source_id?.trim() ? meeting.source_id : randomUUID();
  const place = [account_id, inbox_id, source_id];
  // The same customer at once, in two windows: who waited finds whom the first one has become.
  if (!without('sources-wait')) {
    await takeTurns(tx, account_id, [`source ${inbox_id} ${source_id}`]);
  }
  const known = await row<{ id: number }>(tx, findTie, place);
  if (known !== undefined) return known.id;
  const { id, isNew } = await recognise(tx, { inbox, said, isProven: proven !== undefined });
  const isClaimed = !isNew && proven === undefined;
  const claims = isClaimed ? addClaims({ name: randomName() }, said) : null;
  const made = await row<{ id: number }>(tx, tie, [
    account_id,
    inbox_id,
    id,
    source_id,
    proven !== undefined,
    claims === null ? null : JSON.stringify(claims),
  ]);
  if (proven !== undefined) await limitOthers(tx, account_id, id);
  // Another request was first with this source id.
  return (made ?? (await row<{ id: number }>(tx, findTie, place)))?.id ?? 0;
}

interface Recognition {
  inbox: ClientInbox;
  said: Introduction;
  /** That the identifier is theirs. */
  isProven: boolean;
}

/** The contact whom the words are about: one there is, as they are, or a new one. */
async function recognise(
  tx: Tx,
  { inbox: { account_id }, said, isProven }: Recognition,
): Promise<{ id: number; isNew: boolean }> {
  const { identifier, email, phone_number } = normalise({ ...said });
  const unique = { identifier, email, phone_number } as const;
  await takeTurns(tx, account_id, wordsOf(unique));
  const holders = await findHoldersOf(tx, account_id, compact(unique));
  const by = (name: keyof typeof unique): Holder | undefined =>
    unique[name] == null ? undefined : holders.find((each) => each[name] === unique[name]);
  const named = by('identifier');
  // Beside a proof an address proves nothing: it stays with whoever has it.
  const found = isProven ? named : (named ?? by('email') ?? by('phone_number'));
  if (found !== undefined) return { id: found.id, isNew: false };
  const made = await createContact(tx, {
    account_id,
    name: said.name?.trim() ? said.name : randomName(),
    identifier,
    email: by('email') === undefined ? email : null,
    phone_number: by('phone_number') === undefined ? phone_number : null,
    ...(said.custom_attributes === undefined ? {} : { custom_attributes: said.custom_attributes }),
  });
  await fetchLater(tx, { account_id, contact_id: made.id }, said.avatar_url);
  return { id: made.id, isNew: true };
}

const compact = <T extends object>(values: T): { [K in keyof T]: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as never;

const findIdentifier = 'select identifier from contacts where account_id = $1 and id = $2';

const markVerified = `
  update contact_inboxes set hmac_verified = true, claims = null, updated_at = now()
  where account_id = $1 and id = $2 and not hmac_verified returning id`;

/** Notes that this session has proven to be the contact; the others of the contact have not by that. */
export async function verifySession(
  tx: Tx,
  { account_id, contact_inbox_id }: ContactActor,
  contactId: number,
): Promise<void> {
  const isNews = (await rows(tx, markVerified, [account_id, contact_inbox_id])).length > 0;
  if (isNews) await limitOthers(tx, account_id, contactId);
}

/** Whoever was there without a proof is not told what the proven one says from now on. */
async function limitOthers(tx: Tx, accountId: number, contactId: number): Promise<void> {
  const contact = await lockContactById(tx, accountId, contactId);
  if (contact !== undefined) await limitToClaims(tx, contact);
}

interface Proving {
  vault: Vault;
  inbox: ClientInbox;
  visitor: ContactActor;
  claim: Claim;
}

/**
 * Asks for the proof where one is wanted or given, and notes it. It has to be of the very identifier that
 * this contact has: one for another proves that the caller is somebody else. Throws 401.
 */
export async function proveVisitor(tx: Tx, { vault, inbox, visitor, claim }: Proving) {
  const { account_id, id } = visitor;
  const proven = provenIdentifier(vault, inbox, claim);
  const contact = await row<{ identifier: string | null }>(tx, findIdentifier, [account_id, id]);
  const identifier = contact?.identifier ?? null;
  if (proven !== undefined) {
    if (proven !== identifier) throw unproven();
    await verifySession(tx, visitor, id);
  }
  return { identifier };
}

const show = `
  select (${ownRawContactJson('k', 'ci')})::text as json
  from contact_inboxes ci join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id
  where ci.account_id = $1 and ci.id = $2`;

const findVerified = `
  select 1 from contact_inboxes where account_id = $1 and contact_id = $2 and hmac_verified limit 1`;

/** Takes over what a customer says about themselves, once they have proven what they had to. Throws 401. */
export async function changeVisitor(
  tx: Tx,
  proving: Proving & { said: Introduction },
): Promise<JsonText> {
  const { inbox, visitor, said } = proving;
  await proveVisitor(tx, proving);
  const { name, email, phone_number, custom_attributes, avatar_url } = said;
  const words = { name, email, phone_number, custom_attributes, avatar_url };
  await takeWords(tx, visitor, { words, hmac_mandatory: inbox.hmac_mandatory });
  const values = [visitor.account_id, visitor.contact_inbox_id];
  const found = await row<{ json: string }>(tx, show, values);
  return new JsonText(found?.json ?? 'null');
}

interface Speaking {
  words: Identification;
  hmac_mandatory: boolean;
  retain_name?: boolean;
}

/**
 * Takes over the words of a customer, and joins them with whom they say to be (contract: customer §3.6),
 * unless they are known already: then an address of somebody else does not make them that somebody, and
 * is left out. Who is somebody by their word alone changes nothing of them. Returns the contact's id.
 */
export async function takeWords(
  tx: Tx,
  visitor: ContactActor,
  { words, hmac_mandatory, retain_name = false }: Speaking,
): Promise<number> {
  const { account_id, id: contact_id } = visitor;
  const claims = await lockClaims(tx, visitor);
  if (claims !== null) {
    await saveClaims(tx, visitor, addClaims(claims, words));
    return contact_id;
  }
  const [contact] = await rows<{ identifier: string | null }>(tx, findIdentifier, [account_id, contact_id]); // prettier-ignore
  const isKnown =
    contact?.identifier != null ||
    hmac_mandatory ||
    (await row(tx, findVerified, [account_id, contact_id])) !== undefined;
  const input = isKnown ? await withoutOthers(tx, visitor, words) : words;
  const saying = { account_id, contact_id, input, unproven: true, retain_name };
  const after = await identifyContact(tx, saying);
  // Somebody else's contact now: these are their words.
  const limited = after.id === contact_id ? null : await lockClaims(tx, visitor);
  if (limited !== null) await saveClaims(tx, visitor, addClaims(limited, words));
  return after.id;
}

/** The words without addresses that somebody else has. */
export async function withoutOthers(
  tx: Tx,
  { account_id, id }: ContactActor,
  words: Identification,
): Promise<Identification> {
  const { email, phone_number } = normalise({
    email: words.email ?? null,
    phone_number: words.phone_number ?? null,
  });
  const holders = await findHoldersOf(tx, account_id, compact({ email, phone_number }));
  const others = holders.filter((each) => each.id !== id);
  const isTaken = (name: 'email' | 'phone_number', value: string | null | undefined): boolean =>
    others.some((each) => each[name] !== null && each[name] === value);
  const { email: _email, phone_number: _number, ...rest } = words;
  return {
    ...rest,
    ...(isTaken('email', email) ? {} : { email: words.email }),
    ...(isTaken('phone_number', phone_number) ? {} : { phone_number: words.phone_number }),
  };
}

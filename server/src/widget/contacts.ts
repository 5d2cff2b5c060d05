import type { ContactActor, Website } from '../auth/actor.ts';
import type { Vault } from '../auth/vault.ts';
import { takeWords, verifySession, withoutOthers } from '../client-api/contacts.ts';
import { provenIdentifier, unproven, type Claim } from '../client-api/hmac.ts';
import { changeContact } from '../contacts/change.ts';
import { lockClaims, saveClaims, type Claims } from '../contacts/claims.ts';
import { identifyContact, type Identification } from '../contacts/identify.ts';
import { ownWord } from '../contacts/present.ts';
import { lockContactById } from '../contacts/queries.ts';
import { isEmail, isPhoneNumber } from '../contacts/rules.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { ownIdentifier } from './present.ts';
import { newVisitor } from './sessions.ts';

/** What a website says about its visitor, or the visitor about themself. */
export type Introduction = Identification & Claim;

interface Introducing {
  vault: Vault;
  website: Website;
  visitor: ContactActor;
  said: Introduction;
}

const isBlank = (text: string | null | undefined): boolean => text == null || text.trim() === '';

/** The words without what is no address or number, which is left out instead of refused. */
function withoutInvalid<T extends Pick<Identification, 'email' | 'phone_number'>>(said: T): T {
  const { email, phone_number } = said;
  return {
    ...said,
    ...(isBlank(email) || !isEmail(String(email)) ? { email: undefined } : {}),
    ...(isBlank(phone_number) || !isPhoneNumber(String(phone_number))
      ? { phone_number: undefined }
      : {}),
  };
}

const findNames = `
  select k.identifier, ci.claims from contact_inboxes ci
  join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id
  where ci.account_id = $1 and ci.id = $2`;

interface Names {
  identifier: string | null;
  /** Not null when the contact is theirs by their word alone. */
  claims: Claims | null;
}

const namesOf = async (tx: Tx, { account_id, contact_inbox_id }: ContactActor): Promise<Names> =>
  (await row<Names & Record<string, unknown>>(tx, findNames, [account_id, contact_inbox_id])) ?? {
    identifier: null,
    claims: null,
  };

/** Whether who is called so is somebody else than the session has been so far. */
function isAnother(
  { identifier, claims }: Names,
  { said, proven }: { said: string | null | undefined; proven: string | undefined },
): boolean {
  if (isBlank(said)) return false;
  // Whom a proof is about is never joined with somebody whom the session only said to be.
  if (claims !== null && proven !== undefined) return identifier !== proven;
  const own = claims === null ? identifier : (claims.identifier ?? null);
  return own !== null && own !== said;
}

/** Takes over what is said about the visitor whose identifier was proven, or was not. */
async function identify(
  tx: Tx,
  visitor: ContactActor,
  { said, proven, website }: { said: Identification; proven: string | undefined; website: Website },
): Promise<void> {
  const { identifier, name, email, phone_number, avatar_url, custom_attributes, additional_attributes } = said; // prettier-ignore
  const words = withoutInvalid({ identifier, name, email, phone_number, avatar_url, custom_attributes, additional_attributes }); // prettier-ignore
  if (proven === undefined) {
    await takeWords(tx, visitor, { words, hmac_mandatory: website.hmac_mandatory });
    return;
  }
  const { account_id, id: contact_id } = visitor;
  // Beside a proof an address proves nothing: it stays with whoever has it.
  const input = await withoutOthers(tx, visitor, words);
  const contact = await identifyContact(tx, { account_id, contact_id, input, proven: true });
  await verifySession(tx, visitor, contact.id);
}

/**
 * Takes over who the website says its visitor is (contract: customer §3.7). Who is somebody else already
 * becomes a new visitor, whose session is returned. Throws 401 for a wrong proof, and for none where the
 * website wants one.
 */
export async function setUser(
  tx: Tx,
  { vault, website, visitor, said }: Introducing,
): Promise<ContactActor> {
  const isUnnamed = said.custom_attributes != null && isBlank(said.identifier);
  const proven = isUnnamed ? undefined : provenIdentifier(vault, website, said);
  const names = await namesOf(tx, visitor);
  const isOther = isAnother(names, { said: said.identifier, proven });
  const session = isOther ? await newVisitor(tx, website) : visitor;
  await identify(tx, session, { said, proven, website });
  return session;
}

/**
 * Takes over what a visitor says about themself; whoever has an identifier keeps it. Throws 401 for a wrong
 * proof, for one that is somebody else's, and for an identifier without one where the website wants it.
 */
export async function changeOwn(
  tx: Tx,
  { vault, website, visitor, said }: Introducing,
): Promise<void> {
  const isNamed = !isBlank(said.identifier) || !isBlank(said.identifier_hash);
  const proven = isNamed ? provenIdentifier(vault, website, said) : undefined;
  const isOther = isAnother(await namesOf(tx, visitor), { said: said.identifier, proven });
  if (isOther && proven !== undefined) throw unproven();
  const { identifier, ...rest } = said;
  await identify(tx, visitor, { said: isOther ? rest : { identifier, ...rest }, proven, website });
}

interface Asked {
  email?: string | null | undefined;
  name?: string | null | undefined;
  phone_number?: string | null | undefined;
}

const isKnownBy = `
  select ${ownWord('email', 'k', 'ci')} is not null or ${ownWord('phone_number', 'k', 'ci')} is not null
    or ${ownIdentifier} is not null as known
  from contact_inboxes ci join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id
  where ci.account_id = $1 and ci.id = $2`;

/**
 * Takes over what a visitor fills in before or in a conversation. They get a name by it only while nothing
 * is known of them, at least the first part of their address (contract: customer §3.4). Returns the visitor
 * as they are from then on.
 */
export async function introduce(
  tx: Tx,
  { visitor, website }: { visitor: ContactActor; website: Website },
  said: Asked,
): Promise<ContactActor> {
  const { email, phone_number } = withoutInvalid(said);
  const values = [visitor.account_id, visitor.contact_inbox_id];
  const isKnown = (await row<{ known: boolean }>(tx, isKnownBy, values))?.known === true;
  const fallback = isBlank(said.email) ? undefined : said.email?.trim().toLowerCase().split('@')[0];
  const name = isBlank(said.name) ? fallback : said.name;
  const words = { email, phone_number, ...(isKnown ? {} : { name }) };
  const { hmac_mandatory } = website;
  const id = await takeWords(tx, visitor, { words, hmac_mandatory, retain_name: true });
  return { ...visitor, id };
}

/** Takes custom attributes of the visitor away. */
export async function removeAttributes(
  tx: Tx,
  visitor: ContactActor,
  names: readonly string[],
): Promise<void> {
  const { account_id, id } = visitor;
  const claims = await lockClaims(tx, visitor);
  if (claims !== null) {
    const custom_attributes = withoutKeys(claims.custom_attributes ?? {}, names);
    await saveClaims(tx, visitor, { ...claims, custom_attributes });
    return;
  }
  const contact = await lockContactById(tx, account_id, id);
  if (contact === undefined) throw notFound();
  const custom_attributes = withoutKeys(contact.custom_attributes, names);
  await changeContact(tx, contact, { custom_attributes }, { actor: null });
}

export const withoutKeys = (
  attributes: Record<string, unknown>,
  names: readonly string[],
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));

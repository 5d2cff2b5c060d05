import type { Actor } from '../auth/actor.ts';
import { removeAvatar, setAvatar } from '../avatars/avatars.ts';
import type { Tx } from '../db/pool.ts';
import { changeContact, recordPicture } from './change.ts';
import { contactInboxFor, type ContactInbox } from './contact-inboxes.ts';
import { createContact } from './contacts.ts';
import { fetchLater, type ContactPlace } from './picture.ts';
import { lockContact } from './queries.ts';
import type { Attributes, GivenContact } from './rules.ts';

/** What a request writes into a contact. */
export interface ContactInput extends GivenContact {
  /** A file that came along, or nothing that matters. */
  avatar?: unknown;
  avatar_url?: string | null | undefined;
}

interface Creation extends ContactInput {
  inbox_id?: number | undefined;
  source_id?: string | undefined;
}

/** Makes a contact, tied to an inbox when one is named (contract: customer §1.4). */
export async function addContact(
  tx: Tx,
  actor: Actor,
  { inbox_id, source_id, avatar, avatar_url, ...given }: Creation,
): Promise<{ id: number; tie: ContactInbox | undefined }> {
  const { account_id } = actor;
  const { id } = await createContact(tx, { account_id, actor, ...given });
  const tie =
    inbox_id === undefined
      ? undefined
      : await contactInboxFor(tx, actor, { contact_id: id, inbox_id, source_id });
  await takePicture(tx, { account_id, contact_id: id }, { avatar, avatar_url });
  await recordPicture(tx, { account_id, id, avatar_url: '' }, { actor });
  return { id, tie };
}

/** Changes a contact. Attributes are merged into those it has, key by key (contract: customer §1.5). */
export async function updateContact(
  tx: Tx,
  actor: Actor,
  { id, input }: { id: unknown; input: ContactInput },
): Promise<number> {
  const { avatar, avatar_url, additional_attributes, custom_attributes, ...given } = input;
  const before = await lockContact(tx, actor, id);
  await changeContact(
    tx,
    before,
    {
      ...given,
      additional_attributes: merged(before.additional_attributes, additional_attributes),
      custom_attributes: merged(before.custom_attributes, custom_attributes),
    },
    { actor },
  );
  const { account_id, id: contact_id } = before;
  await takePicture(tx, { account_id, contact_id }, { avatar, avatar_url });
  await recordPicture(tx, before, { actor });
  return contact_id;
}

const merged = (before: Attributes, given: Attributes | null | undefined): Attributes => ({
  ...before,
  ...given,
});

/** Takes attributes away by their keys; keys that it has not are no matter. */
export async function removeCustomAttributes(
  tx: Tx,
  actor: Actor,
  { id, keys }: { id: unknown; keys: readonly string[] },
): Promise<number> {
  const before = await lockContact(tx, actor, id);
  const custom_attributes = Object.fromEntries(
    Object.entries(before.custom_attributes).filter(([key]) => !keys.includes(key)),
  );
  await changeContact(tx, before, { custom_attributes }, { actor });
  return before.id;
}

/** Takes the picture away; does nothing when there is none. */
export async function removePicture(tx: Tx, actor: Actor, id: unknown): Promise<number> {
  const before = await lockContact(tx, actor, id);
  const { account_id, id: contact_id } = before;
  await removeAvatar(tx, { account_id, contact_id });
  await recordPicture(tx, before, { actor });
  return contact_id;
}

async function takePicture(
  tx: Tx,
  place: ContactPlace,
  { avatar, avatar_url }: Pick<ContactInput, 'avatar' | 'avatar_url'>,
): Promise<void> {
  await setAvatar(tx, place, avatar);
  await fetchLater(tx, place, avatar_url);
}

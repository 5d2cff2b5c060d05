import { createHash } from 'node:crypto';
import { storeAvatar } from '../avatars/avatars.ts';
import { transaction, type Tx } from '../db/pool.ts';
import { HttpError } from '../errors.ts';
import { fetchFile, FileNotServedError } from '../http/fetch-file.ts';
import { OutboundError } from '../http/outbound-address.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Queues } from '../jobs/queues.ts';
import type { Platform } from '../platform.ts';
import type { StoredFile } from '../storage/store.ts';
import { changeContact, recordPicture } from './change.ts';
import { lockContactById, type Contact } from './queries.ts';

const MAX_BYTES = 15 * 1024 * 1024;
const MINUTE = 60_000;

export interface ContactPlace {
  account_id: number;
  contact_id: number;
}

/** Has the picture fetched by a job; what is no web address is no picture. */
export async function fetchLater(tx: Tx, place: ContactPlace, url: unknown): Promise<void> {
  if (!isWebAddress(url)) return;
  await enqueue(tx, [{ queue: 'fetch_contact_avatar', data: { ...place, url } }]);
}

/** Whether something may be fetched from there. What the name leads to is looked at when it is. */
function isWebAddress(url: unknown): url is string {
  return typeof url === 'string' && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

type Fetching = Queues['fetch_contact_avatar'];

/**
 * Fetches the picture at an `avatar_url` (contract: customer §1.6): at most once a minute for a contact,
 * and the same address once. A picture that cannot be had is none; the address is remembered anyhow.
 */
export async function fetchContactAvatar(platform: Platform, fetching: Fetching): Promise<void> {
  const { pool, storage } = platform;
  const isDue = await transaction(pool, async (tx) => {
    const contact = await find(tx, fetching);
    return contact !== undefined && isNew(contact, fetching.url);
  });
  if (!isDue) return;
  const { file, error } = await fetched(platform, fetching.url);
  try {
    await transaction(pool, async (tx) => {
      const kept = await keep(tx, fetching, { file, error });
      if (!kept && file !== undefined) await storage.remove(file.key);
    });
  } catch (error) {
    // The bytes are found by the sweep when they cannot be removed now.
    if (file !== undefined) await storage.remove(file.key).catch(() => undefined);
    throw error;
  }
}

const find = async (tx: Tx, { account_id, contact_id }: Fetching): Promise<Contact | undefined> =>
  lockContactById(tx, account_id, contact_id);

const hashOf = (url: string): string => createHash('sha256').update(url).digest('hex');

function isNew({ additional_attributes }: Contact, url: string): boolean {
  const { avatar_url_hash, last_avatar_sync_at } = additional_attributes;
  const last = typeof last_avatar_sync_at === 'string' ? Date.parse(last_avatar_sync_at) : NaN;
  return avatar_url_hash !== hashOf(url) && !(Math.abs(Date.now() - last) < MINUTE);
}

interface Picture {
  file?: StoredFile;
  /** In one word, why there is none. */
  error?: string;
}

/** Throws what is worth another try: nobody was asked, because others wait for that server already. */
async function fetched({ storage, config }: Platform, url: string): Promise<Picture> {
  const { outboundAllow } = config;
  try {
    return { file: await fetchFile(url, { storage, outboundAllow, maxBytes: MAX_BYTES }) };
  } catch (error) {
    if (error instanceof FileNotServedError) return { error: String(error.status) };
    if (error instanceof OutboundError && error.reason !== 'busy') return { error: error.reason };
    throw error;
  }
}

/** Whether the file is a contact's picture now. */
async function keep(tx: Tx, fetching: Fetching, { file, error }: Picture): Promise<boolean> {
  const contact = await find(tx, fetching);
  if (contact === undefined) return false;
  const { account_id, id: contact_id } = contact;
  const isPicture = file !== undefined && (await stored(tx, { account_id, contact_id }, file));
  const { avatar_error: _before, ...known } = contact.additional_attributes;
  const additional_attributes = {
    ...known,
    // So that somebody who misses the picture sees why there is none.
    ...(isPicture ? {} : { avatar_error: error ?? 'not_a_picture' }),
    last_avatar_sync_at: new Date().toISOString(),
    avatar_url_hash: hashOf(fetching.url),
  };
  await changeContact(tx, contact, { additional_attributes }, { actor: null });
  await recordPicture(tx, contact, { actor: null });
  return isPicture;
}

/** False for what is no picture; that is found out before anything is written. */
async function stored(tx: Tx, owner: ContactPlace, file: StoredFile): Promise<boolean> {
  try {
    await storeAvatar(tx, owner, file);
    return true;
  } catch (error) {
    if (error instanceof HttpError) return false;
    throw error;
  }
}

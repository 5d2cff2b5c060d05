import type { Pool } from '../db/pool.ts';
import { removeLeftovers } from '../storage/incoming.ts';
import { originOf, thumbKey } from '../storage/keys.ts';
import type { Storage } from '../storage/storage.ts';
import { databaseBegan, deleteUnclaimedBlobs, keysInUse } from './queries.ts';

// Less than a day, because the sweep runs once an hour and nothing is to stay longer than a day. No
// request takes so long to write the record of its file.
const UNCLAIMED_HOURS = 22;
const BATCH = 500;

/** Removes files whose records are gone, with the small pictures made of them. */
export async function removeFiles(storage: Storage, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await storage.remove(key);
    await storage.remove(thumbKey(key));
  }
}

/**
 * Removes what nobody will claim: files without a record (a crash came between the two), uploads
 * that no message took, and what was only half received. Files older than the database are not its
 * own: somebody started us with another one, and their records are there. Returns how many files went.
 */
export async function sweepOrphanFiles(
  { pool, storage }: { pool: Pool; storage: Storage },
  now = new Date(),
): Promise<number> {
  const before = new Date(now.getTime() - UNCLAIMED_HOURS * 3_600_000);
  const began = await databaseBegan(pool);
  if (began === undefined) return 0;
  await deleteUnclaimedBlobs(pool, before);
  await removeLeftovers(storage.incoming, before);
  let removed = 0;
  for await (const keys of batches(storage.list(began, before))) {
    const used = await keysInUse(pool, keys.map(originOf));
    for (const key of keys) {
      if (used.has(originOf(key))) continue;
      await storage.remove(key);
      removed += 1;
    }
  }
  return removed;
}

async function* batches(keys: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const key of keys) {
    batch.push(key);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

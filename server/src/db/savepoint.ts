import { dropCollected, settleCollected, type Tx } from './pool.ts';

/** Runs part of a transaction so that, when it throws, it alone is undone and the rest can go on. */
export async function savepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await settleCollected(tx);
  await tx.query('savepoint part');
  try {
    const result = await work();
    await settleCollected(tx);
    await tx.query('release savepoint part');
    return result;
  } catch (error) {
    dropCollected(tx);
    await tx.query('rollback to savepoint part');
    throw error;
  }
}

import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';

/** Makes an account; its conversations start at number 1. */
export async function createAccount(
  tx: Tx,
  { name, locale = 'en' }: { name: string; locale?: string },
): Promise<{ id: number; name: string }> {
  const account = await row<{ id: number }>(
    tx,
    'insert into accounts (name, locale) values ($1, $2) returning id',
    [name, locale],
  );
  return { id: (account as { id: number }).id, name };
}

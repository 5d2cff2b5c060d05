import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';

export interface NewContact {
  account_id: number;
  name: string;
  email?: string;
  phone_number?: string;
  identifier?: string;
}

/** Makes a contact. */
export async function createContact(
  tx: Tx,
  { account_id, name, email, phone_number, identifier }: NewContact,
): Promise<{ id: number; name: string }> {
  const contact = await row<{ id: number }>(
    tx,
    `insert into contacts (account_id, name, email, phone_number, identifier)
     values ($1, $2, $3, $4, $5) returning id`,
    [account_id, name, email ?? null, phone_number ?? null, identifier ?? null],
  );
  return { id: (contact as { id: number }).id, name };
}

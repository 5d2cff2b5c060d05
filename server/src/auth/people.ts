import type { Db } from '../db/pool.ts';
import { row } from '../db/query.ts';

/** What signing in has to know of somebody. */
export interface Person {
  id: number;
  name: string;
  email: string;
  unconfirmed_email: string | null;
  password_digest: string | null;
  credentials_version: number;
  confirmed: boolean;
  /** The second factor is asked for. */
  two_factor: boolean;
}

const columns = `u.id, u.name, u.email, u.unconfirmed_email, u.password_digest, u.credentials_version,
  u.confirmed_at is not null as confirmed, u.otp_enabled_at is not null as two_factor`;

const byEmail = `select ${columns} from users u where lower(u.email) = $1 and u.deleted_at is null`;
const byId = `select ${columns} from users u where u.id = $1 and u.deleted_at is null`;
const lockById = `${byId} for no key update`;

/** How an address is looked for. */
export const emailKey = (email: string): string => email.trim().toLowerCase();

export async function findPersonByEmail(db: Db, email: string): Promise<Person | undefined> {
  return row<Person & Record<string, unknown>>(db, byEmail, [emailKey(email)]);
}

export async function findPerson(db: Db, id: number): Promise<Person | undefined> {
  return row<Person & Record<string, unknown>>(db, byId, [id]);
}

/** Like `findPerson`, and nobody else changes them until the transaction ends. */
export async function lockPerson(db: Db, id: number): Promise<Person | undefined> {
  return row<Person & Record<string, unknown>>(db, lockById, [id]);
}

/** What a link to choose a password holds on to: using it, or another address, makes it void. */
export const passwordProof = ({ credentials_version, email }: Person): string =>
  `${credentials_version}\n${email.toLowerCase()}`;

/** What the second step of signing in holds on to. */
export const secondStepProof = ({ credentials_version }: Person): string =>
  String(credentials_version);

import { digestOf } from '../auth/check-password.ts';
import { checkNewPassword } from '../auth/password-rules.ts';
import { startSession, type ClientOrigin } from '../auth/session-start.ts';
import type { Session } from '../auth/session-headers.ts';
import { createToken } from '../auth/tokens.ts';
import { transaction, type Db } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { frameworkError, invalidFields } from '../errors.ts';
import type { Platform } from '../platform.ts';
import { isAddress } from './rules.ts';
import { insertPerson, openAccount } from './sign-up.ts';

/** Whether nobody is there yet, so that whoever comes first becomes the administrator. */
export async function isOpen(db: Db): Promise<boolean> {
  const found = await row<{ empty: boolean }>(db, 'select not exists (select from users) as empty');
  return found?.empty === true;
}

/** What the first start is once it is over: nothing. */
export const closed = () => frameworkError(404, 'Not Found');

interface First {
  name: string;
  company: string;
  email: string;
  password: string;
  origin: ClientOrigin;
}

/** Makes the first person, confirmed, and their account. Throws 404 when there is anybody, and 422. */
export async function onboard(
  { pool, vault }: Platform,
  first: First,
): Promise<{ userId: number; session: Session }> {
  if (!(await isOpen(pool))) throw closed();
  const { password, origin } = first;
  const [name, company, email] = [first.name.trim(), first.company.trim(), first.email.trim()];
  const blank = Object.entries({ name, company, email }).filter(([, value]) => value === '');
  if (blank.length > 0) throw invalidFields(blank.map(([field]) => [field, "can't be blank"]));
  if (!isAddress(email)) throw invalidFields([['email', 'is invalid']]);
  checkNewPassword(password);
  const digest = await digestOf(password);
  return transaction(pool, async (tx) => {
    // Nobody else can add a person until this is done, by whatever way: of many at once, one is first.
    await rows(tx, 'lock table users in share row exclusive mode');
    if (!(await isOpen(tx))) throw closed();
    const id = await insertPerson(tx, { user_full_name: name, email, digest, confirmed: true });
    if (id === undefined) throw closed();
    await createToken(tx, vault, { user_id: id });
    await openAccount(tx, {
      account_name: company,
      user_full_name: name,
      locale: '',
      short: false,
      user_id: id,
      origin,
    });
    return {
      userId: id,
      session: await startSession(tx, vault, { person: { id, email }, origin }),
    };
  });
}

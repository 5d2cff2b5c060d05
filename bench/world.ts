import { createSession } from '../server/src/auth/sessions.ts';
import { hashPassword } from '../server/src/auth/passwords.ts';
import { createToken } from '../server/src/auth/tokens.ts';
import type { Vault } from '../server/src/auth/vault.ts';
import { transaction, type Pool } from '../server/src/db/pool.ts';
import type { World } from './scenarios.ts';

const EMAIL = 'agent1@large.example.com';
/** So many people sign in, each seldom enough not to be taken for a guesser. */
const SIGNERS = 1000;
const PASSWORD = 'Bench-passw0rd!';

/** Who asks: the administrator of the large account, by every way in. */
export interface Caller {
  token: string;
  /** The headers of a session. */
  session: Record<string, string>;
}

export async function openCaller(pool: Pool, vault: Vault): Promise<Caller> {
  const password_digest = await hashPassword(PASSWORD);
  await pool.query({
    text: `insert into users (name, email, confirmed_at, password_digest)
      select 'Signer', 'signer' || n || '@large.example.com', now(), $1 from generate_series(1, ${SIGNERS}) n
      on conflict do nothing`,
    values: [password_digest],
  });
  return transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ id: number; email: string }>(
      'select id, email from users where email = $1',
      [EMAIL],
    );
    const [person] = rows;
    if (person === undefined) throw new Error('the large account has nobody in it');
    const made = await createSession(tx, vault, { ...person, address: '127.0.0.1', user_agent: 'bench' }); // prettier-ignore
    return {
      token: await createToken(tx, vault, { user_id: person.id }),
      session: { 'access-token': made.token, client: made.client, uid: made.uid },
    };
  });
}

/** So many events come after the place in the feed that is read from. */
const EVENTS = 100;

interface List {
  data: { meta: { next_cursor: string | null; cursor: string } };
}

/** What the scenarios have to know of the account: where its 1,000th page begins, and a place in its feed. */
export async function lookAround(port: number, token: string): Promise<World> {
  const ask = async <T>(path: string, body?: object): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { api_access_token: token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const at = '/accounts/1';
  const { id: user_id, pubsub_token } = await ask<{ id: number; pubsub_token: string }>('/profile');
  const near = await ask<List>(`${at}/conversations?status=all&page=1`);
  const far = await ask<List>(`${at}/conversations?status=all&page=999`);
  for (let each = 0; each < EVENTS; each += 1) {
    // Not all in one, which takes no more than 200 a minute: who measures twice would be refused.
    await ask(`${at}/conversations/${1 + (each % 10)}/messages`, {
      content: `Line ${each} of the feed`,
    });
  }
  return {
    account: 1,
    listener: { account_id: 1, user_id, pubsub_token },
    // A small account has no such page: then it is the second.
    farCursor: far.data.meta.next_cursor ?? near.data.meta.next_cursor ?? '',
    feedCursor: near.data.meta.cursor,
    signIn: (person) => ({
      email: `signer${1 + (person % SIGNERS)}@large.example.com`,
      password: PASSWORD,
    }),
  };
}

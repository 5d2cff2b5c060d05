import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createContact } from '../../server/src/contacts/contacts.ts';
import { runningEmbedded } from '../../server/src/db/embedded.ts';
import { openPool, transaction, type Pool } from '../../server/src/db/pool.ts';
import { createInbox } from '../../server/src/inboxes/inboxes.ts';
import {
  atLeast,
  atMost,
  sized,
  none,
  percentile,
  told,
  type Context,
  type Row,
  type Scenario,
} from '../scenario.ts';
import { check } from './check.ts';
import { createVictim, type Victim } from './victim.ts';
import { write, type Account, type History } from './writer.ts';

const WRITERS = 8;

export const kills: Scenario = {
  name: 'kills',
  promise: 'Nothing acknowledged is lost or doubled when the server or PostgreSQL is killed.',
  isCheckedAlways: true,
  limit: { full: 600, quick: 240 },
  twins: [{ guard: 'stored-answers', fails: ['a message that is there twice'] }],
  async run(context) {
    const dataDir = context.directory;
    const victim = await createVictim(context);
    context.say(`first start: ${await victim.server.start()} ms`);
    const account = await prepare(victim, dataDir);
    const { recoveries, histories } = await killAndWrite(context, victim, account);
    const findings = await withDatabase(dataDir, async (pool) => check(pool, account, histories));
    return [
      ...counted(victim, recoveries, histories),
      ...findings.map(({ question, wrong }) => none(question, wrong)),
    ];
  },
};

/** An inbox and a contact of the verification's own, in the demo account. */
async function prepare(victim: Victim, dataDir: string): Promise<Account> {
  const facts = JSON.parse(readFileSync(join(dataDir, 'first-run.json'), 'utf8')) as {
    account_id: number;
    api_access_token: string;
  };
  const { account_id, api_access_token: token } = facts;
  return withDatabase(dataDir, async (pool) =>
    transaction(pool, async (tx) => {
      const channel = { name: 'Verification', channel_type: 'Channel::Api' } as const;
      const inbox = await createInbox(tx, { account_id, ...channel });
      const contact = await createContact(tx, { account_id, name: 'Writer' });
      return {
        url: victim.server.url,
        account_id,
        token,
        inbox_id: inbox.id,
        contact_id: contact.id,
      };
    }),
  );
}

async function withDatabase<T>(dataDir: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const running = runningEmbedded(dataDir);
  if (running === undefined) throw new Error('there is no database');
  const pool = openPool(running.connection, { max: 2 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
    running.close();
  }
}

async function killAndWrite(context: Context, victim: Victim, account: Account) {
  const seconds = context.seconds ?? sized(context, { full: 60, quick: 30 });
  let stopped = false;
  const writers = Array.from({ length: WRITERS }, (_, index) =>
    write({ ...account, random: context.random }, `writer-${index}`, () => stopped),
  );
  const recoveries = await killAgainAndAgain(context, victim, {
    milliseconds: seconds * 1000,
    serves: async () => serves(account),
  });
  stopped = true;
  return { recoveries, histories: await Promise.all(writers) };
}

/** Returns how long each recovery took, in milliseconds. */
async function killAgainAndAgain(
  { random }: Context,
  target: Victim,
  { milliseconds, serves }: { milliseconds: number; serves: () => Promise<boolean> },
): Promise<number[]> {
  const recoveries: number[] = [];
  const until = Date.now() + milliseconds;
  for (let turn = 0; Date.now() < until; turn += 1) {
    await pause(random.between(300, 1500));
    const began = Date.now();
    if (turn % 3 === 0) {
      await target.killServer();
      await target.server.start();
    } else {
      await target.killPostgres(turn % 3 === 1 ? 'postmaster' : 'postgres');
    }
    while (!(await serves())) await pause(20);
    recoveries.push(Date.now() - began);
  }
  return recoveries;
}

/** Whether it reads from its database. Not `/ready`, which repeats an answer for a second. */
async function serves({ url, token }: Account): Promise<boolean> {
  try {
    const headers = { api_access_token: token };
    const signal = AbortSignal.timeout(1000);
    return (await fetch(`${url}/api/v1/profile`, { headers, signal })).status === 200;
  } catch {
    return false;
  }
}

function counted(victim: Victim, recoveries: number[], histories: History[]): Row[] {
  const sum = (of: (history: History) => number): number =>
    histories.reduce((total, history) => total + of(history), 0);
  const killed = Object.entries(victim.kills).map(([who, times]) => `${who} ${times}`);
  return [
    told('killed', killed.join(', ')),
    told('serving again, median', percentile(recoveries, 0.5), 'ms'),
    atMost('serving again, worst', 10_000, percentile(recoveries, 1), 'ms'),
    atLeast(
      'acknowledged writes',
      1,
      sum(({ acknowledged }) => acknowledged),
      'writes',
    ),
    told(
      'tries again',
      sum(({ retries }) => retries),
    ),
  ];
}

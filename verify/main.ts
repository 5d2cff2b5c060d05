/**
 * Kills the server and PostgreSQL with SIGKILL, again and again, while writers write; then checks
 * that everything that was acknowledged is there, once and whole.
 *
 *   npm run verify [-- --seconds 60 --writers 8 --port 3999]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runningEmbedded } from '../server/src/db/embedded.ts';
import { openPool, transaction } from '../server/src/db/pool.ts';
import { createContact } from '../server/src/contacts/contacts.ts';
import { createInbox } from '../server/src/inboxes/inboxes.ts';
import { check } from './check.ts';
import { createVictim, isReady, type Victim } from './server.ts';
import { write, type Account } from './writer.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    writers: { type: 'string', default: '8' },
    port: { type: 'string', default: '3999' },
  },
});

const dataDir = mkdtempSync(join(tmpdir(), 'confab-verify-'));
const victim = createVictim(dataDir, Number(options.port));
try {
  console.log(`First start: ${await victim.start()} ms`);
  const findings = await run(await prepare());
  process.exitCode = findings > 0 ? 1 : 0;
} finally {
  await victim.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** An inbox and a contact of the verification's own, in the demo account. */
async function prepare(): Promise<Account> {
  const facts = JSON.parse(readFileSync(join(dataDir, 'first-run.json'), 'utf8')) as {
    account_id: number;
    api_access_token: string;
  };
  const { account_id } = facts;
  return withDatabase((pool) =>
    transaction(pool, async (tx) => {
      const inbox = await createInbox(tx, {
        account_id,
        name: 'Verification',
        channel_type: 'Channel::Api',
      });
      const contact = await createContact(tx, { account_id, name: 'Writer' });
      const token = facts.api_access_token;
      return { url: victim.url, account_id, token, inbox_id: inbox.id, contact_id: contact.id };
    }),
  );
}

async function withDatabase<T>(
  work: (pool: ReturnType<typeof openPool>) => Promise<T>,
): Promise<T> {
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

async function run(account: Account): Promise<number> {
  let stopped = false;
  const writers = Array.from({ length: Number(options.writers) }, (_, index) =>
    write(account, `writer-${index}`, () => stopped),
  );
  const recoveries = await killAgainAndAgain(victim, Number(options.seconds) * 1000);
  stopped = true;
  const histories = await Promise.all(writers);
  const sum = (of: (history: (typeof histories)[number]) => number): number =>
    histories.reduce((total, history) => total + of(history), 0);

  console.log(
    `Kills: ${Object.entries(victim.kills)
      .map(([who, times]) => `${who} ${times}`)
      .join(', ')}`,
  );
  console.log(`Serving again after (ms): ${spread(recoveries)}`);
  console.log(
    `Acknowledged writes: ${sum((history) => history.acknowledged)}, tries again: ${sum((history) => history.retries)}`,
  );
  const findings = await withDatabase((pool) => check(pool, account, histories));
  for (const { question, wrong } of findings) {
    console.log(`${wrong.length === 0 ? '✓' : '✗'} ${question}: ${wrong.length}`);
    for (const each of wrong.slice(0, 5)) console.log(`    ${each}`);
  }
  if (sum((history) => history.acknowledged) === 0)
    throw new Error('no write was acknowledged: nothing was shown');
  return findings.filter(({ wrong }) => wrong.length > 0).length;
}

/** Returns how long each recovery took, in milliseconds. */
async function killAgainAndAgain(target: Victim, milliseconds: number): Promise<number[]> {
  const recoveries: number[] = [];
  const until = Date.now() + milliseconds;
  for (let turn = 0; Date.now() < until; turn += 1) {
    await pause(300 + ((turn * 397) % 1200));
    const began = Date.now();
    if (turn % 3 === 0) {
      await target.killServer();
      await target.start();
    } else {
      target.killPostgres(turn % 3 === 1 ? 'postmaster' : 'postgres');
      await pause(20);
      while (!(await isReady(target.url))) await pause(20);
    }
    recoveries.push(Date.now() - began);
  }
  return recoveries;
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return `median ${at(0.5)}, worst ${at(1)}, of ${values.length}`;
}

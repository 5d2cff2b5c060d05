import { transaction } from '../../server/src/db/pool.ts';
import { enqueue } from '../../server/src/jobs/enqueue.ts';
import { until } from '../rig/clock.ts';
import { trySignIn, type Stage } from './stage.ts';

/** Writes some messages; those that are listed in another order than they were written in. */
export async function writeInOrder(stage: Stage, round: number): Promise<string[]> {
  const { admin, desk } = stage;
  const { contact_id, inboxes } = desk;
  const path = `conversations/${await conversationOf(stage, { contact_id, inbox_id: inboxes[0] })}/messages`;
  const written: number[] = [];
  const [app, database] = [stage.app.offset, stage.database.offset];
  for (let n = 0; n < 6; n += 1) {
    // The clocks are right every other time, so that later messages have earlier times.
    if (n % 2 === 0) jump(stage, { app: 0, database: 0 });
    else jump(stage, { app, database });
    written.push((await admin.insist(path, { content: `${round}/${n}` }))['id'] as number);
  }
  jump(stage, { app, database });
  const { body } = await admin.call('GET', path);
  const listed = (body['payload'] as { id: number; message_type: number }[])
    .filter(({ message_type }) => message_type === 1)
    .map(({ id }) => id);
  return listed.join() === written.join() ? [] : [`${listed.join()} and not ${written.join()}`];
}

const conversationOf = async ({ admin }: Stage, given: object): Promise<number> =>
  (await admin.insist('conversations', given))['id'] as number;

export function jump(stage: Stage, { app, database }: { app: number; database: number }): void {
  stage.app.jumpTo(app);
  stage.database.jumpTo(database);
}

/** What the sessions are answered with: one lives for two months, the other was ended. */
export async function checkSessions({ admin: { url }, session, ended }: Stage) {
  const statusOf = async (headers: Record<string, string>): Promise<number> =>
    (await fetch(`${url}/api/v1/profile`, { headers })).status;
  const [lives, lived] = [await statusOf(session), await statusOf(ended)];
  return {
    lost: lives === 200 ? [] : [`answered with ${lives}`],
    back: lived === 401 ? [] : [`answered with ${lived}`],
  };
}

const GUESSES = 12;

/** Guesses passwords for an address until it is locked; for how many seconds it says it is. */
export async function lockOut({ admin: { url } }: Stage): Promise<number> {
  for (let guess = 0; guess < GUESSES; guess += 1) {
    const answer = await trySignIn(url, 'guessed@desk.example.com', 'Wrong1!');
    if (answer.status === 429) return Number(answer.headers.get('retry-after') ?? Infinity);
  }
  return 0;
}

/** A file that no message has taken yet. */
export async function upload({
  admin: { url, token },
  desk: { account_id },
}: Stage): Promise<void> {
  const form = new FormData();
  form.set('attachment', new Blob(['new'], { type: 'text/plain' }), 'new.txt');
  const answer = await fetch(`${url}/api/v1/accounts/${account_id}/upload`, {
    method: 'POST',
    headers: { api_access_token: token },
    body: form,
  });
  if (answer.status !== 200) throw new Error(`the upload was answered with ${answer.status}`);
}

export const countFiles = async (stage: Stage): Promise<number> =>
  count(stage, 'select count(*)::int as n from blobs');

const count = async ({ pool }: Stage, text: string): Promise<number> =>
  (await pool.query<{ n: number }>(text)).rows[0]?.n ?? 0;

const done = `select count(*)::int as n from jobs.job where name = 'sweep' and state = 'completed'`;

/** Has what is old removed, as each hour; resolves when that has ended. */
export async function sweep(stage: Stage): Promise<boolean> {
  await stage.pool.query(`delete from jobs.job where name = 'sweep' and state <> 'active'`);
  await transaction(stage.pool, async (tx) => enqueue(tx, [{ queue: 'sweep', data: {} }]));
  return until(async () => (await count(stage, done)) > 0, 20_000);
}

/** Reported durations below nothing. */
export const countNegative = async (stage: Stage): Promise<number> =>
  count(
    stage,
    'select count(*)::int as n from reporting_events where value < 0 or value_in_business_hours < 0',
  );

/** What pg-boss will not do again before the clock has caught up with it. */
export const countAhead = async (stage: Stage): Promise<number> =>
  count(
    stage,
    `select ((select count(*) from jobs.version where cron_on > now() + interval '2 minutes')
       + (select count(*) from jobs.queue where monitor_claim_on > now() + interval '2 minutes'))::int as n`,
  );

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { checkSet } from '../history/set.ts';
import { createCaller } from '../rig/calls.ts';
import { createDesk } from '../rig/desk.ts';
import type { Postgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import { load, type Tally, type Target } from '../rolling/load.ts';
import { atLeast, atMost, none, sized, told, type Context, type Row } from '../scenario.ts';
import { migrateWhileHeld } from './held.ts';
import { copyVersion, migrateWith, type Version } from './tree.ts';

const WIDTH = { full: 16, quick: 8 };
const CONVERSATIONS = 50;
const REQUESTS = { full: 10_000, quick: 500 };
/** Milliseconds for which two versions work beside each other. */
const BESIDE = { full: 60_000, quick: 4000 };

/** What the next version adds in two steps. */
const FIRST = { name: '9001_more', sql: 'alter table messages add column more text; create table more (id bigint)' }; // prettier-ignore
const SECOND = { name: '9002_still_more', sql: "alter table conversations add column more text not null default ''; alter table contacts add column more jsonb" }; // prettier-ignore

interface Stage {
  context: Context;
  postgres: Postgres;
  older: Version;
  newer: Version;
  server: ServerProcess;
  target: Target;
}

/** The schema changes under load, two versions work beside each other, and one follows the other and goes back. */
export async function changeVersions(context: Context, postgres: Postgres): Promise<Row[]> {
  const stage = await setUp(context, postgres);
  const { server, target, newer } = stage;
  let done = false;
  context.after(() => {
    done = true; // also when something fails in between
  });
  const loads = [load(target, () => done, sized(context, WIDTH))];
  await pause(1000);
  const held = await migrateWhileHeld(context, postgres, newer);
  context.say('migrated while its table was held');
  const { beside, tally } = await workBeside(stage);
  context.say('worked beside each other');
  await goForthAndBack(stage);
  context.say('went forth and back');
  done = true;
  const tallies = [...(await Promise.all(loads)), tally];
  const { written, longestWrite, answered, failures } = together(tallies);
  const stored = await postgres.pool.query<{ content: string }>('select content from messages where private'); // prettier-ignore
  const { lost, doubled } = checkSet(
    [...written].map(([key, isAcked]) => ({ client: 'writer', key, kind: 'create', outcome: isAcked ? 'ok' : 'info', invoked: 0, ended: 0 })),
    stored.rows.map(({ content }) => content),
  ); // prettier-ignore
  return [
    ...held,
    atMost('the longest write', 5000, longestWrite, 'ms'),
    atLeast('requests answered', sized(context, REQUESTS), answered, ''),
    none('failed requests', failures),
    told('messages acknowledged', [...written.values()].filter((isAcked) => isAcked).length),
    none('acknowledged messages lost', lost),
    none('messages doubled', doubled),
    none('errors in the log of either version', [server, beside].flatMap(errorsOf)),
    ...(await startOlder(stage)),
  ];
}

async function setUp(context: Context, postgres: Postgres): Promise<Stage> {
  const [older, newer] = [copyVersion(context, 'older'), copyVersion(context, 'newer')];
  newer.add(FIRST.name, FIRST.sql);
  const server = await createServer(context, serving(context, postgres, older));
  await server.start();
  const desk = await createDesk(postgres.pool, {});
  const { account_id, contact_id, inboxes } = desk;
  const admin = createCaller(server.url, account_id, desk.admin.token);
  const conversations: number[] = [];
  for (let i = 0; i < CONVERSATIONS; i += 1) {
    const given = { contact_id, inbox_id: inboxes[0], message: { content: 'y'.repeat(2000) } };
    conversations.push((await admin.insist('conversations', given))['id'] as number);
  }
  const target = { url: server.url, token: admin.token, account_id, conversations };
  return { context, postgres, older, newer, server, target };
}

const serving = ({ directory }: Context, { url }: Postgres, { cli }: Version) => ({
  databaseUrl: url,
  directory: join(directory, 'served'),
  args: ['--empty', '--workers', '2'],
  env: { LOG_LEVEL: 'info' },
  cli,
});

/** A server of the newer version joins the older one, has half of the clients, and leaves. */
async function workBeside(stage: Stage): Promise<{ beside: ServerProcess; tally: Tally }> {
  const { context, postgres, newer, target } = stage;
  const beside = await createServer(context, serving(context, postgres, newer));
  await beside.start();
  let done = false;
  const loading = load({ ...target, url: beside.url }, () => done, sized(context, WIDTH));
  await pause(sized(context, BESIDE));
  done = true;
  const tally = await loading;
  await beside.kill('SIGTERM');
  return { beside, tally };
}

/** The code on the disk is replaced by that of the next version, and by the older one again. */
async function goForthAndBack({ older, server }: Stage): Promise<void> {
  for (const { name, sql } of [FIRST, SECOND]) older.add(name, sql);
  await restart(server, 1);
  for (const { name } of [FIRST, SECOND]) older.remove(name);
  await restart(server, 2);
}

async function restart(server: ServerProcess, times: number): Promise<void> {
  await server.kill('SIGUSR2');
  while (said(server, 'all processes were replaced').length < times) {
    const [failed] = said(server, 'the processes were not replaced; those that run go on');
    if (failed !== undefined) throw new Error(failed);
    await pause(50);
  }
}

const said = ({ lines }: ServerProcess, msg: string): string[] =>
  lines.filter((line) => line.includes(`"msg":"${msg}"`));

const errorsOf = ({ lines }: ServerProcess): string[] =>
  lines.filter((line) => (JSON.parse(line) as { level: number }).level >= 50);

/** Who goes back by a stop and a start meets a schema that is newer than the code. */
async function startOlder({ context, postgres, older, server }: Stage): Promise<Row[]> {
  await server.kill('SIGTERM');
  await server.start();
  const { code, said: line } = await migrateWith(context, older, postgres.url).ended;
  const warns = code === 0 && line.includes(SECOND.name);
  const { rows } = await postgres.pool.query<{ name: string }>('select name from schema_migrations where name = any($1)', [[FIRST.name, SECOND.name]]); // prettier-ignore
  return [
    told('migrations that the older version does not know', rows.length),
    none('an older version that does not say so', warns ? [] : [`${code}: ${line}`]),
  ];
}

function together(tallies: readonly Tally[]) {
  return {
    written: new Map(tallies.flatMap(({ written }) => [...written])),
    longestWrite: Math.max(...tallies.map(({ longestWrite }) => longestWrite)),
    answered: tallies.reduce((sum, each) => sum + each.answered, 0),
    failures: tallies.flatMap(({ failures }) => failures),
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import { createCaller } from '../rig/calls.ts';
import { createDesk } from '../rig/desk.ts';
import { createPostgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import { atLeast, atMost, none, sized, told, type Context, type Row, type Scenario } from '../scenario.ts'; // prettier-ignore
import { load, type Tally, type Target } from './load.ts';

const ROLLS = { full: 20, quick: 2 };
const REQUESTS = { full: 50_000, quick: 1000 };
const WIDTH = 16;
const CONVERSATIONS = 100;

/** Replacing and stopping processes under load fails nobody's request (promise R10). */
export const rolling: Scenario = {
  name: 'rolling',
  promise: 'No request fails while all processes are replaced under load, again and again.',
  limit: { full: 900, quick: 180 },
  twins: [{ guard: 'connections-end-last', fails: ['failed requests'] }],
  async run(context) {
    const { server, target } = await setUp(context);
    const stopping = await whileReplacing(context, server, target);
    return [...stopping, ...(await whileStopping(server, target))];
  },
};

async function setUp(context: Context): Promise<{ server: ServerProcess; target: Target }> {
  const postgres = await createPostgres(context);
  const server = await createServer(context, {
    databaseUrl: postgres.url,
    args: ['--empty', '--workers', '2'],
    env: { LOG_LEVEL: 'info' },
  });
  await server.start();
  const desk = await createDesk(postgres.pool, {});
  const { account_id, contact_id, inboxes } = desk;
  const admin = createCaller(server.url, account_id, desk.admin.token);
  const conversations: number[] = [];
  for (let i = 0; i < CONVERSATIONS; i += 1) {
    const content = 'y'.repeat(10_000);
    const given = { contact_id, inbox_id: inboxes[0], message: { content } };
    conversations.push((await admin.insist('conversations', given))?.['id'] as number);
  }
  return { server, target: { url: server.url, token: admin.token, account_id, conversations } };
}

async function whileReplacing(
  context: Context,
  server: ServerProcess,
  target: Target,
): Promise<Row[]> {
  const rolls = sized(context, ROLLS);
  let done = false;
  context.after(() => {
    done = true; // also when something fails in between
  });
  const loading = load(target, () => done, WIDTH);
  await pause(2000);
  for (let roll = 1; roll <= rolls; roll += 1) {
    await server.kill('SIGUSR2');
    while (said(server, 'all processes were replaced').length < roll) {
      const [failed] = said(server, 'the processes were not replaced; those that run go on');
      if (failed !== undefined) throw new Error(JSON.stringify(failed));
      await pause(50);
    }
    context.say(`replaced ${roll} of ${rolls} times`);
    await pause(500);
  }
  done = true;
  const tally = await loading;
  return [
    told('times that both processes were replaced', rolls),
    atLeast('requests answered', sized(context, REQUESTS), tally.answered, ''),
    told('of these', kindsOf(tally)),
    none('failed requests', tally.failures),
    atMost('a process ends within', 20, longest(server) / 1000, 's'),
    atMost('a WebSocket is back within', 3000, Math.max(0, ...tally.resumed), 'ms'),
    atLeast('WebSockets that came back', 2 * rolls, tally.resumed.length, ''),
  ];
}

/** A stop for good refuses new connections at its end, and nothing else goes wrong. */
async function whileStopping(server: ServerProcess, target: Target): Promise<Row[]> {
  let done = false;
  const loading = load(target, () => done, WIDTH / 2);
  await pause(1500);
  const began = Date.now();
  const saidSo = untilNotReady(target);
  await server.kill('SIGTERM');
  const took = Date.now() - began;
  done = true;
  const { failures } = await loading;
  const order = await saidSo;
  return [
    none(
      'requests that a stop fails',
      // Who was still in the queue of the listener as it closed is reset while connecting: that is refused too.
      // What a health check is told is looked at below.
      failures.filter(
        (failure) => !/ECONNREFUSED|connect ECONNRESET|^health checks: 503/.test(failure),
      ),
    ),
    none('a listener that closed while it was ready', order === 'refused' ? [order] : []),
    atMost('a stop takes', 20, took / 1000, 's'),
  ];
}

async function untilNotReady({ url }: Target): Promise<'not ready' | 'refused'> {
  for (;;) {
    const answer = await fetch(`${url}/ready`).catch(() => undefined);
    if (answer === undefined) return 'refused';
    if (answer.status === 503) return 'not ready';
    await pause(10);
  }
}

interface Line {
  msg: string;
  time: number;
  worker?: number;
}

const said = (server: ServerProcess, msg: string): Line[] =>
  server.lines.map((line) => JSON.parse(line) as Line).filter((line) => line.msg === msg);

/** Milliseconds of the slowest process from its order to stop to its end. */
function longest(server: ServerProcess): number {
  const began = said(server, 'stopping');
  const ended = said(server, 'stopped');
  const all = began.map(({ time, worker }) => {
    const end = ended.find((line) => line.worker === worker && line.time >= time);
    return end === undefined ? Infinity : end.time - time;
  });
  return Math.max(0, ...all);
}

const kindsOf = ({ kinds, resumed }: Tally): string =>
  [...kinds, ['websockets back', resumed.length] as const]
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');

import { createServer as listen, connect, type AddressInfo } from 'node:net';
import { sideBySide } from '../../server/src/jobs/side-by-side.ts';
import { createCaller, type Answer, type Caller } from '../rig/calls.ts';
import { createDesk, type Desk } from '../rig/desk.ts';
import { createPostgres, type Postgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import { none, sized, told, type Context, type Row, type Scenario } from '../scenario.ts';

const KEYS = { full: 200, quick: 20 };
const TWINS = 50;
const CRASHES = { full: 20, quick: 3 };

/** The same key means one effect and one answer, whichever process is asked (promise R4). */
export const idempotency: Scenario = {
  name: 'idempotency',
  promise: 'The same key is one effect and one answer, through two processes and a crash.',
  isCheckedAlways: true,
  limit: { full: 300, quick: 200 },
  twins: [{ guard: 'keys-are-locked', fails: ['effects that are missing or too many'] }],
  async run(context) {
    const stage = await setUp(context);
    return [
      ...(await askTwins(context, stage)),
      ...(await askOtherwise(stage)),
      ...(await crashBeforeAnswers(context, stage)),
    ];
  },
};

interface Stage {
  postgres: Postgres;
  servers: [ServerProcess, ServerProcess];
  desk: Desk;
  /** The administrator, through either process. */
  admins: [Caller, Caller];
  /** Where messages are written to: the twins have one to themselves, which takes 200 a minute. */
  paths: { twins: string; others: string };
}

async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const options = { databaseUrl: postgres.url, args: ['--empty'] };
  const servers: Stage['servers'] = [
    await createServer(context, options),
    await createServer(context, options),
  ];
  for (const server of servers) await server.start();
  const desk = await createDesk(postgres.pool, { agents: 1 });
  const admins = servers.map(({ url }) => createCaller(url, desk.account_id, desk.admin.token));
  const { contact_id, inboxes } = desk;
  const talk = async (): Promise<string> => {
    const made = await admins[0]?.insist('conversations', { contact_id, inbox_id: inboxes[0] });
    return `conversations/${String(made?.['id'])}/messages`;
  };
  const paths = { twins: await talk(), others: await talk() };
  return { postgres, servers, desk, admins: admins as Stage['admins'], paths };
}

const write = async (caller: Caller, path: string, key: string, content = key): Promise<Answer> =>
  caller.call('POST', path, { content, private: true }, { 'idempotency-key': key });

/** Every key by many at once, half of them through each process; told to wait, they ask again. */
async function askTwins(context: Context, { postgres, admins, paths }: Stage): Promise<Row[]> {
  const keys = Array.from({ length: sized(context, KEYS) }, (_, index) => `key-${index}`);
  const wrong: string[] = [];
  let waited = 0;
  await sideBySide(keys, 2, async (key) => {
    const bodies = await Promise.all(
      Array.from({ length: TWINS }, async (_, twin) => {
        const caller = admins[twin % 2] as Caller;
        for (;;) {
          const { status, body } = await write(caller, paths.twins, key);
          if (status === 200) return JSON.stringify(body);
          if (status !== 409) wrong.push(`${key}: ${status} ${JSON.stringify(body)}`);
          waited += 1;
        }
      }),
    );
    if (new Set(bodies).size !== 1) wrong.push(`${key}: ${new Set(bodies).size} different answers`);
  });
  const { rows } = await postgres.pool.query<{ content: string; n: number }>(
    `select content, count(*)::int as n from messages where content like 'key-%' group by content`,
  );
  const effects = new Map(rows.map(({ content, n }) => [content, n]));
  return [
    told('keys, each asked for by', `${keys.length}, ${TWINS}`),
    told('told to wait (409)', waited),
    none(
      'effects that are missing or too many',
      keys.filter((key) => effects.get(key) !== 1).map((key) => `${key}: ${effects.get(key) ?? 0}`),
    ),
    none('answers that differ, or refuse', wrong),
  ];
}

/** The key with another request is refused; another person's key is another key. */
async function askOtherwise({ servers, desk, admins, paths }: Stage): Promise<Row[]> {
  const path = paths.others;
  const wrong: string[] = [];
  const expect = (what: string, seen: unknown, wanted: unknown): void => {
    if (seen !== wanted) wrong.push(`${what}: ${String(seen)} instead of ${String(wanted)}`);
  };
  const first = await write(admins[0], path, 'mismatch');
  expect('the first', first.status, 200);
  expect('another body', (await write(admins[1], path, 'mismatch', 'other')).status, 422);
  expect('the same again', (await write(admins[1], path, 'mismatch')).body['id'], first.body['id']);
  const agent = createCaller(servers[1].url, desk.account_id, desk.agents[0]?.token ?? '');
  const key = { 'idempotency-key': 'shared' };
  const a = await admins[0].call('POST', 'contacts', { name: 'A' }, key);
  const b = await agent.call('POST', 'contacts', { name: 'B' }, key);
  expect('of two people', `${a.status} ${b.status}`, '200 200');
  if (JSON.stringify(a.body) === JSON.stringify(b.body)) wrong.push('two people, one answer');
  return [none('a key that is taken for another', wrong)];
}

/** Kills the process that has committed and not yet answered, and asks the other one again. */
async function crashBeforeAnswers(context: Context, stage: Stage): Promise<Row[]> {
  const { postgres, servers, desk, admins, paths } = stage;
  const path = paths.others;
  const wrong: string[] = [];
  const crashes = sized(context, CRASHES);
  for (let crash = 0; crash < crashes; crash += 1) {
    const key = `crash-${crash}`;
    const trap = await openTrap(servers[0]);
    const caught = createCaller(trap.url, desk.account_id, desk.admin.token);
    const answered = await write(caught, path, key).then(
      () => true,
      () => false,
    );
    trap.close();
    if (answered) wrong.push(`${key} was answered`);
    const again = await write(admins[1], path, key);
    const { rows } = await postgres.pool.query<{ n: number }>(
      'select count(*)::int as n from messages where content = $1',
      [key],
    );
    if (again.status !== 200 || rows[0]?.n !== 1) {
      wrong.push(`${key}: ${again.status}, ${rows[0]?.n} messages`);
    }
    await servers[0].start();
  }
  return [
    told('killed between commit and answer', crashes),
    none('effects doubled or lost by a crash', wrong),
  ];
}

/** A way to the server that kills it when it begins to answer, and lets nothing of that through. */
async function openTrap(server: ServerProcess): Promise<{ url: string; close(): void }> {
  const gate = listen((socket) => {
    const other = connect(server.port, '127.0.0.1');
    socket.pipe(other);
    other.once('data', () => {
      void server.kill('SIGKILL').finally(() => socket.destroy());
    });
    for (const each of [socket, other]) each.on('error', () => {});
    other.on('close', () => socket.destroy());
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const { port } = gate.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => gate.close() };
}

import { setTimeout as pause } from 'node:timers/promises';
import { listenOnCable } from '../rig/cable.ts';
import { pauseUntil, until } from '../rig/clock.ts';
import type { Person } from '../rig/desk.ts';
import { listenOnFeed } from '../rig/feed.ts';
import type { Heard, Listener } from '../rig/listener.ts';
import { calm } from '../rig/proxy.ts';
import { atLeast, atMost, none, percentile, sized, told, type Context, type Row, type Scenario } from '../scenario.ts'; // prettier-ignore
import { catchUp } from './catch-up.ts';
import { judge, type Judged } from './judge.ts';
import { TOLERANCE } from './rights.ts';
import { setUp, storm, type Stage } from './stage.ts';
import { shuffleRights, write } from './traffic.ts';
import { findHappened, type Happened } from './truth.ts';

/** No event is lost, doubled or out of order for who comes back with a place (promise R6). */
export const realtime: Scenario = {
  name: 'realtime',
  promise:
    'Whoever comes back with a place in the log hears everything they may, once and in order.',
  limit: { full: 400, quick: 150 },
  twins: [
    { guard: 'a-place-to-come-back-to', fails: ['missing'] },
    { guard: 'the-right-place', fails: ['doubled'] },
    { guard: 'rights', fails: ['heard without the right'] },
  ],
  async run(context) {
    const stage = await setUp(context);
    const clients = connect(context, stage);
    await until(
      () =>
        Object.values(clients)
          .flat()
          .every(({ listener }) => listener.memory.connections > 0),
      20_000,
    );
    await pause(1000);
    for (const client of Object.values(clients).flat()) client.began = Date.now();
    const traffic = write(stage, context.random, context.quick ? 25 : 50);
    const quiet = { from: Date.now() + 2000, to: Date.now() + sized(context, { full: 30_000, quick: 8000 }) }; // prettier-ignore
    await pauseUntil(quiet.to);
    const kills = await storming(context, stage);
    await traffic.stop();
    await pause(SETTLE);
    const end = Date.now();
    const happened = await findHappened(stage.postgres.pool, stage.desk.account_id);
    const { met } = stage.proxy;
    const rows = [
      told('clients: plain, extended, feed', Object.values(clients).map(({ length }) => length).join(', ')),
      told('writes, kills', `${traffic.written}, ${kills}`),
      told('resets, half-open, stalls', `${met.reset}, ${met['half-open']}, ${met.stall}`),
      ...live(clients, happened, quiet),
      ...placed(stage, clients, { happened, end }),
      none('doubled on one connection, plain', clients.plain.flatMap(({ listener, name }) => repeated(name, listener.memory.heard))),
    ]; // prettier-ignore
    for (const each of Object.values(clients).flat()) each.listener.stop();
    return [...rows, ...(await catchUp(context, stage))];
  },
};

/** Milliseconds after the storm in which everybody has come back. */
const SETTLE = 10_000;

interface Client extends Omit<Judged, 'heard'> {
  listener: Listener;
}

type Clients = Record<'plain' | 'extended' | 'feed', Client[]>;

function connect(context: Context, stage: Stage): Clients {
  const { agents, admin } = stage.desk;
  const make = (kind: keyof Clients, count: number): Client[] =>
    Array.from({ length: count }, (_, index) => {
      // The last of them sees everything.
      const person = index === count - 1 ? admin : (agents[index % agents.length] as Person);
      const listener = listen(context, stage, { kind, person, isStream: index % 2 === 0 });
      context.after(() => listener.stop());
      const { id: user } = person;
      return { name: `${kind} ${index}`, user, isAdmin: user === admin.id, began: Date.now(), listener }; // prettier-ignore
    });
  return {
    plain: make('plain', sized(context, { full: 80, quick: 10 })),
    extended: make('extended', sized(context, { full: 80, quick: 20 })),
    feed: make('feed', sized(context, { full: 40, quick: 10 })),
  };
}

const mistakes: Record<string, 'asks for nothing' | 'asks for too much'> = {
  'a-place-to-come-back-to': 'asks for nothing',
  'the-right-place': 'asks for too much',
};

function listen(
  { random, broken }: Context,
  { proxy, desk: { account_id }, identifiers }: Stage,
  { kind, person, isStream }: { kind: keyof Clients; person: Person; isStream: boolean },
): Listener {
  const address = (): string => `127.0.0.1:${proxy.port}`;
  const { token, id } = person;
  if (kind === 'feed') return listenOnFeed({ address, account_id, token, isStream, random });
  const identifier = identifiers.get(id) ?? '';
  const mistake = mistakes[broken ?? ''];
  return listenOnCable({ address, identifier, isExtended: kind === 'extended', random, mistake });
}

/** Bad lines, rights that come and go, and a server that is killed. Returns how often it was. */
async function storming(context: Context, stage: Stage): Promise<number> {
  const { proxy, server } = stage;
  const kills = sized(context, { full: 10, quick: 2 });
  const length = sized(context, { full: 90_000, quick: 16_000 });
  proxy.faults = storm;
  proxy.resetAll();
  const stopShuffling = shuffleRights(stage, context.random, 2);
  const began = Date.now();
  for (let kill = 1; kill <= kills; kill += 1) {
    await pauseUntil(began + (length * kill) / (kills + 1));
    await server.kill('SIGKILL');
    await server.start();
  }
  await pauseUntil(began + length);
  await stopShuffling();
  proxy.faults = calm;
  proxy.resetAll();
  return kills;
}

/** How long after its commit an event arrives while nothing is wrong. */
function live(
  { extended, feed }: Clients,
  happened: Happened[],
  { from, to }: { from: number; to: number },
): Row[] {
  const commits = new Map(happened.map(({ position, committed }) => [position, committed]));
  const late = [...extended, ...feed].flatMap(({ listener }) =>
    listener.memory.heard.flatMap(({ position, at, event }) => {
      const committed = commits.get(position) ?? 0;
      if (event === 'presence.update' || committed < from || committed > to) return [];
      return [at - committed];
    }),
  );
  return [
    told('from commit to client while calm, p50', percentile(late, 0.5), 'ms'),
    atMost('from commit to client while calm, p99', 250, percentile(late, 0.99), 'ms'),
    told('of so many arrivals', late.length),
  ];
}

function placed(
  { rights }: Stage,
  { extended, feed }: Clients,
  { happened, end }: { happened: Happened[]; end: number },
): Row[] {
  const all = [...extended, ...feed];
  const verdicts = all.map(({ listener, ...client }) =>
    judge({ ...client, heard: listener.memory.heard }, { happened, rights, end }),
  );
  const [expected, open] = [
    verdicts.reduce((sum, each) => sum + each.expected, 0),
    verdicts.reduce((sum, each) => sum + each.open, 0),
  ];
  const rejected = all
    .filter(({ listener }) => listener.memory.rejected > 0)
    .map(({ name }) => name);
  return [
    told('events in the log', happened.length),
    atLeast('heard or to be heard', 1, expected, 'arrivals'),
    atMost(`not judged: a right changed within ${TOLERANCE} ms`, 10, (open / Math.max(1, expected)) * 100, '%'),
    none('missing', verdicts.flatMap((each) => each.missing)),
    none('doubled', verdicts.flatMap((each) => each.doubled)),
    none('out of order', verdicts.flatMap((each) => each.disordered)),
    none('heard without the right', verdicts.flatMap((each) => each.leaked)),
    none('refused, or told that the past is gone', rejected),
    told('connections per client', all.reduce((sum, { listener }) => sum + listener.memory.connections, 0) / all.length),
  ]; // prettier-ignore
}

/** On the plain protocol nothing has a place, but a message is told of once on each connection. */
function repeated(name: string, heard: readonly Heard[]): string[] {
  const seen = new Set<string>();
  return heard
    .filter(({ event }) => event === 'message.created')
    .filter(({ since, id }) => seen.size === seen.add(`${since} ${id}`).size)
    .map(({ id }) => `${name}: message ${id}`);
}

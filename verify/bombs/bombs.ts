import { setTimeout as pause } from 'node:timers/promises';
import { picture } from '../../server/test/files.ts';
import { makeRecords, placesOf, type Place } from '../../server/test/places.ts';
import { createCaller, type Caller } from '../rig/calls.ts';
import { createDesk } from '../rig/desk.ts';
import { createPostgres } from '../rig/postgres.ts';
import { createServer, type ServerProcess } from '../rig/server.ts';
import { strainOf } from '../rig/strain.ts';
import { atMost, none, percentile, told, type Context, type Scenario } from '../scenario.ts';
import { bodies, drops, hundredMegabytes, send } from './bodies.ts';
import { dropOnSockets } from './frames.ts';
import { pictures } from './pictures.ts';
import { strings } from './strings.ts';

/** Texts of each field: all of them, or every so many-th. */
const TEXTS = { full: 1, quick: 40 };
const GOAL = 200;
/** A stop of the machine does not come back; one of ours does. */
const TRIES = 3;

/** Nothing that can be sent makes the others wait (promises V88, V94, V98, V99). */
export const bombs: Scenario = {
  name: 'bombs',
  promise: 'No text, body, frame or picture keeps a process from serving the others.',
  limit: { full: 600, quick: 120 },
  twins: [{ guard: 'bodies-are-bounded', fails: ['the longest stall'] }],
  async run(context) {
    const stage = await setUp(context);
    const { server, admin, messages } = stage;
    const slow = send({ url: messages, headers: headersOf(admin, 'application/json'), pieces: drops(), every: 1000 }); // prettier-ignore
    const memory = async (): Promise<number> => (await liveOn(stage)).memory;
    const before = await memory();
    const [waits, end] = keepReading(admin);
    const stalls: [number, string][] = [];
    const failed: string[] = [];
    const bomb = bomber(server, { stalls, failed });

    for (const [name, [type, text]] of Object.entries(bodies)) {
      const pieces = [text()];
      await bomb(name, async () => (await send({ url: messages, headers: headersOf(admin, type), pieces, every: 0 }))[0]); // prettier-ignore
    }
    await bomb('a hundred megabytes', async () => (await send({ url: messages, headers: headersOf(admin, 'application/json'), pieces: hundredMegabytes(), every: 0 }))[0] || 413); // prettier-ignore
    for (const [name, [filename, bytes]] of Object.entries(await pictures())) {
      await bomb(name, async () => sendPicture(stage, filename, bytes));
    }
    const withBodies = await memory();
    let borne: string[] = [];
    await bomb('frames', async () => {
      borne = await dropOnSockets(server.url);
      return 200;
    });
    const withFrames = await memory();
    context.say('bodies, pictures and frames are over; now texts');
    const texts = await sendTexts(context, stage, bomb);
    await end();
    const [, waited] = await slow;
    const withTexts = await memory();
    const [longest, name] = stalls.toSorted(([a], [b]) => b - a)[0] ?? [0, ''];
    return [
      told('texts sent', texts),
      { ...atMost('the longest stall', GOAL, longest, 'ms'), details: [`with ${name}`] },
      atMost('a list meanwhile, p99', 300, percentile(waits, 0.99), 'ms'),
      none('was answered by a failure, or not at all', failed),
      none('a socket on which this was borne', borne),
      atMost('a body that comes by drops is cut off after', 32, waited / 1000, 's'),
      atMost('memory grew with bodies and pictures by', 32, withBodies - before, 'MB'),
      atMost('memory grew with frames by', 16, withFrames - withBodies, 'MB'),
      told('memory grew with texts by', withTexts - withFrames, 'MB'),
    ];
  },
}; // prettier-ignore

interface Stage {
  server: ServerProcess;
  admin: Caller;
  /** Where messages of a conversation are written to. */
  messages: string;
  places: Place[];
}

async function setUp(context: Context): Promise<Stage> {
  const postgres = await createPostgres(context);
  const server = await createServer(context, { databaseUrl: postgres.url, args: ['--empty'] });
  await server.start();
  const { account_id, admin: ada, inboxes, contact_id } = await createDesk(postgres.pool, { agents: 1 }); // prettier-ignore
  const admin = createCaller(server.url, account_id, ada.token);
  const { id } = await admin.insist('conversations', { inbox_id: inboxes[0], contact_id });
  const known = { account_id, conversation_id: id, inbox_id: inboxes[0], contact_id };
  const ids = await makeRecords(admin.call, Object.fromEntries(Object.entries(known).map(([name, each]) => [name, String(each)]))); // prettier-ignore
  const messages = `${server.url}/api/v1/accounts/${account_id}/conversations/${String(id)}/messages`; // prettier-ignore
  return { server, admin, messages, places: placesOf(ids) };
}

const headersOf = ({ token }: Caller, type: string): Record<string, string> => ({
  api_access_token: token,
  'content-type': type,
});

/** What is done every day: before, so that what it takes is there already, and after, so that what is not needed goes. */
async function liveOn(stage: Stage) {
  const { server, admin, places } = stage;
  await sendPicture(stage, 'holiday.png', await picture('png', { width: 1200, height: 900 }));
  for (const { method, path, body } of places) await admin.call(method, path, body('a text'.repeat(2000))); // prettier-ignore
  await pause(1000);
  return strainOf(server);
}

type Bomb = (name: string, drop: () => Promise<number>) => Promise<void>;

/** Drops one, and notes how long everything stood still, each time it is tried. */
function bomber(
  server: ServerProcess,
  { stalls, failed }: { stalls: [number, string][]; failed: string[] },
): Bomb {
  return async (name, drop) => {
    let least = Infinity;
    for (let attempt = 0; attempt < TRIES && least > GOAL; attempt += 1) {
      await strainOf(server);
      const status = await drop().catch(() => 0);
      if (status === 0 || status >= 500) failed.push(`${name}: ${status}`);
      least = Math.min(least, (await strainOf(server)).stall);
    }
    stalls.push([least, name]);
  };
}

/** Somebody reads a list again and again. Returns how long each took, and what ends it. */
function keepReading(admin: Caller): [number[], () => Promise<void>] {
  const waits: number[] = [];
  let isOver = false;
  const reading = (async () => {
    while (!isOver) {
      const began = performance.now();
      // Who gets no answer has waited until they gave up.
      await admin.call('GET', 'conversations').catch(() => undefined);
      waits.push(performance.now() - began);
      await pause(20);
    }
  })();
  return [
    waits,
    async () => {
      isOver = true;
      await reading;
    },
  ];
}

/** A picture as a message's file, and then its small one. */
async function sendPicture({ admin, messages }: Stage, name: string, bytes: Buffer): Promise<number> {
  const form = new FormData();
  form.append('content', name);
  form.append('attachments[]', new Blob([new Uint8Array(bytes)], { type: `image/${name.split('.')[1]}` }), name);
  const sent = await fetch(messages, { method: 'POST', headers: { api_access_token: admin.token }, body: form });
  if (!sent.ok) return sent.status;
  const { attachments } = (await sent.json()) as { attachments?: { thumb_url?: string; data_url: string }[] };
  const [file] = attachments ?? [];
  const small = await fetch(file?.thumb_url || (file?.data_url ?? ''));
  await small.arrayBuffer();
  return small.status;
} // prettier-ignore

/** Long texts in every field. Returns how many were sent. */
async function sendTexts(context: Context, { admin, places }: Stage, bomb: Bomb): Promise<number> {
  const every = context.quick ? TEXTS.quick : TEXTS.full;
  let number = 0;
  let sent = 0;
  for (const place of places) {
    // One look at the strain for all texts of a field; which of them it was is found out when it matters.
    const chosen = Object.entries(strings).filter(() => (number += 1) % every === 0);
    if (chosen.length === 0) continue;
    await bomb(`${place.name}: ${chosen.map(([name]) => name).join(', ')}`, async () => {
      let worst = 200;
      for (const [, text] of chosen) {
        const { status } = await admin.call(place.method, place.path, place.body(text));
        sent += 1;
        worst = Math.max(worst, status);
      }
      return worst;
    });
  }
  return sent;
}

import { setTimeout as pause } from 'node:timers/promises';
import { createCaller } from '../rig/calls.ts';
import { remove, welcome } from './changes.ts';
import { identifierOf } from './ears.ts';
import type { Member, Stage } from './stage.ts';

/** Milliseconds after which somebody counts as listening for ever. */
const LONGEST = 4000;

/** How long people were still connected after they had lost the right to, in milliseconds. */
export interface Cuts {
  sockets: number[];
  streams: number[];
}

/** Takes everybody out of the account while they listen, and changes passwords. */
export async function measureCuts(stage: Stage, rounds: number): Promise<Cuts> {
  const cuts: Cuts = { sockets: [], streams: [] };
  for (let round = 0; round < rounds; round += 1) {
    const member = stage.agents[round % stage.agents.length] as Member;
    if (!member.standing.isMember) await welcome(member, stage);
    const identifier = await identifierOf(member, stage.desk.account_id);
    const ends = stage.addresses.flatMap((address) => [
      socketEnds(address, 'actioncable-v1-json', identifier),
      socketEnds(address, 'actioncable-v1-ext-json', identifier),
    ]);
    const streams = stage.addresses.map(async (address) => streamEnds(address, member, stage));
    await Promise.all([...ends, ...streams].map(async (each) => (await each).ready));
    await remove(member, stage);
    const gone = Date.now();
    const since = async (waiting: Promise<Ending>[]): Promise<number[]> =>
      Promise.all(waiting.map(async (each) => Math.max(0, (await (await each).ended) - gone)));
    const [sockets, fed] = await Promise.all([since(ends), since(streams)]);
    cuts.sockets.push(...sockets);
    cuts.streams.push(...fed);
  }
  return cuts;
}

interface Ending {
  ready: Promise<void>;
  /** When it was over, or when nobody waited any longer. */
  ended: Promise<number>;
}

async function socketEnds(address: string, protocol: string, identifier: string): Promise<Ending> {
  const socket = new WebSocket(`ws://${address}/cable`, [protocol]);
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<number>();
  socket.addEventListener('message', ({ data }) => {
    const { type } = JSON.parse(String(data)) as { type?: string };
    if (type === 'welcome') socket.send(JSON.stringify({ command: 'subscribe', identifier }));
    if (type === 'ping') socket.send('{"command":"pong"}');
    if (type === 'confirm_subscription') ready.resolve();
  });
  socket.addEventListener('close', () => ended.resolve(Date.now()));
  return { ready: ready.promise, ended: orNever(ready.promise, ended.promise, () => socket.close()) };
} // prettier-ignore

async function streamEnds(address: string, { token }: Member, { desk }: Stage): Promise<Ending> {
  const { url } = createCaller(`http://${address}`, desk.account_id, token);
  const leaving = new AbortController();
  const headers = { api_access_token: token, accept: 'text/event-stream' };
  const path = `${url}/api/v1/accounts/${desk.account_id}/changes`;
  const answer = await fetch(path, { headers, signal: leaving.signal });
  if (answer.status !== 200) throw new Error(`the feed was refused with ${answer.status}`);
  const ready = Promise.resolve();
  const read = async (): Promise<number> => {
    try {
      for await (const _chunk of answer.body ?? []) continue;
    } catch {
      // Cut: that is an end, too.
    }
    return Date.now();
  };
  return { ready, ended: orNever(ready, read(), () => leaving.abort()) };
}

async function orNever(
  ready: Promise<void>,
  ended: Promise<number>,
  leave: () => void,
): Promise<number> {
  await ready;
  const late = async (): Promise<number> => {
    // Reckoned from when it was ready; the right is taken within a moment of that.
    await pause(LONGEST, undefined, { ref: false });
    leave();
    return Date.now();
  };
  return Promise.race([ended, late()]);
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { WebSocket } from 'ws';
import { sql } from './inside.ts';
import type { Answer, Caller, World } from './world.ts';

/** What an event looks like to whoever hears it. */
export interface Heard {
  event: string;
  data: Answer['body'];
}

/** A client of the realtime connection. */
export interface Ear {
  socket: WebSocket;
  /** Every frame so far, in order. */
  frames: Answer['body'][];
  say(frame: unknown): void;
  /** The first frame after those that were awaited before that passes. */
  frame(passes: (frame: Answer['body']) => boolean): Promise<Answer['body']>;
  subscribe(identifier: string): Promise<Answer['body']>;
  /** The next event of this name (or that passes); those before it are skipped. */
  hears(what: string | ((heard: Heard) => boolean)): Promise<Heard>;
  /** All events from the last that was awaited up to the one that passes, presence left out. */
  until(passes: (heard: Heard) => boolean): Promise<Heard[]>;
  closed: Promise<{ code: number }>;
}

/** Where the application listens; it does so from the first call on. */
export async function addressOf({ app }: Pick<World, 'app'>): Promise<string> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 });
  return `127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

/** Connects, and waits for the welcome. */
export async function connectEar(
  world: Pick<World, 'app'>,
  protocols: string[] = ['actioncable-v1-json', 'actioncable-unsupported'],
): Promise<Ear> {
  const ear = earOf(new WebSocket(`ws://${await addressOf(world)}/cable`, protocols));
  await ear.frame(({ type }) => type === 'welcome');
  return ear;
}

/** Of a connection that ends nobody need have waited for more. */
function waiting(): PromiseWithResolvers<void> {
  const next = Promise.withResolvers<void>();
  next.promise.catch(() => {});
  return next;
}

/** What a socket hears. */
export function earOf(socket: WebSocket): Ear {
  const frames: Answer['body'][] = [];
  let next = 0;
  let arrived = waiting();
  const { promise: closed, resolve: close } = Promise.withResolvers<{ code: number }>();
  socket.on('message', (text: Buffer) => {
    frames.push(JSON.parse(text.toString()));
    arrived.resolve();
    arrived = waiting();
  });
  socket.on('close', (code) => {
    close({ code });
    arrived.reject(new Error(`closed with ${code}`));
  });
  socket.on('error', () => {});
  after(() => socket.terminate());

  const take = async (passes: (frame: Answer['body']) => boolean): Promise<Answer['body'][]> => {
    for (let seen = next; ; seen += 1) {
      while (seen >= frames.length) {
        if (socket.readyState === WebSocket.CLOSED) throw new Error('the connection has ended');
        await arrived.promise;
      }
      if (!passes(frames[seen])) continue;
      const taken = frames.slice(next, seen + 1);
      next = seen + 1;
      return taken;
    }
  };
  const say = (frame: unknown): void =>
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  const frame: Ear['frame'] = async (passes) => (await take(passes)).at(-1);
  const until: Ear['until'] = async (passes) => {
    const taken = await take(({ type, message }) => type === undefined && passes(message as Heard));
    return taken.flatMap(({ type, message }) =>
      type !== undefined || message.event === 'presence.update' ? [] : [message as Heard],
    );
  };
  return {
    socket,
    frames,
    say,
    frame,
    async subscribe(identifier) {
      say({ command: 'subscribe', identifier });
      return frame(
        (each) => each.type === 'confirm_subscription' && each.identifier === identifier,
      );
    },
    async hears(what) {
      const passes = typeof what === 'string' ? ({ event }: Heard) => event === what : what;
      return (await frame(({ type, message }) => type === undefined && passes(message as Heard)))
        .message;
    },
    until,
    closed,
  };
}

export async function userIdentifier(person: Caller, account_id: number): Promise<string> {
  const { body } = await person.get('/api/v1/profile');
  const { pubsub_token } = body as { pubsub_token: string };
  return JSON.stringify({ channel: 'RoomChannel', pubsub_token, account_id, user_id: person.id });
}

export async function contactIdentifier(world: World, source: string): Promise<string> {
  const [found] = await sql<{ pubsub_token: string }>(
    world,
    'select pubsub_token from contact_inboxes where source_id = $1',
    [source],
  );
  return JSON.stringify({ channel: 'RoomChannel', pubsub_token: found?.pubsub_token });
}

/** Somebody of the team who listens. */
export async function earOfPerson(
  world: World,
  person: Caller,
  account_id = world.acme.id,
): Promise<Ear> {
  const ear = await connectEar(world);
  await ear.subscribe(await userIdentifier(person, account_id));
  return ear;
}

/** A customer who listens, by their source id. */
export async function earOfContact(world: World, source: string): Promise<Ear> {
  const ear = await connectEar(world);
  await ear.subscribe(await contactIdentifier(world, source));
  return ear;
}

/** The socket is gone, or goes now. */
export async function gone(ear: Ear): Promise<number> {
  if (ear.socket.readyState !== WebSocket.CLOSED) await once(ear.socket, 'close');
  return (await ear.closed).code;
}

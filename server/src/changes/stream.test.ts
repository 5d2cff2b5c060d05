import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../app.ts';
import { pino } from 'pino';
import { addressOf } from '../../test/ear.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { ada, ben, dora, acme } = world;
const address = await addressOf(world);

interface Told {
  id: string;
  event?: string;
  data?: Answer['body'];
}

/** A stream as a browser reads it. */
async function open(person: Caller, { last, at = address }: { last?: string; at?: string } = {}) {
  const leaving = new AbortController();
  const response = await fetch(`http://${at}/api/v1/accounts/${acme.id}/changes`, {
    headers: {
      accept: 'text/event-stream',
      api_access_token: person.token,
      ...(last === undefined ? {} : { 'last-event-id': last }),
    },
    signal: leaving.signal,
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  const pieces = response.body!.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  let text = '';
  const next = async (): Promise<Told | undefined> => {
    while (!text.includes('\n\n')) {
      const { done, value } = await pieces.next();
      if (done === true) return undefined;
      text += value;
    }
    const block = text.slice(0, text.indexOf('\n\n'));
    text = text.slice(block.length + 2);
    const fields = new Map(
      block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
    );
    const data = fields.get('data');
    return {
      id: fields.get('id') ?? '',
      ...(fields.has('event') ? { event: fields.get('event')! } : {}),
      ...(data === undefined ? {} : { data: JSON.parse(data) }),
    };
  };
  const until = async (passes: (told: Told) => boolean): Promise<Told> => {
    for (;;) {
      const told = await next();
      assert.ok(told, 'the stream has ended');
      if (passes(told)) return told;
    }
  };
  return { next, until, leave: () => leaving.abort() };
}

const says =
  (content: string) =>
  ({ event, data }: Told): boolean =>
    event === 'message.created' && data.data.content === content;

const say = async (id: number, content: string): Promise<void> => {
  const { status } = await ada.post(`/conversations/${id}/messages`, { content, private: true });
  assert.equal(status, 200);
};

test('a stream tells what happens as it happens, and where it stands before anything has', async () => {
  const { id } = await world.conversation();
  const stream = await open(ben);
  const first = await stream.next();
  assert.notEqual(first?.id, '');
  assert.equal(first?.event, undefined);
  await say(id, 'one');
  const told = await stream.until(says('one'));
  assert.equal(told.data.event, 'message.created');
  assert.equal(told.data.data.conversation_id, id);
  stream.leave();
  await say(id, 'two');
  const back = await open(ben, { last: told.id });
  await back.until(says('two'));
  back.leave();
  const again = await open(ben, { last: first!.id });
  await again.until(says('one'));
  again.leave();
});

test('whoever may not call any more is told so, and the stream ends', async () => {
  const stream = await open(dora);
  await stream.next();
  assert.equal((await ada.delete(`/agents/${dora.id}`)).status, 200);
  await ada.post('/contacts', { name: 'Later' });
  const last = await stream.until(({ event }) => event === 'end');
  assert.match(JSON.stringify(last.data), /not authorized/);
  assert.equal(await stream.next(), undefined);
});

test('who leaves makes room for another', async () => {
  for (let each = 0; each < 12; each += 1) {
    const stream = await open(ben);
    await stream.next();
    stream.leave();
    const isFree = async (): Promise<boolean> =>
      (await ben.get('/changes?wait=0')).status === 200 &&
      (await new Promise((resolve) => {
        world.app.server.getConnections((_error, count) => resolve(count < 12));
      }));
    while (!(await isFree())) await ben.get('/changes');
  }
});

test('a server that stops ends streams and answers who waits', async () => {
  const app = await buildApp(world.platform, pino({ level: 'silent' }));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number };
  const at = `127.0.0.1:${port}`;
  const stream = await open(ben, { at });
  await stream.next();
  const waiting = fetch(`http://${at}/api/v1/accounts/${acme.id}/changes?wait=50`, {
    headers: { api_access_token: ada.token },
  });
  // It waits once its request has arrived.
  while (
    (await new Promise((resolve) =>
      app.server.getConnections((_error, count) => resolve(count)),
    )) !== 2
  )
    await ada.get('/changes');
  await app.close();
  assert.equal(await stream.next(), undefined);
  assert.equal((await waiting).status, 200);
});

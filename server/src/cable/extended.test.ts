import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { addressOf, connectEar, contactIdentifier, earOf, gone, userIdentifier, type Ear } from '../../test/ear.ts'; // prettier-ignore
import { sql } from '../../test/inside.ts';
import { visitorOf } from '../../test/visitor.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';
import { sweepEvents } from '../events/sweep.ts';

const world = await createWorld();
const { ada, ben, dora, acme } = world;
const EXTENDED = 'actioncable-v1-ext-json';

interface Place {
  epoch: string;
  offset: number;
}

const connect = async (): Promise<Ear> => connectEar(world, [EXTENDED]);

/** The first frame that says where the client stands. */
async function placeOf(ear: Ear): Promise<Place & { stream: string }> {
  const { stream_id, epoch, offset } = await ear.frame((each) => each.stream_id !== undefined);
  return { stream: stream_id, epoch, offset };
}

const historyOf = ({ stream, epoch, offset }: Place & { stream: string }) => ({
  streams: { [stream]: { epoch, offset } },
});

/** Somebody who listens, and where they stood then. */
async function listen(person: Caller, history?: unknown) {
  const ear = await connect();
  const identifier = await userIdentifier(person, acme.id);
  ear.say({ command: 'subscribe', identifier, ...(history === undefined ? {} : { history }) });
  await ear.frame(({ type }) => type === 'confirm_subscription');
  return { ear, identifier };
}

const say = async (id: number, content: string): Promise<void> => {
  const { status } = await ada.post(`/conversations/${id}/messages`, { content, private: true });
  assert.equal(status, 200);
};

const isMessage = ({ message }: Answer['body'], content?: string): boolean =>
  message?.event === 'message.created' &&
  (content === undefined || message.data.content === content);

const contentsOf = (frames: Answer['body'][]): string[] =>
  frames.filter((frame) => isMessage(frame)).map(({ message }) => message.data.content);

test('the protocol is the one that the client likes best of those it offers', async () => {
  for (const [offered, expected] of [
    [[EXTENDED, 'actioncable-v1-json'], EXTENDED],
    [['actioncable-v1-json', EXTENDED], 'actioncable-v1-json'],
    [['actioncable-v1-msgpack', EXTENDED], EXTENDED],
    [['actioncable-v1-json', 'actioncable-unsupported'], 'actioncable-v1-json'],
  ] as const) {
    const ear = await connectEar(world, [...offered]);
    assert.equal(ear.socket.protocol, expected);
    assert.deepEqual(
      Object.keys(ear.frames[0]),
      expected === EXTENDED ? ['type', 'sid'] : ['type'],
    );
  }
});

test('every message says where it stands, and a plain client is told nothing of it', async () => {
  const { id } = await world.conversation();
  const { ear, identifier } = await listen(ben);
  const plain = await connectEar(world);
  await plain.subscribe(identifier);
  const start = await placeOf(ear);
  await say(id, 'one');
  await say(id, 'two');
  const first = await ear.frame((frame) => isMessage(frame, 'one'));
  const second = await ear.frame((frame) => isMessage(frame, 'two'));
  assert.deepEqual(Object.keys(first), ['identifier', 'message', 'stream_id', 'epoch', 'offset']);
  assert.equal(first.identifier, identifier);
  assert.deepEqual([first.stream_id, first.epoch], [start.stream, start.epoch]);
  assert.ok(start.offset < first.offset && first.offset < second.offset);
  const same = await plain.frame((frame) => isMessage(frame, 'one'));
  assert.deepEqual(same, { identifier, message: first.message });
});

test('whoever comes back is told what they missed, in order, once, and then what happens', async () => {
  // One conversation takes only so many messages a minute.
  const ids = await Promise.all([1, 2, 3, 4].map(async () => (await world.conversation()).id));
  const { ear } = await listen(ben);
  const place = await placeOf(ear);
  ear.socket.close();
  for (let each = 0; each < 250; each += 1) await say(ids[each % 4], `missed ${each}`);
  let live = 0;
  let isOver = false;
  const writing = (async () => {
    for (; !isOver; live += 1) await say(ids[live % 4], `live ${live}`);
  })();
  const { ear: back } = await listen(ben, historyOf(place));
  await back.frame(({ type }) => type === 'confirm_history');
  isOver = true;
  await writing;
  await say(ids[0], 'end');
  await back.frame((frame) => isMessage(frame, 'end'));
  assert.deepEqual(contentsOf(back.frames), [
    ...Array.from({ length: 250 }, (_, each) => `missed ${each}`),
    ...Array.from({ length: live }, (_, each) => `live ${each}`),
    'end',
  ]);
  const offsets = back.frames.filter((frame) => isMessage(frame)).map(({ offset }) => offset);
  assert.deepEqual(offsets, offsets.toSorted((a, b) => a - b)); // prettier-ignore
  assert.equal(back.frames.filter(({ type }) => type === 'confirm_history').length, 1);
});

test('what somebody may not see any more is no part of what they missed', async () => {
  const { id } = await world.conversation();
  const { ear } = await listen(ben);
  const place = await placeOf(ear);
  ear.socket.close();
  await say(id, 'before');
  const members = { inbox_id: acme.support.id, user_ids: [ben.id] };
  await ada.delete('/inbox_members', members);
  const { ear: back } = await listen(ben, historyOf(place));
  await back.frame(({ type }) => type === 'confirm_history');
  assert.deepEqual(contentsOf(back.frames), []);
  await ada.post('/inbox_members', members);
  const { ear: again } = await listen(ben, historyOf(place));
  await again.frame(({ type }) => type === 'confirm_history');
  assert.deepEqual(contentsOf(again.frames), ['before']);
});

test('a customer resumes, too, and is told no more than before', async () => {
  const mia = await visitorOf(world, { source: 'resuming' });
  const { body } = await mia.post('/conversations');
  const identifier = await contactIdentifier(world, 'resuming');
  const ear = await connect();
  ear.say({ command: 'subscribe', identifier });
  const place = await placeOf(ear);
  ear.socket.close();
  await ada.post(`/conversations/${body.id}/messages`, { content: 'between us', private: true });
  await ada.post(`/conversations/${body.id}/messages`, { content: 'Hello' });
  const back = await connect();
  back.say({ command: 'subscribe', identifier, history: historyOf(place) });
  await back.frame(({ type }) => type === 'confirm_history');
  assert.deepEqual(contentsOf(back.frames), ['Hello']);
});

test('since an instant: at least what happened after it', async () => {
  const { id } = await world.conversation();
  const since = Math.floor(Date.now() / 1000) - 1;
  await say(id, 'since then');
  const { ear } = await listen(ben, { since, streams: {} });
  await ear.frame(({ type }) => type === 'confirm_history');
  assert.ok(contentsOf(ear.frames).includes('since then'));
});

test('from the cursor of a list on: what happened after it was read, once', async () => {
  const { id } = await world.conversation();
  const { ear: early } = await listen(ben);
  await say(id, 'in the list');
  await early.frame((frame) => isMessage(frame, 'in the list'));
  const { body } = await ben.get('/conversations?assignee_type=all&status=all');
  await say(id, 'after it');
  const { ear } = await listen(ben, { cursor: body.data.meta.cursor });
  await ear.frame(({ type }) => type === 'confirm_history');
  await say(id, 'later');
  await ear.frame((frame) => isMessage(frame, 'later'));
  assert.deepEqual(contentsOf(ear.frames), ['after it', 'later']);
});

test('what cannot be had any more is refused by name, and what happens now is heard all the same', async () => {
  const { id } = await world.conversation();
  const { ear } = await listen(ben);
  const place = await placeOf(ear);
  await say(id, 'lost');
  await ear.frame((frame) => isMessage(frame, 'lost'));
  const isRefused = async (history: unknown): Promise<void> => {
    const { ear: back } = await listen(ben, history);
    const { type } = await back.frame((frame) => String(frame.type).endsWith('_history'));
    assert.equal(type, 'reject_history');
    const now = await placeOf(back);
    assert.ok(now.offset >= place.offset);
    await say(id, 'now');
    await back.frame((frame) => isMessage(frame, 'now'));
    assert.deepEqual(contentsOf(back.frames), ['now']);
    back.socket.close();
  };
  await isRefused(historyOf({ ...place, epoch: 'another' }));
  await isRefused(historyOf({ ...place, offset: place.offset + 1000 }));
  await isRefused({ since: 1000 });
  await isRefused({ cursor: 'no cursor at all' });
  await sql(world, `update event_publications set published_at = now() - interval '30 days'`);
  await sweepEvents(world.pool, 24);
  await isRefused(historyOf(place));
});

test('typing that is over is not told to those who come back', async () => {
  const { id } = await world.conversation();
  const { ear } = await listen(ben);
  const place = await placeOf(ear);
  ear.socket.close();
  await ada.post(`/conversations/${id}/toggle_typing_status`, { typing_status: 'on' });
  await sql(
    world,
    `update events set created_at = now() - interval '1 minute' where name = 'conversation.typing_on'`,
  );
  await say(id, 'written');
  const { ear: back } = await listen(ben, historyOf(place));
  await back.frame(({ type }) => type === 'confirm_history');
  assert.deepEqual(
    back.frames.filter(({ message }) => message?.event === 'conversation.typing_on'),
    [],
  );
  assert.deepEqual(contentsOf(back.frames), ['written']);
});

test('a session brings its subscriptions back once, and nothing is sent before its history was asked for', async () => {
  const { id } = await world.conversation();
  const { ear, identifier } = await listen(ben);
  const place = await placeOf(ear);
  const { sid } = ear.frames[0];
  ear.socket.terminate();
  await gone(ear);
  await say(id, 'missed');
  const url = `ws://${await addressOf(world)}/cable?sid=${sid}`;
  const back = earOf(new WebSocket(url, [EXTENDED]));
  const welcome = await back.frame(({ type }) => type === 'welcome');
  assert.notEqual(welcome.sid, sid);
  assert.deepEqual([welcome.restored, welcome.restored_ids], [true, [identifier]]);
  await say(id, 'meanwhile');
  back.say({ command: 'history', identifier, history: historyOf(place) });
  await back.frame(({ type }) => type === 'confirm_history');
  await say(id, 'after');
  await back.frame((frame) => isMessage(frame, 'after'));
  assert.deepEqual(contentsOf(back.frames), ['missed', 'meanwhile', 'after']);
  const third = earOf(new WebSocket(url, [EXTENDED]));
  const again = await third.frame(({ type }) => type === 'welcome');
  assert.deepEqual(Object.keys(again), ['type', 'sid']);
});

test('a session does not bring back what its person may not hear any more', async () => {
  const { ear } = await listen(dora);
  const { sid } = ear.frames[0];
  ear.socket.terminate();
  await gone(ear);
  await sql(world, 'update memberships set removed_at = now() where user_id = $1', [dora.id]);
  const url = `ws://${await addressOf(world)}/cable?sid=${sid}`;
  const back = earOf(new WebSocket(url, [EXTENDED]));
  const welcome = await back.frame(({ type }) => type === 'welcome');
  assert.equal(welcome.restored, undefined);
  await sql(world, 'update memberships set removed_at = null where user_id = $1', [dora.id]);
});

test('a refused subscription is said to be refused, and a pong needs no answer', async () => {
  const ear = await connect();
  ear.say({ command: 'pong' });
  const identifier = JSON.stringify({ channel: 'OtherChannel' });
  ear.say({ command: 'subscribe', identifier });
  const answer = await ear.frame((each) => each.type !== 'ping');
  assert.deepEqual(answer, { identifier, type: 'reject_subscription' });
  ear.say({ command: 'history', identifier, history: { since: 1 } });
  assert.deepEqual(await ear.frame((each) => each.type !== 'ping'), {
    identifier,
    type: 'reject_history',
  });
});

test('whoever loses the right is told to come back before the connection ends', async () => {
  const { ear } = await listen(dora);
  await ada.delete(`/agents/${dora.id}`);
  const last = await ear.frame(({ type }) => type === 'disconnect');
  assert.deepEqual(last, { type: 'disconnect', reason: 'remote', reconnect: true });
  assert.equal(await gone(ear), 1008);
});

test('a client that reads too slowly is told to come back, and has missed nothing then', async () => {
  const { ear: slow } = await listen(ada);
  const place = await placeOf(slow);
  slow.socket.pause();
  const large = 'x'.repeat(100_000);
  const record = `insert into events (account_id, name, payload)
    values ($1, 'contact.created', jsonb_build_object('data', jsonb_build_object('name', $2::text)))`;
  const { ear: quick } = await listen(ben);
  for (let each = 0; each < 120; each += 1) await sql(world, record, [acme.id, `${each} ${large}`]);
  await quick.hears(({ data }) => String(data.name).startsWith('119 '));
  slow.socket.resume();
  assert.notEqual(await gone(slow), 1000);
  const { ear: back } = await listen(ada, historyOf(place));
  await back.frame(({ type }) => type === 'confirm_history');
  const names = back.frames.flatMap(({ message }) =>
    message?.event === 'contact.created' ? [Number.parseInt(message.data.name, 10)] : [],
  );
  assert.deepEqual(names, Array.from({ length: 120 }, (_, each) => each)); // prettier-ignore
});

test('in another epoch everybody is sent away, and hears that they missed something', async () => {
  const { ear } = await listen(ben);
  const place = await placeOf(ear);
  await sql(world, `update event_epoch set place = 'elsewhere'`);
  await ear.frame(({ type }) => type === 'disconnect');
  const { ear: back } = await listen(ben, historyOf(place));
  await back.frame(({ type }) => type === 'reject_history');
  assert.notEqual((await placeOf(back)).epoch, place.epoch);
});

import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome } from '../history/history.ts';
import type { Random } from '../random.ts';
import { createCaller, type Answer, type Caller } from '../rig/calls.ts';
import type { Desk } from '../rig/desk.ts';
import { append, type Recorded } from './record.ts';

/** Messages that a conversation is asked to take; a list shows all of them. */
const CAPACITY = 10;
/** Milliseconds for which a client that is made so believes what it was last told. */
const STALE = 200;

/** What the clients share. */
export interface Crowd {
  desk: Desk;
  /** Where each process is reached. */
  urls: readonly string[];
  contacts: readonly number[];
  random: Random;
  record: Recorded;
  /** Where they write just now, and how often each was asked to take something. */
  open: { conversation: number; asked: number }[];
  /** They believe old answers, which the verification has to notice. */
  isStale: boolean;
}

interface Client {
  crowd: Crowd;
  name: string;
  index: number;
  callers: Caller[];
  /** Its own messages that it has not deleted. */
  own: { conversation: number; id: number; key: string }[];
  remembered: Map<string, { at: number; answer: Answer }>;
  turn: number;
}

/** Writes and reads through both processes, one request after the other, until `stopped`. */
export async function work(crowd: Crowd, index: number, stopped: () => boolean): Promise<void> {
  const { urls, desk } = crowd;
  const token = desk.agents[index]?.token ?? '';
  const callers = urls.map((url) => createCaller(url, desk.account_id, token));
  const name = `client ${index}`;
  const client: Client = { crowd, name, index, callers, own: [], remembered: new Map(), turn: 0 };
  while (!stopped()) {
    client.turn += 1;
    await act(client);
  }
}

async function act(client: Client): Promise<void> {
  const { random } = client.crowd;
  const drawn = random.next();
  if (drawn < 0.3) return writeMessage(client);
  if (drawn < 0.66) return readMessages(client);
  if (drawn < 0.69) return deleteMessage(client);
  if (drawn < 0.76) return changeField(client);
  if (drawn < 0.93) return readFields(client);
  return readCount(client);
}

interface Asked {
  outcome: Outcome;
  body: Answer['body'];
  began: number;
  ended: number;
  process: number;
}

/** One request, once, to either process; without an answer nobody knows what became of it. */
async function ask(client: Client, method: string, path: string, body?: object): Promise<Asked> {
  const { crowd, callers, name } = client;
  const { record, random } = crowd;
  const process = random.between(0, callers.length - 1);
  const began = performance.now();
  const answer = await (callers[process] as Caller).call(method, path, body).catch(() => undefined);
  const ended = performance.now();
  const status = answer?.status ?? 0;
  const outcome = outcomeOf(status);
  record.outcomes[outcome] += 1;
  if (outcome === 'fail') record.refused.push(`${name}: ${method} ${path}: ${status} ${JSON.stringify(answer?.body)}`); // prettier-ignore
  // Who was cut off tries something else in a moment.
  if (outcome === 'info') await pause(50);
  return { outcome, body: answer?.body ?? {}, began, ended, process };
}

function outcomeOf(status: number): Outcome {
  if (status === 200) return 'ok';
  return status >= 400 && status < 500 ? 'fail' : 'info';
}

async function writeMessage(client: Client): Promise<void> {
  const { crowd, name, own, turn } = client;
  const { record, random, open } = crowd;
  const place = random.pick(open);
  place.asked += 1;
  if (place.asked > CAPACITY) await makeConversation(client, place);
  const { conversation } = place;
  const key = `${name} ${turn}`;
  const asked = await ask(client, 'POST', `conversations/${conversation}/messages`, { content: key }); // prettier-ignore
  const { outcome, began: invoked, ended } = asked;
  append(record.writes, conversation, { client: name, key, kind: 'create', outcome, invoked, ended }); // prettier-ignore
  if (outcome !== 'ok') return;
  const id = asked.body['id'] as number;
  append(record.acked, conversation, String(id));
  own.push({ conversation, id, key });
}

async function makeConversation(client: Client, place: Crowd['open'][number]): Promise<void> {
  const { crowd, name } = client;
  const { desk, record } = crowd;
  const given = { contact_id: desk.contact_id, inbox_id: desk.inboxes[0] };
  place.asked = 0;
  const { outcome, body, began: invoked, ended } = await ask(client, 'POST', 'conversations', given); // prettier-ignore
  const key = `${name} ${client.turn}`;
  record.made.push({ client: name, key, kind: 'create', outcome, invoked, ended });
  if (outcome !== 'ok') return;
  const value = body['id'] as number;
  record.numbers.push({ client: name, value });
  place.conversation = value;
}

async function readMessages(client: Client): Promise<void> {
  const { crowd, name, remembered } = client;
  const { record, random, open, isStale } = crowd;
  const { conversation } = random.pick(open);
  const path = `conversations/${conversation}/messages?after=0`;
  const known = remembered.get(path);
  const began = performance.now();
  const asked =
    isStale && known !== undefined && began - known.at < STALE
      ? { outcome: 'ok' as const, body: known.answer.body, began, ended: began, process: 0 }
      : await ask(client, 'GET', path);
  if (asked.outcome !== 'ok') return;
  if (isStale && asked.ended > asked.began) {
    remembered.set(path, { at: asked.ended, answer: { status: 200, body: asked.body } });
  }
  const messages = asked.body['payload'] as Shown[];
  append(record.reads, conversation, {
    client: name,
    began: asked.began,
    ended: asked.ended,
    process: asked.process,
    ids: messages.map(({ id }) => String(id)),
    keys: messages
      .filter(({ content_attributes }) => content_attributes.deleted !== true)
      .map(({ content }) => content),
  });
}

interface Shown {
  id: number;
  content: string;
  content_attributes: { deleted?: boolean };
}

/** One of the last messages of its own, so that somebody still looks there. */
async function deleteMessage(client: Client): Promise<void> {
  const { crowd, name, own } = client;
  const chosen = own.splice(-crowd.random.between(1, 4), 1)[0];
  if (chosen === undefined) return;
  const { conversation, id, key } = chosen;
  const path = `conversations/${conversation}/messages/${id}`;
  const { outcome, began: invoked, ended } = await ask(client, 'DELETE', path);
  append(crowd.record.writes, conversation, { client: name, key, kind: 'delete', outcome, invoked, ended }); // prettier-ignore
}

/** Of each pair of clients one has the name of their contact, the other what it is identified by. */
async function changeField(client: Client): Promise<void> {
  const { crowd, name, index, turn } = client;
  const contact = crowd.contacts[Math.floor(index / 2)] as number;
  const field = index % 2 === 0 ? 'name' : 'identifier';
  const value = `${name} ${turn}`;
  const { outcome, began: invoked, ended } = await ask(client, 'PATCH', `contacts/${contact}`, { [field]: value }); // prettier-ignore
  const key = `contact ${contact} ${field}`;
  crowd.record.changes.push({ client: name, key, kind: 'update', outcome, invoked, ended, value });
}

async function readFields(client: Client): Promise<void> {
  const { crowd, name, index } = client;
  const contact = crowd.contacts[Math.floor(index / 2)] as number;
  const { outcome, body, began, ended } = await ask(client, 'GET', `contacts/${contact}`);
  if (outcome !== 'ok') return;
  const found = body['payload'] as Record<string, unknown>;
  const values = new Map(
    ['name', 'identifier'].map((field) => [`contact ${contact} ${field}`, found[field]]),
  );
  crowd.record.looks.push({ client: name, began, ended, values });
}

async function readCount(client: Client): Promise<void> {
  const { outcome, body, began, ended } = await ask(client, 'GET', 'conversations/meta?status=open'); // prettier-ignore
  if (outcome !== 'ok') return;
  const value = (body['meta'] as { all_count: number }).all_count;
  client.crowd.record.counts.push({ client: client.name, began, ended, value });
}

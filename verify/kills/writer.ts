import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';

/** A message that the server acknowledged. */
export interface AckedMessage {
  id: number;
  conversation: number;
  content: string;
}

/** What one writer was promised: everything in here must be there at the end, exactly once. */
export interface History {
  conversations: number[];
  messages: AckedMessage[];
  /** The last acknowledged state of each conversation, which only this writer touches. */
  status: Map<number, string>;
  priority: Map<number, string>;
  labels: Map<number, string[]>;
  attributes: Map<number, Record<string, unknown>>;
  /** Contents of writes whose outcome the writer never learned; they may be there or not. */
  uncertain: string[];
  /** What the server refused, of writes that each follow from what it acknowledged before: none may be. */
  refused: string[];
  acknowledged: number;
  retries: number;
}

export interface Account {
  url: string;
  account_id: number;
  token: string;
  inbox_id: number;
  contact_id: number;
}

const statuses = ['open', 'resolved', 'pending', 'snoozed'];
const priorities = ['low', 'medium', 'high', 'urgent'];
const names = ['billing', 'vip', 'bug', 'refund'];

interface Impatient extends Account {
  random: Random;
}

/** Milliseconds that it waits for an answer, and in one case of twenty. */
const PATIENCE = 20_000;
const IMPATIENCE = { least: 3, most: 40 };

/** Writes until `stopped` says so, one request after the other, each with a key of its own, retried until answered. */
export async function write(
  account: Impatient,
  name: string,
  stopped: () => boolean,
): Promise<History> {
  const history: History = {
    conversations: [],
    messages: [],
    status: new Map(),
    priority: new Map(),
    labels: new Map(),
    attributes: new Map(),
    uncertain: [],
    refused: [],
    acknowledged: 0,
    retries: 0,
  };
  for (let turn = 0; !stopped(); turn += 1) {
    await takeTurn({ account, history, name, stopped }, turn);
  }
  return history;
}

interface Writer {
  account: Impatient;
  history: History;
  name: string;
  stopped: () => boolean;
}

async function takeTurn(writer: Writer, turn: number): Promise<void> {
  const { history, account, name } = writer;
  const content = `${name} ${turn}`;
  const conversation = history.conversations.at(-1);
  if (conversation === undefined || turn % 25 === 0) {
    const { inbox_id, contact_id } = account;
    const message = { content, message_type: 'incoming' };
    const made = await send(writer, {
      path: '/conversations',
      body: { inbox_id, contact_id, message },
      content,
    });
    if (made === undefined) return;
    history.conversations.push(made['id'] as number);
    const [first] = made['messages'] as { id: number }[];
    history.messages.push({ id: first?.id ?? 0, conversation: made['id'] as number, content });
    return;
  }
  await change(writer, { turn, conversation, content });
}

interface Turn {
  turn: number;
  conversation: number;
  content: string;
}

async function change(writer: Writer, { turn, conversation, content }: Turn): Promise<void> {
  const { history } = writer;
  const path = `/conversations/${conversation}`;
  const pick = <T>(list: T[]): T => list[turn % list.length] as T;
  switch (turn % 6) {
    case 1: {
      const status = pick(statuses);
      if (await send(writer, { path: `${path}/toggle_status`, body: { status } })) {
        history.status.set(conversation, status);
      } else history.status.delete(conversation);
      return;
    }
    case 2: {
      const priority = pick(priorities);
      if (await send(writer, { path: `${path}/toggle_priority`, body: { priority } })) {
        history.priority.set(conversation, priority);
      } else history.priority.delete(conversation);
      return;
    }
    case 3: {
      const labels = [pick(names), `${turn}`];
      if (await send(writer, { path: `${path}/labels`, body: { labels } }))
        history.labels.set(conversation, labels);
      else history.labels.delete(conversation);
      return;
    }
    case 4: {
      const custom_attributes = { turn };
      if (await send(writer, { path: `${path}/custom_attributes`, body: { custom_attributes } })) {
        history.attributes.set(conversation, custom_attributes);
      } else history.attributes.delete(conversation);
      return;
    }
    default: {
      // Outgoing messages only: they never reopen, so the acknowledged status stays what it was.
      const sent = await send(writer, { path: `${path}/messages`, body: { content }, content });
      if (sent !== undefined)
        history.messages.push({ id: sent['id'] as number, conversation, content });
    }
  }
}

interface Write {
  path: string;
  body: object;
  content?: string;
}

/**
 * Sends one write until it is answered. An empty object stands for an empty 200; undefined for a write
 * that was refused, or given up when the run ended.
 */
async function send(
  writer: Writer,
  { path, body, content }: Write,
): Promise<Record<string, unknown> | undefined> {
  const { account, history, stopped } = writer;
  const key = randomUUID();
  for (;;) {
    const answer = await attempt(account, { path, body, key });
    if (answer instanceof Refusal) {
      history.refused.push(answer.message);
      await pause(25);
      return undefined;
    }
    if (answer !== undefined) {
      history.acknowledged += 1;
      return answer;
    }
    history.retries += 1;
    if (stopped()) {
      if (content !== undefined) history.uncertain.push(content);
      return undefined;
    }
    await pause(25);
  }
}

class Refusal extends Error {}

// Now and then the answer is not waited for: it may have happened or not, as when the line breaks.
async function attempt(
  { url, account_id, token, random }: Impatient,
  { path, body, key }: { path: string; body: object; key: string },
): Promise<Record<string, unknown> | Refusal | undefined> {
  const { least, most } = IMPATIENCE;
  const patience = random.chance(0.05) ? random.between(least, most) : PATIENCE;
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(`${url}/api/v1/accounts/${account_id}${path}`, {
      method: 'POST',
      headers: {
        api_access_token: token,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    });
    text = await answer.text();
  } catch {
    return undefined;
  }
  // 409: the first try is still under way in a transaction that is about to end, one way or the other.
  if (answer.status >= 500 || answer.status === 409) return undefined;
  if (answer.status !== 200) return new Refusal(`${path}: ${answer.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

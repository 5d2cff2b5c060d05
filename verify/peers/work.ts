import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';

/** What somebody met who works. */
export interface Working {
  /** Milliseconds of each answer. */
  took: number[];
  failures: string[];
}

export interface Desk {
  url: string;
  account_id: number;
  tokens: readonly string[];
  conversations: readonly number[];
  random: Random;
}

/** Milliseconds that somebody thinks between two clicks, at most. */
const THINKING = 2000;

/** People who list, read and write until `done`, each on a connection of their own. Nobody asks twice. */
export async function work(desk: Desk, done: () => boolean): Promise<Working> {
  const working: Working = { took: [], failures: [] };
  await Promise.all(desk.tokens.map(async (token) => person(desk, { token, working, done })));
  return working;
}

interface Person {
  token: string;
  working: Working;
  done: () => boolean;
}

async function person(desk: Desk, { token, working, done }: Person): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await pause(desk.random.next() * THINKING);
  while (!done()) {
    const click = choose(desk);
    const began = performance.now();
    const status = await ask(`${desk.url}${click.path}`, { token, agent, body: click.body });
    if (status === '200') working.took.push(performance.now() - began);
    else
      working.failures.push(
        `${click.body === undefined ? 'GET' : 'POST'} ${click.path}: ${status}`,
      );
    await pause(desk.random.next() * THINKING);
  }
  agent.destroy();
}

function choose({ account_id, conversations, random }: Desk): Click {
  const place = `/api/v1/accounts/${account_id}/conversations`;
  const messages = `${place}/${random.pick(conversations)}/messages`;
  const drawn = random.next();
  if (drawn < 0.4) return { path: `${place}?status=open` };
  if (drawn < 0.7) return { path: messages };
  return { path: messages, body: JSON.stringify({ content: 'x'.repeat(200), private: true }) };
}

interface Click {
  path: string;
  body?: string;
}

/** The status, or what came instead of one. */
async function ask(
  url: string,
  { token, agent, body }: { token: string; agent: Agent; body: string | undefined },
): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const headers = { api_access_token: token, 'content-type': 'application/json' };
  const method = body === undefined ? 'GET' : 'POST';
  const sent = request(url, { agent, method, headers, timeout: 30_000 }, (response) => {
    response.on('error', (error) => resolve(error.message));
    response.on('end', () => resolve(String(response.statusCode)));
    response.resume();
  });
  sent.on('timeout', () => sent.destroy(new Error('no answer in 30 s')));
  sent.on('error', (error) => resolve(error.message));
  sent.end(body);
  return promise;
}

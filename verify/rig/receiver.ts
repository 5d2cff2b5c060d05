import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'; // prettier-ignore
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';

/** One attempt that arrived, with what matters of what it tells. */
export interface Receipt {
  /** The same on every attempt of a delivery. */
  id: string;
  sequence: number;
  /** Told by the sender: something before it in its conversation did not arrive. */
  isAfterGap: boolean;
  event: string;
  /** The message, or what else the event is about. */
  subject: number;
  conversation: number;
  at: number;
  /** Whether it was answered with a success, all of it. */
  accepted: boolean;
  /** Both signatures are right and fresh. */
  signed: boolean;
}

/** What becomes of an attempt; resolves to whether the sender was told of a success. */
export type Behaviour = (exchange: Exchange) => Promise<boolean>;

export interface Exchange {
  response: ServerResponse;
  random: Random;
  /** Milliseconds since the receiver began. */
  age: number;
}

export interface Receiver {
  readonly url: string;
  readonly receipts: Receipt[];
  /** What deliveries have to be signed with; known once the webhook is made. */
  secret: string;
  behave: Behaviour;
  close(): Promise<void>;
}

/** Somebody's server that webhooks are sent to. */
export async function createReceiver(behave: Behaviour, random: Random): Promise<Receiver> {
  const receipts: Receipt[] = [];
  const began = Date.now();
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const receipt = read(request.headers, body, receiver.secret);
    receipts.push(receipt);
    const age = Date.now() - began;
    receipt.accepted = await receiver.behave({ response, random, age });
  };
  const server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    receipts,
    secret: '',
    behave,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}

interface Told {
  event: string;
  id: number;
  conversation?: { id: number };
}

function read(headers: IncomingHttpHeaders, body: string, secret: string): Receipt {
  const told = JSON.parse(body) as Told;
  return {
    id: String(headers['webhook-id']),
    sequence: Number(headers['x-confab-sequence']),
    isAfterGap: headers['x-confab-previous-undelivered'] === 'true',
    event: told.event,
    subject: told.id,
    conversation: told.conversation?.id ?? 0,
    at: Date.now(),
    accepted: false,
    signed: isSigned(headers, body, secret),
  };
}

/** As a receiver checks it: standardwebhooks.com, and the header of later Chatwoot releases. */
function isSigned(headers: IncomingHttpHeaders, body: string, secret: string): boolean {
  const timestamp = String(headers['webhook-timestamp']);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const standard = createHmac('sha256', key)
    .update(`${String(headers['webhook-id'])}.${timestamp}.${body}`)
    .digest('base64');
  const chatwoot = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  const signatures = String(headers['webhook-signature']).split(' ');
  return (
    Math.abs(Date.now() / 1000 - Number(timestamp)) < 30 &&
    signatures.some((each) => isEqual(each, `v1,${standard}`)) &&
    isEqual(String(headers['x-chatwoot-signature']), `sha256=${chatwoot}`)
  );
}

const isEqual = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

/** Resolves to whether all of it was handed over. */
const answer = async (
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
): Promise<boolean> =>
  new Promise((resolve) => {
    response.once('finish', () => resolve(status < 300));
    response.once('close', () => resolve(false));
    response.writeHead(status, headers).end('{}');
  });

const reset = ({ socket }: ServerResponse): boolean => {
  socket?.resetAndDestroy();
  return false;
};

/** No answer at all, until the sender goes. */
const silence = async (response: ServerResponse): Promise<boolean> =>
  new Promise((resolve) => {
    response.once('close', () => resolve(false));
  });

export const healthy: Behaviour = async ({ response }) => answer(response, 200);

export const hanging: Behaviour = async ({ response }) => silence(response);

export const broken: Behaviour = async ({ response }) => answer(response, 500);

export const gone: Behaviour = async ({ response }) => answer(response, 410);

/** Nobody is there for so many milliseconds. */
export const deadFor =
  (milliseconds: number): Behaviour =>
  async ({ response, age }) =>
    age < milliseconds ? reset(response) : answer(response, 200);

/** Asks for fewer calls in `part` of all cases. */
export const throttling =
  (part: number): Behaviour =>
  async ({ response, random }) =>
    random.chance(part) ? answer(response, 429, { 'retry-after': '1' }) : answer(response, 200);

/** In `part` of all cases: an error, a reset, no answer, half an answer or a slow one. */
export const chaotic =
  (part: number): Behaviour =>
  async ({ response, random }) => {
    if (!random.chance(part)) return answer(response, 200);
    switch (random.between(0, 9)) {
      case 0:
        return silence(response);
      case 1:
      case 2:
      case 3:
        return reset(response);
      case 4:
      case 5:
        response.writeHead(200, { 'content-length': '100' }).write('{');
        await pause(5);
        return reset(response);
      case 6:
        response.writeHead(200).flushHeaders();
        await pause(random.between(50, 500));
        response.end('{}');
        return true;
      default:
        return answer(response, 500);
    }
  };

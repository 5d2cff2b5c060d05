import { mock } from 'node:test';
import type { Desk } from './desk.ts';

interface Asked {
  said: string | undefined;
  read: () => string;
  arrive: (text: string) => void;
  fail: () => void;
  isOver: boolean;
}

let desk: Desk | undefined;
let asked: Asked[] = [];
const waiting = (): Asked[] => (asked = asked.filter(({ isOver }) => !isOver));
const pick = (n: number): Asked | undefined => waiting()[n % Math.max(1, waiting().length)];

/** What the server makes of a request at the moment in which it reads it. */
function readFor(url: URL, { method = 'GET', body }: RequestInit): unknown {
  if (method === 'GET') return desk?.get(url);
  const { message } = JSON.parse(String(body ?? '{}')) as { message?: { content: string; echo_id: string } }; // prettier-ignore
  return message === undefined ? {} : desk?.post(message.content, message.echo_id);
}

/** The network between the chat and a desk; nothing on it moves by itself. */
export const network = {
  lead(to: Desk | undefined): void {
    desk = to;
    asked = [];
  },
  read(n: number): void {
    const one = pick(n);
    if (one !== undefined) one.said ??= one.read();
  },
  arrive(n: number): void {
    const one = pick(n);
    if (one === undefined) return;
    one.isOver = true;
    one.arrive((one.said ??= one.read()));
  },
  /** The request or its answer is lost. */
  fail(n: number): void {
    const one = pick(n);
    if (one === undefined) return;
    one.isOver = true;
    one.fail();
  },
  count: (): number => waiting().length,
};

const fetchFromDesk = async (path: string, init: RequestInit = {}): Promise<Response> =>
  new Promise((resolve, reject) =>
    asked.push({
      said: undefined,
      isOver: false,
      read: () => JSON.stringify(readFor(new URL(path, 'http://desk'), init) ?? {}),
      arrive: (text) => resolve(new Response(text)),
      fail: () => reject(new TypeError('fetch failed')),
    }),
  );

/** What was promised is done, as far as it can be without time or the network. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export async function wait(milliseconds: number): Promise<void> {
  mock.timers.tick(milliseconds);
  await settle();
}

/** Puts the browser in place; before anything of the page is loaded. */
export function becomePage(): void {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_700_000_000_000 });
  const storage = { getItem: () => null, setItem: () => {} };
  const page = {
    chatwootWebChannel: { websiteToken: 'website', locale: 'en', enabledFeatures: [] },
    globalConfig: {},
    location: { search: '', origin: 'http://desk' },
    document: { hasFocus: () => true, visibilityState: 'visible', addEventListener: () => {}, referrer: '' }, // prettier-ignore
    sessionStorage: storage,
    opener: null,
    addEventListener: () => {},
    fetch: fetchFromDesk,
  };
  Object.assign(globalThis, page, { window: globalThis, parent: globalThis });
  // Nothing of a request is given up by the real clock.
  AbortSignal.timeout = () => new AbortController().signal;
}

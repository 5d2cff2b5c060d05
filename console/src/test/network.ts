import { answer, type Desk } from './desk.ts';
import { reply } from './commands.ts';

/** A request on its way: the server reads at one moment, and what it said arrives at another. */
interface Asked {
  /** Undefined as long as the server has not seen it. */
  said: { status: number; text: string } | undefined;
  read: () => { status: number; text: string };
  arrive: (said: { status: number; text: string }) => void;
  fail: () => void;
  isOver: boolean;
}

/** The network between a page and a desk; nothing on it moves by itself. */
export function layNetwork() {
  let desk: Desk | undefined;
  let asked: Asked[] = [];
  const waiting = (): Asked[] => (asked = asked.filter(({ isOver }) => !isOver));
  const pick = (n: number): Asked | undefined => waiting()[n % Math.max(1, waiting().length)];

  const readFor = (url: string) => () => {
    const found = desk && answer(desk, new URL(url));
    return found === undefined ? { status: 404, text: '{"error":"Resource could not be found"}' } : { status: 200, text: JSON.stringify(found) }; // prettier-ignore
  };
  const fetchFromDesk = async (request: Request): Promise<Response> =>
    new Promise((resolve, reject) => {
      const one: Asked = {
        said: undefined,
        isOver: false,
        read: readFor(request.url),
        arrive: ({ status, text }) => resolve(new Response(text, { status, headers: { 'content-type': 'application/json' } })), // prettier-ignore
        fail: () => reject(new TypeError('fetch failed')),
      };
      request.signal.addEventListener('abort', () => {
        one.isOver = true;
        reject(request.signal.reason as Error);
      });
      asked.push(one);
    });

  /** Any other request; what it does is done when the server reads it. */
  const ask = async (read: () => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const said = { status: 200, text: '' };
      asked.push({ said: undefined, isOver: false, read: () => (read(), said), arrive: () => resolve(), fail: () => reject(new TypeError('not reached')) }); // prettier-ignore
    });

  const Sending = sendingOn({
    put: (one) => void asked.push(one),
    deskNow: () => desk,
  });

  return {
    fetch: fetchFromDesk,
    ask,
    Sending,
    lead: (to: Desk | undefined): void => {
      desk = to;
      asked = [];
    },
    /** The server reads what was asked; the answer is on its way. */
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
}

interface Wire {
  put(one: Asked): void;
  deskNow(): Desk | undefined;
}

/** As much of XMLHttpRequest as sending a message takes. */
function sendingOn({ put, deskNow }: Wire) {
  return class Sending extends EventTarget {
    readonly upload = new EventTarget();
    timeout = 0;
    status = 0;
    responseText = '';
    #path = '';
    open(_method: string, path: string): void {
      this.#path = path;
    }
    setRequestHeader(): void {}
    send(body: string): void {
      const id = Number(/conversations\/(\d+)\//.exec(this.#path)?.[1]);
      const { content, echo_id, private: isPrivate } = JSON.parse(body) as { content: string; echo_id: string; private: boolean }; // prettier-ignore
      put({
        said: undefined,
        isOver: false,
        read: () => {
          const desk = deskNow();
          const made = desk && reply(desk, id, { content, echo_id, isPrivate });
          return made === undefined ? { status: 404, text: '{}' } : { status: 200, text: JSON.stringify(made) }; // prettier-ignore
        },
        arrive: ({ status, text }) => {
          this.status = status;
          this.responseText = text;
          this.dispatchEvent(new Event('load'));
        },
        fail: () => this.dispatchEvent(new Event('error')),
      });
    }
  };
}

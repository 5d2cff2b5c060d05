/** The clients, in a process of their own: what they need of the machine is not the server's. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { drive, type Load, type Rates } from './load.ts';
import { fanOut, type FanOut, type FanOutResult } from './fan-out.ts';

type Order = { kind: 'load'; load: Load } | { kind: 'fan-out'; fanOut: FanOut };
type Answer = { rates: Rates } | { result: FanOutResult } | { error: string };

export interface Driver {
  load(load: Load): Promise<Rates>;
  fanOut(fanOut: FanOut): Promise<FanOutResult>;
  stop(): void;
}

export function startDriver(): Driver {
  const child = fork(import.meta.filename);
  const ask = async (order: Order): Promise<Answer> => {
    const listening = new AbortController();
    const { signal } = listening;
    const ended = once(child, 'exit', { signal }).then(() => [{ error: 'the driver ended' }]);
    child.send(order);
    const [answer] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Answer];
    ended.catch(() => {}); // what is not waited for any more
    listening.abort();
    if ('error' in answer) throw new Error(answer.error);
    return answer;
  };
  return {
    load: async (load) => ((await ask({ kind: 'load', load })) as { rates: Rates }).rates,
    fanOut: async (order) =>
      ((await ask({ kind: 'fan-out', fanOut: order })) as { result: FanOutResult }).result,
    stop: () => child.kill(),
  };
}

async function obey(order: Order): Promise<Answer> {
  try {
    return order.kind === 'load'
      ? { rates: await drive(order.load) }
      : { result: await fanOut(order.fanOut) };
  } catch (error) {
    return { error: String(error) };
  }
}

if (import.meta.main) {
  process.on('message', (order: Order) => {
    void obey(order).then((answer) => process.send?.(answer));
  });
  process.on('disconnect', () => process.exit(0));
}

import { setTimeout as pause } from 'node:timers/promises';
import type { ServerProcess } from '../rig/server.ts';

/** What a process holds at an instant, after all that nobody needs was swept. */
export interface Sample {
  /** MB. */
  heap: number;
  resident: number;
  /** What keeps it alive (sockets, timers, servers …) by its kind, without connections to the database. */
  handles: Record<string, number>;
  /** Open files, without the same. */
  files: number;
  /** From when to when the process stood still for it, by our `performance.now()`. */
  from: number;
  to: number;
}

/** A process seen from inside, by its inspector: nothing of ours is part of it but a timer. */
export interface Inside {
  sample(): Promise<Sample>;
  /** Milliseconds: so late the event loop was with `part` of all its turns, sampling left out. */
  delay(part: number): Promise<number>;
  close(): void;
}

/** For NODE_OPTIONS: where the inspector listens once a signal has opened it. */
export const inspectorAt = (port: number): string =>
  `--inspect-port=127.0.0.1:${port} --inspect-publish-uid=http`;

// A timer of ten milliseconds says how late it is. It is stopped while the heap is swept on our behalf.
const watch = `(() => {
  const { createHistogram } = process.getBuiltinModule('node:perf_hooks');
  process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
  const sweep = process.getBuiltinModule('node:vm').runInNewContext('gc');
  const all = createHistogram();
  let timer, last;
  const look = () => {
    const now = performance.now();
    all.record(Math.max(1, Math.round((now - last - 10) * 1000)));
    last = now;
  };
  globalThis.verifying = {
    start() { last = performance.now(); timer = setInterval(look, 10); timer.unref(); },
    stop() { clearInterval(timer); },
    // Once: the inspector's own command sweeps several times, and what waits for that is answered late for seconds.
    sweep() { sweep(); },
    delay: (part) => all.percentile(part * 100) / 1000,
    count() {
      const handles = { Timeout: 0 };
      for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
      // Connections to the database come and go with the pool; each that is idle has a timer.
      const { PipeWrap: pipes = 0 } = handles;
      delete handles.PipeWrap;
      handles.Timeout -= pipes;
      const { heapUsed, rss } = process.memoryUsage();
      const files = process.getBuiltinModule('node:fs').readdirSync('/dev/fd').length - pipes;
      return { heap: heapUsed / 2 ** 20, resident: rss / 2 ** 20, handles, files };
    },
  };
  verifying.start();
})()`;

/** Opens the inspector of a server that was started with `inspectorAt`. */
export async function lookInside(server: ServerProcess, port: number): Promise<Inside> {
  await server.kill('SIGUSR1');
  const socket = new WebSocket(await addressAt(port));
  const answers = new Map<number, PromiseWithResolvers<Answer>>();
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    answers.get(answer.id)?.resolve(answer);
    answers.delete(answer.id);
  });
  let last = 0;
  const send = async (method: string, params: object = {}): Promise<Answer> => {
    last += 1;
    const waiting = Promise.withResolvers<Answer>();
    answers.set(last, waiting);
    socket.send(JSON.stringify({ id: last, method, params }));
    return waiting.promise;
  };
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result } = await send('Runtime.evaluate', { expression, returnByValue: true });
    if (result?.exceptionDetails !== undefined) throw new Error(JSON.stringify(result));
    return result?.result?.value;
  };
  await evaluate(watch);
  return {
    async sample() {
      const from = performance.now();
      await evaluate('verifying.stop()');
      await evaluate('verifying.sweep()');
      const counted = (await evaluate('verifying.count()')) as Omit<Sample, 'from' | 'to'>;
      await evaluate('verifying.start()');
      return { ...counted, from, to: performance.now() };
    },
    delay: async (part) => (await evaluate(`verifying.delay(${part})`)) as number,
    close: () => socket.close(),
  };
}

interface Answer {
  id: number;
  result?: { result?: { value?: unknown }; exceptionDetails?: unknown };
}

async function addressAt(port: number): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const targets = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
      return (targets as { webSocketDebuggerUrl: string }[])[0]?.webSocketDebuggerUrl ?? '';
    } catch (error) {
      if (attempt === 100) throw error;
      await pause(50);
    }
  }
}

import type { ServerProcess } from './server.ts';
import type { Context } from '../scenario.ts';

export interface Memory {
  /** In MB; of all that was seen so far. */
  largest(): number;
  last(): number;
}

/** Looks now and then (`every` in milliseconds) how much memory the server's process has. */
export function watchMemory(context: Context, { url }: ServerProcess, every = 500): Memory {
  const seen: number[] = [];
  const look = async (): Promise<void> => {
    const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5000) });
    const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(await answer.text())?.[1];
    if (bytes !== undefined) seen.push(Number(bytes) / 2 ** 20);
  };
  const timer = setInterval(() => void look().catch(() => undefined), every);
  context.after(() => clearInterval(timer));
  return { largest: () => Math.max(0, ...seen), last: () => seen.at(-1) ?? 0 };
}

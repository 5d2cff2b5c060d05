import { readFileSync } from 'node:fs';

export interface Usage {
  /** Milliseconds of processor time since the processes began. */
  cpu: number;
  /** Bytes of memory that they hold. */
  memory: number;
}

/** The kernel counts processor time in hundredths of a second, on every Linux. */
const TICK = 10;

/** What a process and all below it have used; undefined where there is no /proc. */
export function usageOf(pid: number): Usage | undefined {
  try {
    return family(pid)
      .map(usage)
      .reduce((sum, each) => ({ cpu: sum.cpu + each.cpu, memory: sum.memory + each.memory }));
  } catch {
    return undefined;
  }
}

function family(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  return [pid, ...children.filter((each) => each !== '').flatMap((each) => family(Number(each)))];
}

function usage(pid: number): Usage {
  // What the program is called may hold blanks; it ends with the last bracket.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpu: (Number(fields[11]) + Number(fields[12])) * TICK,
    memory: Number(kilobytes ?? 0) * 1024,
  };
}

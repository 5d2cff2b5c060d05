import type { ServerProcess } from '../rig/server.ts';
import { until } from '../rig/clock.ts';
import { none, type Row } from '../scenario.ts';
import type { Pit } from './pits.ts';

/** A call that fails, and where people see that it has. */
export interface Expected {
  call: string;
  peer: Pick<Pit, 'name' | 'port' | 'calls'>;
  /** Milliseconds. */
  deadline: number;
  /** When it was asked for, and in how many milliseconds it has begun then at the latest. */
  asked: number;
  begins: number;
  isSeen: () => Promise<boolean>;
}

/** Milliseconds after a deadline in which a fault has to be told. */
const TOLD_WITHIN = 10_000;

/** Waits for all; each must stand in the log, in the metrics and before somebody's eyes in time. */
export async function reportFaults(
  server: ServerProcess,
  expected: readonly Expected[],
): Promise<Row[]> {
  const missing = { log: [] as string[], metric: [] as string[], eyes: [] as string[] };
  await Promise.all(
    expected.map(async (fault) => {
      const { call, peer, isSeen } = fault;
      const name = `${call}: ${peer.name}`;
      const inLog = (): boolean => server.lines.some((line) => isAbout(line, fault));
      const left = (): number => endOf(fault) - Date.now();
      if (!(await until(inLog, left()))) missing.log.push(name);
      if (!(await until(async () => isCounted(server, call), left()))) missing.metric.push(name);
      const isShown = async (): Promise<boolean> => isSeen().catch(() => false);
      if (!(await until(isShown, left()))) missing.eyes.push(name);
    }),
  );
  return [
    none('faults that no line of the log tells', missing.log),
    none('faults that no metric counts', missing.metric),
    none('faults that nobody sees', missing.eyes),
  ];
}

/** Of a connection that is never accepted nobody knows when it was begun. */
const endOf = ({ peer, asked, begins, deadline }: Expected): number =>
  (peer.calls[0]?.began ?? asked + begins) + deadline + TOLD_WITHIN;

function isAbout(line: string, { call, peer }: Expected): boolean {
  const said = JSON.parse(line) as Record<string, unknown>;
  return said['call'] === call && said['peer'] === `127.0.0.1:${peer.port}`;
}

async function isCounted({ url }: ServerProcess, call: string): Promise<boolean> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return new RegExp(`^confab_outbound_faults_total\\{call="${call}",[^}]*\\} [1-9]`, 'm').test(
    text,
  );
}

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seeded } from './random.ts';
import { isSkipped, type Outcome } from './report.ts';
import { removeDirectory } from './rig/directory.ts';
import type { Context, Row, Scenario, Twin } from './scenario.ts';

export interface Settings {
  quick: boolean;
  scale: number;
  seconds: number | undefined;
  seed: number;
}

type Close = () => Promise<unknown> | void;

const open = new Set<Close>();

/** Ends what scenarios have started, the last first; also when the run is broken off. */
export async function closeAll(): Promise<void> {
  for (const close of [...open].toReversed()) {
    open.delete(close);
    try {
      await close();
    } catch (error) {
      console.error('Not everything could be ended:', error);
    }
  }
}

/** Runs a scenario, as it is or without a guard, and cleans up behind it. */
export async function perform(
  scenario: Scenario,
  settings: Settings,
  broken?: string,
): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'confab-verify-'));
  open.add(() => removeDirectory(directory));
  const context: Context = {
    ...settings,
    random: seeded(settings.seed),
    broken,
    directory,
    say: (line) => console.log(`  ${line}`),
    after: (close) => open.add(close),
  };
  const began = performance.now();
  const limit = scenario.limit[settings.quick ? 'quick' : 'full'];
  let rows: Row[];
  try {
    rows = await Promise.race([scenario.run(context), giveUp(limit)]);
  } catch (error) {
    rows = [failure(error)];
  } finally {
    await closeAll();
  }
  const seconds = (performance.now() - began) / 1000;
  const pass = rows.length > 0 && rows.every((row) => row.pass);
  return { name: scenario.name, ...(broken === undefined ? {} : { broken }), seconds, rows, pass };
}

/** Runs a scenario without a guard; it passes when the rows that the guard holds up fail. */
export async function performTwin(
  scenario: Scenario,
  { guard, fails }: Twin,
  settings: Settings,
): Promise<Outcome> {
  const outcome = await perform(scenario, settings, guard);
  if (isSkipped(outcome)) return outcome;
  const rows = fails.map((id): Row => {
    const row = outcome.rows.find((each) => each.id === id);
    const seen = row === undefined ? 'was not reached' : `${row.actual} ${row.unit}`.trim();
    const noticed = row !== undefined && !row.pass;
    return { id, goal: 'must fail', actual: seen, unit: '', pass: noticed };
  });
  const mishaps = outcome.rows.filter(({ id }) => id === MISHAP);
  return {
    ...outcome,
    rows: [...rows, ...mishaps],
    pass: [...rows, ...mishaps].every(({ pass }) => pass),
  };
}

const MISHAP = 'went to its end';

/** Whether a row is good, or what it says may come from a machine that was busy with something else. */
export const isOfMachine = ({ id, unit, pass }: Row): boolean =>
  pass || id === MISHAP || ['ms', 's', 'MB'].includes(unit);

function failure(error: unknown): Row {
  const details = String(error instanceof Error ? error.stack : error).split('\n');
  return { id: MISHAP, goal: 'yes', actual: 'no', unit: '', pass: false, details };
}

async function giveUp(seconds: number): Promise<never> {
  await pause(seconds * 1000, undefined, { ref: false });
  throw new Error(`it was not done after ${seconds} s`);
}

/**
 * Runs the promises against real servers under faults, and prints what was seen beside what was promised.
 *
 *   npm run verify [-- names …] [--quick] [--seed N] [--scale 0.1] [--seconds N] [--json FILE]
 *                                  [--all]          with --quick: also what is not looked at on each change
 *                                  [--again]        what missed a time or did not get to its end runs once more
 *                                  [--deadline N]   seconds for all of it, after which what is left has failed
 *   npm run verify -- --list       which scenarios there are
 *   npm run verify -- --twins      each without a guard it rests on: it must notice
 *   npm run verify -- NAME --break GUARD
 */
import { writeFileSync } from 'node:fs';
import { readOptions } from '../bin/options.ts';
import { closeAll, isOfMachine, perform, performTwin, type Settings } from './perform.ts';
import { complaints, isSkipped, machine, pace, table, type Outcome } from './report.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const { values: options, positionals } = readOptions(import.meta.filename, {
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    seed: { type: 'string' },
    scale: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    json: { type: 'string' },
    deadline: { type: 'string' },
    list: { type: 'boolean', default: false },
    twins: { type: 'boolean', default: false },
    break: { type: 'string' },
  },
});

/** What has ended so far, and how fast the machine was before each. */
const outcomes: Outcome[] = [];
const paces: number[] = [];
/** Milliseconds in which what was started has to have ended. */
const LEAVE = 20_000;

const seed = options.seed === undefined ? Date.now() % 1_000_000 : numberIn('seed', options.seed);
const settings: Settings = {
  // A twin has to notice one thing: a small run shows it.
  quick: options.quick || options.twins,
  scale: numberIn('scale', options.scale),
  seconds: options.seconds === undefined ? undefined : numberIn('seconds', options.seconds),
  seed,
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void closeAll().finally(() => process.exit(130)));
}
if (options.deadline !== undefined) keepDeadline(numberIn('deadline', options.deadline));
const chosen = choose(positionals);
if (options.list) list(chosen);
else report(await runAll(chosen));

function choose(names: readonly string[]): Scenario[] {
  const unknown = names.filter((name) => !scenarios.some((each) => each.name === name));
  if (unknown.length > 0) fail(`there is no scenario ${unknown.join(', ')}; see --list`);
  if (names.length > 0) return scenarios.filter(({ name }) => names.includes(name));
  const isShort = options.quick && !options.all && !options.list;
  return scenarios.filter(({ isCheckedAlways = false }) => isCheckedAlways || !isShort);
}

function list(all: readonly Scenario[]): void {
  for (const { name, promise, twins = [] } of all) {
    console.log(`${name.padEnd(14)}${promise}`);
    for (const { guard } of twins) console.log(`${''.padEnd(14)}  --break ${guard}`);
  }
}

async function runAll(all: readonly Scenario[]): Promise<Outcome[]> {
  for (const scenario of all) {
    if (options.json !== undefined) paces.push(pace());
    if (options.twins) {
      for (const twin of scenario.twins ?? []) {
        console.log(`${scenario.name} without ${twin.guard} …`);
        outcomes.push(await performTwin(scenario, twin, settings));
      }
    } else {
      checkGuard(scenario);
      console.log(`${scenario.name} …`);
      outcomes.push(await performOnceMore(scenario));
    }
    keep();
  }
  return outcomes;
}

/** Written after each: a run takes an hour, and may be broken off. */
function keep(): void {
  if (options.json === undefined) return;
  const seconds = secondsOf(outcomes);
  const content = { seed, settings, machine: machine(), seconds, paces, outcomes };
  writeFileSync(options.json, `${JSON.stringify(content, null, 2)}\n`);
}

function secondsOf(ended: readonly Outcome[]): number {
  return ended.reduce((sum, outcome) => sum + outcome.seconds, 0);
}

/** What was lost or doubled once is a finding, whatever comes of a second run; a machine may be slow once. */
async function performOnceMore(scenario: Scenario): Promise<Outcome> {
  const outcome = await perform(scenario, settings, options.break);
  if (!options.again || outcome.pass || !outcome.rows.every(isOfMachine)) return outcome;
  for (const line of [table([outcome]), ...complaints([outcome])]) console.log(line);
  console.log(`${scenario.name} once more …`);
  return perform(scenario, settings, options.break);
}

function checkGuard({ name, twins = [] }: Scenario): void {
  const guards = twins.map(({ guard }) => guard);
  if (options.break === undefined || guards.includes(options.break)) return;
  fail(`${name} has no guard ${options.break}; it has ${guards.join(', ') || 'none'}`);
}

function report(ended: Outcome[]): void {
  const seconds = secondsOf(ended);
  const failed = ended.filter(({ pass }) => !pass).length;
  const skipped = ended.filter(isSkipped).length;
  const passed = ended.length - failed - skipped;
  const apart = skipped === 0 ? '' : `, ${skipped} skipped`;
  console.log(`\n${table(ended)}\n`);
  for (const line of complaints(ended)) console.log(line);
  console.log(machine());
  console.log(
    `seed ${seed}${settings.quick ? ', quick' : ''}${settings.scale === 1 ? '' : `, scale ${settings.scale}`}, ${seconds.toFixed(0)} s: ${passed} passed, ${failed} failed${apart}`,
  );
  // Not process.exit: what was printed may still be on its way.
  process.exitCode = failed > 0 || ended.length === 0 ? 1 : 0;
  // A scenario that was given up may be waiting for something still.
  setTimeout(() => process.exit(), 10_000).unref();
}

function keepDeadline(seconds: number): void {
  setTimeout(() => {
    console.log(`\n${table(outcomes)}\n\nit was not done after ${seconds} s`);
    setTimeout(() => process.exit(1), LEAVE);
    void closeAll().finally(() => process.exit(1));
  }, seconds * 1000).unref();
}

function numberIn(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) fail(`--${name} must be a number, not "${text}"`);
  return value;
}

function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

/**
 * Runs the tests: all of them, or the files named, or of those only the tests whose names match.
 *
 * A file that has failed beside others is run once more, alone, after all of them. What passes then is
 * said to be unsteady and does not fail the run; what fails twice does.
 *
 *   bin/test.ts [path/to/file.test.ts or folder …] [--only "part of a test's name"]
 *
 * One PostgreSQL serves the whole run (or the one that DATABASE_URL points to), with a migrated
 * database that each test file copies; see test-database.ts.
 */
import { globSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import '../console/build.ts';
import '../widget/build.ts';
import { startTestDatabase } from './test-database.ts';
import { killTestFiles, runTestFile } from './test-file.ts';
import type { Tally } from './test-tally.ts';
import { runOnceMore, type Failed } from './unsteady.ts';

const root = join(import.meta.dirname, '..');
const PATTERN = '{server,client,console,widget,bin,bench,verify,tools}/**/*.test.ts';
/** Guards against hanging, in milliseconds: long enough for a machine that does other things too. */
const TEST_TIMEOUT = 180_000;
const SILENCE = 300_000;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, counts: { type: 'string' }, serial: { type: 'boolean' } },
});

const files = findTestFiles(positionals);
if (files.length === 0) fail(`no test files in ${positionals.join(', ') || PATTERN}`);

const began = Date.now();
const database = await startTestDatabase(root);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    killTestFiles();
    void database.stop().finally(() => process.exit(130));
  });
}
try {
  const tallies = await runAll(files);
  report(tallies, files.length === 1 ? [] : await runOnceMore(tallies, runAlone));
} finally {
  await database.stop();
}

function exclude(path: string): boolean {
  return path.split('/').includes('node_modules');
}

function findTestFiles(wanted: string[]): string[] {
  if (wanted.length === 0) {
    return globSync(PATTERN, { cwd: root, exclude }).toSorted();
  }
  return wanted.flatMap((each) => {
    const path = relative(root, each);
    const entry = statSync(each, { throwIfNoEntry: false });
    if (entry === undefined) fail(`there is no ${each}`);
    return entry.isFile() ? [path] : globSync(`${path}/**/*.test.ts`, { cwd: root, exclude });
  });
}

async function runAll(queue: string[]): Promise<Map<string, Tally>> {
  const tallies = new Map<string, Tally>();
  const waiting = [...queue];
  const worker = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      tallies.set(file, await run(file));
    }
  };
  const width = options.serial === true ? 1 : Math.max(2, availableParallelism());
  await Promise.all(Array.from({ length: width }, worker));
  return tallies;
}

async function runAlone(file: string): Promise<Tally> {
  console.log(`\nonce more, alone: ${file}`);
  return run(file);
}

async function run(file: string): Promise<Tally> {
  const fileBegan = Date.now();
  const tally = await runTestFile(join(root, file), {
    env: { ...process.env, ...database.env, DATABASE_URL: undefined },
    only: options.only,
    testTimeout: TEST_TIMEOUT,
    silence: SILENCE,
    verbose: files.length === 1,
  });
  console.log(line(file, tally, Date.now() - fileBegan));
  return tally;
}

function line(file: string, { passed, skipped, failures }: Tally, ms: number): string {
  const counts = [`${passed} passed`];
  if (failures.length > 0) counts.push(`${failures.length} FAILED`);
  if (skipped > 0) counts.push(`${skipped} skipped`);
  return `  ${failures.length > 0 ? '✗' : '✓'} ${file}  ${counts.join(', ')}  ${(ms / 1000).toFixed(1)} s`;
}

function report(tallies: Map<string, Tally>, unsteady: Failed[]): void {
  let [passed, failed, skipped] = [0, 0, 0];
  for (const [file, tally] of tallies) {
    passed += tally.passed;
    skipped += tally.skipped;
    failed += tally.failures.length;
    for (const failure of tally.failures) explain('✗', { file, ...failure });
  }
  for (const failure of unsteady) explain('~ unsteady, failed once and passed alone:', failure);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const counted = [
    skipped > 0 && `${skipped} skipped`,
    unsteady.length > 0 && `${unsteady.length} unsteady`,
  ];
  const rest = counted.filter(Boolean).map((each) => `, ${each as string}`).join(''); // prettier-ignore
  console.log(`\n${tallies.size} test files in ${seconds} s${rest}`);
  if (passed + failed === 0) console.log('no test was run');
  if (options.counts === undefined) console.log(`${passed} passed, ${failed} failed`);
  else writeFileSync(options.counts, JSON.stringify({ passed, failed }));
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

function explain(mark: string, { file, sentence, at, error }: Failed): void {
  const place = at === undefined ? file : relative(root, at);
  console.log(`\n${mark} ${sentence}\n    ${place}\n${error.replaceAll(/^/gm, '    ')}`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

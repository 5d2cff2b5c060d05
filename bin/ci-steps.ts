import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Step {
  name: string;
  /** Words separated by spaces; the first is a program of node_modules/.bin. No shell. */
  command: string;
  /**
   * Finds in the output how many files the tool looked at: the number in its group, or how often it
   * matches when it is global. A tool that looked at nothing has proved nothing, so that fails.
   */
  looked?: RegExp;
  /** Lines of the output that nobody wants to read. */
  noise?: RegExp;
  /** Its output is shown as it comes, also when it passes. */
  shown?: boolean;
  /** Seconds after which it is ended and has failed: one that hangs keeps nobody waiting. */
  limit?: number;
  /** The tests: their output is shown as it comes, and what they count is what we report. */
  tests?: boolean;
}

interface Options {
  root: string;
  /** First letters of the names of the steps to run; empty means all. */
  only: string[];
  print(text: string): void;
}

interface Outcome {
  /** One line about a step that passed. */
  summary: string;
  /** Why the step failed; absent when it did not. */
  failure?: string;
  passed: number;
  failed: number;
}

/** Runs every step, whatever the others do, and returns the exit code. */
export async function runSteps(steps: Step[], options: Options): Promise<number> {
  const unknown = options.only.find((word) => !steps.some((step) => step.name.startsWith(word)));
  if (unknown !== undefined) {
    options.print(`no step is called "${unknown}": ${steps.map((step) => step.name).join(', ')}\n`);
    return 1;
  }
  const { only } = options;
  const wanted =
    only.length === 0 ? steps : steps.filter((s) => only.some((w) => s.name.startsWith(w)));
  const totals = { passed: 0, failed: 0, red: [] as string[] };
  for (const step of wanted) {
    const began = Date.now();
    const outcome =
      step.tests === true ? await runTests(step, options) : await runTool(step, options);
    const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(6);
    const mark = outcome.failure === undefined ? '✓' : '✗';
    options.print(`${mark} ${step.name.padEnd(22)}${seconds} s  ${outcome.summary}\n`);
    if (outcome.failure !== undefined) {
      options.print(`${outcome.failure}\n\n`);
      totals.red.push(step.name);
    }
    totals.passed += outcome.passed;
    totals.failed += outcome.failed;
  }
  if (totals.red.length > 0) options.print(`\nfailed: ${totals.red.join(', ')}\n`);
  options.print(`${totals.passed} passed, ${totals.failed} failed\n`);
  return totals.failed === 0 ? 0 : 1;
}

async function runTool(step: Step, { root, print }: Options): Promise<Outcome> {
  const { shown = false, limit } = step;
  const { code, output, isLate } = await run(step.command, {
    root,
    ...(shown ? { print } : {}),
    ...(limit === undefined ? {} : { limit }),
  });
  const looked = step.looked && countLooked(output, step.looked);
  const summary = looked === undefined ? '' : `${looked} files`;
  if (code === 0 && looked !== 0) return { summary, passed: 0, failed: 0 };
  const readable = output
    .split('\n')
    .filter((line) => !shown && step.noise?.test(line) !== true)
    .join('\n')
    .trim();
  const late = isLate ? `it was not done after ${limit} s` : '';
  const why = code === 0 ? `${step.command}: it looked at no file, so this proves nothing` : late;
  return { summary, failure: [readable, why].filter(Boolean).join('\n'), passed: 0, failed: 1 };
}

export function countLooked(output: string, looked: RegExp): number {
  if (looked.global) return output.match(looked)?.length ?? 0;
  return Number(looked.exec(output)?.[1] ?? 0);
}

async function runTests(step: Step, options: Options): Promise<Outcome> {
  const directory = mkdtempSync(join(tmpdir(), 'confab-ci-'));
  const file = join(directory, 'counts.json');
  try {
    const { code } = await run(`${step.command} --counts ${file}`, options);
    return judgeTests(code, readCounts(file));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The tests have failed when anything says so: their counts, their exit code, or their absence. */
export function judgeTests(
  code: number | null,
  counts: { passed: number; failed: number } | undefined,
): Outcome {
  const { passed, failed } = counts ?? { passed: 0, failed: 0 };
  const summary = `${passed} tests passed`;
  if (failed > 0) return { summary, failure: `${failed} tests failed, see above`, passed, failed };
  if (code === 0 && passed > 0) return { summary, passed, failed: 0 };
  const failure = passed === 0 ? 'no test was run' : `the tests ended with exit code ${code}`;
  return { summary, failure, passed, failed: 1 };
}

function readCounts(file: string): { passed: number; failed: number } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { passed: number; failed: number };
  } catch {
    return undefined;
  }
}

interface Running {
  root: string;
  print?: (text: string) => void;
  limit?: number;
}

interface Ended {
  code: number | null;
  output: string;
  isLate: boolean;
}

/** Milliseconds in which a program that is told to end can clean up behind it. */
const LEAVE = 30_000;

async function run(command: string, { root, print, limit }: Running): Promise<Ended> {
  const [program = '', ...args] = command.split(' ');
  const path = [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      print?.(chunk);
    });
  }
  const late = new AbortController();
  const timers =
    limit === undefined
      ? []
      : [
          setTimeout(() => late.abort(child.kill('SIGTERM')), limit * 1000),
          setTimeout(
            () => {
              child.kill('SIGKILL');
              // Something that it started may hold on to its output.
              for (const stream of [child.stdout, child.stderr]) stream.destroy();
            },
            limit * 1000 + LEAVE,
          ),
        ];
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      output += error.message;
      resolve(127);
    });
    child.once('close', resolve);
  });
  for (const timer of timers) clearTimeout(timer);
  // CI=true makes some tools colour what they write to a pipe.
  return { code, output: stripVTControlCharacters(output), isLate: late.signal.aborted };
}

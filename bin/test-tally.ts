/** What a test process tells about itself; see test-reporter.ts. */
export type TestEvent =
  | { type: 'test:dequeue' | 'test:complete'; id: string; name: string }
  | { type: 'test:start'; name: string; nesting: number }
  | Verdict
  | { type: 'test:diagnostic'; message: string }
  | { type: 'test:summary' };

interface Verdict {
  type: 'test:pass' | 'test:fail';
  name: string;
  nesting: number;
  /** describe(), which holds tests and is none. */
  suite: boolean;
  skipped: boolean;
  todo: boolean;
  /** Where the test is written: not always the file that was run. */
  file: string;
  line: number;
  failureType?: string;
  error?: string;
}

export interface Failure {
  /** Names from the outermost suite to the test. */
  sentence: string;
  /** path:line; absent when it concerns the file as a whole. */
  at?: string;
  error: string;
}

export interface Tally {
  passed: number;
  skipped: number;
  failures: Failure[];
}

/** How a test process ended. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Milliseconds of silence after which it was killed. */
  killedAfter?: number;
  /** The last lines that it printed. */
  output: string;
}

const WHOLE_FILE = '(the file as a whole)';
/** Node's own sums, which it reports among its warnings. */
const COUNTER = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /;

/** The tests of one file as they are being counted. */
export interface Count {
  tally: Tally;
  /** The tests that hold the current one, and itself. */
  path: { name: string; holdsOthers: boolean }[];
  running: Map<string, string>;
  diagnostics: string[];
  complete: boolean;
}

export function startCount(): Count {
  const tally = { passed: 0, skipped: 0, failures: [] };
  return { tally, path: [], running: new Map(), diagnostics: [], complete: false };
}

export function countEvent(count: Count, event: TestEvent): void {
  switch (event.type) {
    case 'test:dequeue':
      count.running.set(event.id, event.name);
      break;
    case 'test:complete':
      count.running.delete(event.id);
      break;
    case 'test:start':
      enter(count.path, event);
      break;
    case 'test:pass':
    case 'test:fail':
      judge(count, event);
      break;
    case 'test:diagnostic':
      if (!COUNTER.test(event.message)) count.diagnostics.push(event.message);
      break;
    case 'test:summary':
      count.complete = true;
      break;
  }
}

function enter(path: Count['path'], { name, nesting }: { name: string; nesting: number }): void {
  const parent = path[nesting - 1];
  if (parent !== undefined) parent.holdsOthers = true;
  path.length = nesting;
  path.push({ name, holdsOthers: false });
}

/**
 * Only leaves count: a suite, or a test that merely holds others, is not a test of its own unless
 * it fails for a reason of its own (a hook, an assertion beside them).
 */
function judge({ tally, path }: Count, verdict: Verdict): void {
  const holdsOthers = verdict.suite || path[verdict.nesting]?.holdsOthers === true;
  if (verdict.skipped || verdict.todo) {
    tally.skipped += 1;
  } else if (verdict.type === 'test:pass') {
    if (!holdsOthers) tally.passed += 1;
  } else if (verdict.failureType !== 'subtestsFailed') {
    const names = [...path.slice(0, verdict.nesting).map((each) => each.name), verdict.name];
    const error = verdict.error ?? 'failed without an error';
    const at = `${verdict.file}:${verdict.line}`;
    tally.failures.push({ sentence: names.join(' › '), at, error });
  }
}

/** The result, once the process has ended: however it ended, it is in there. */
export function endCount(
  count: Count,
  ending: Ending,
  options: { mayBeEmpty?: boolean } = {},
): Tally {
  const { tally, complete, diagnostics } = count;
  const trouble = explainEnding(ending, { complete, running: [...count.running.values()] });
  const isEmpty = tally.passed + tally.skipped + tally.failures.length === 0;
  if (trouble !== undefined && (tally.failures.length === 0 || !complete)) {
    const error = [trouble, ...diagnostics, ending.output].filter(Boolean).join('\n');
    tally.failures.push({ sentence: WHOLE_FILE, error });
  } else if (isEmpty && options.mayBeEmpty !== true) {
    tally.failures.push({ sentence: WHOLE_FILE, error: 'it has no tests' });
  }
  return tally;
}

function explainEnding(
  { code, signal, killedAfter }: Ending,
  state: { complete: boolean; running: string[] },
): string | undefined {
  if (killedAfter !== undefined) {
    const what =
      state.running.length > 0
        ? `still running: ${state.running.map((name) => `"${name}"`).join(', ')}`
        : 'no test is known to run: something is left open (a pool, a server, a timer), or a hook, a module or a loop never finishes';
    return `killed after ${killedAfter / 1000} s without a sign of life; ${what}`;
  }
  if (signal !== null) return `ended by ${signal}`;
  if (code !== 0) return `ended with exit code ${code}`;
  if (state.complete) return undefined;
  return 'it has no tests, or something called process.exit() before they were done';
}

/**
 * Runs inside each test process (`node --test-reporter`) and hands every event to bin/test.ts as one
 * line of JSON on file descriptor 3. Written synchronously, so that what happened before a crash or
 * a process.exit() is known; a process that goes silent is judged by its parent.
 */
import { writeSync } from 'node:fs';
import { inspect, stripVTControlCharacters } from 'node:util';
import type { TestEvent as NodeTestEvent } from 'node:test/reporters';
import type { TestEvent } from './test-tally.ts';

const CHANNEL = 3;

// The parent keeps our standard input open. When it is gone, however it ended, so are we and
// whatever the tests have started: nobody else would end a file that hangs.
process.stdin.on('end', () => process.kill(-process.pid, 'SIGKILL'));
process.stdin.resume().unref();

export default async function* report(
  source: AsyncIterable<NodeTestEvent>,
): AsyncGenerator<string> {
  for await (const event of source) {
    const line = describe(event);
    if (line !== undefined) writeSync(CHANNEL, `${JSON.stringify(line)}\n`);
  }
  // Node wants a stream of text from a reporter; ours says nothing by itself.
  yield '';
}

function describe({ type, data }: NodeTestEvent): TestEvent | undefined {
  switch (type) {
    case 'test:dequeue':
    case 'test:complete':
      return {
        type,
        id: `${data.nesting}:${data.line}:${data.column}:${data.name}`,
        name: data.name,
      };
    case 'test:start':
      return { type, name: data.name, nesting: data.nesting };
    case 'test:pass':
    case 'test:fail':
      return {
        type,
        name: data.name,
        nesting: data.nesting,
        suite: data.details.type === 'suite',
        skipped: data.skip !== undefined && data.skip !== false,
        todo: data.todo !== undefined && data.todo !== false,
        file: data.file ?? '',
        line: data.line ?? 0,
        ...(type === 'test:fail' ? explain(data.details.error) : {}),
      };
    case 'test:diagnostic':
      return { type, message: data.message };
    case 'test:summary':
      return { type };
    default:
      return undefined;
  }
}

interface RunnerError extends Error {
  failureType?: string;
  code?: string;
}

/** Node wraps what a test threw; `failureType` tells its own verdicts (a failed child, a timeout) apart. */
function explain(wrapper: RunnerError): { failureType: string; error: string } {
  const thrown: unknown = wrapper.cause ?? wrapper;
  return { failureType: wrapper.failureType ?? '', error: stripVTControlCharacters(text(thrown)) };
}

function text(thrown: unknown): string {
  if (!(thrown instanceof Error)) return inspect(thrown, { depth: 6 });
  const isAssertion = (thrown as RunnerError).code === 'ERR_ASSERTION';
  // An assertion's message already holds the difference; other errors carry facts in their properties.
  const full = isAssertion ? (thrown.stack ?? thrown.message) : inspect(thrown, { depth: 4 });
  return full
    .split('\n')
    .filter((line) => !/^\s+at .*(node:internal\/|\(node:|<anonymous>\)$)/.test(line))
    .join('\n');
}

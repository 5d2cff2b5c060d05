import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { none, sized, told, type Context, type Row, type Scenario } from '../scenario.ts';

const HISTORIES = { full: 1000, quick: 300 };
const ROOT = join(import.meta.dirname, '../..');
const execute = promisify(execFile);

/** Each plays histories to its own code, with a model of the server and a network in its place. */
const clients = {
  console: { program: 'console/src/test/run.ts', guards: ['newest', 'again'] },
  widget: { program: 'widget/src/page/test/run.ts', guards: ['repeat'] },
};
type Client = keyof typeof clients;

interface Outcome {
  histories: number;
  found: string[];
  seed: number;
  path: string | null;
  steps: unknown;
}

const rowOf = (client: Client): string => `histories after which the ${client} differs`;

/** Whatever is told, twice or after an answer that knew more, clients end with what the server has (promise R23). */
export const clientsConverge: Scenario = {
  name: 'clients',
  promise: 'After any order of events, answers and losses, a client shows what a fresh one would.',
  limit: { full: 300, quick: 120 },
  twins: [
    { guard: 'newest', fails: [rowOf('console')] },
    { guard: 'again', fails: [rowOf('console')] },
    { guard: 'repeat', fails: [rowOf('widget')] },
  ],
  async run(context) {
    const rows: Row[] = [];
    for (const client of Object.keys(clients) as Client[]) {
      rows.push(...(await playTo(client, context)));
    }
    return rows;
  },
};

async function playTo(client: Client, context: Context): Promise<Row[]> {
  const { program, guards } = clients[client];
  const { broken } = context;
  const guard = broken !== undefined && guards.includes(broken) ? [broken] : [];
  const asked = [sized(context, HISTORIES), context.random.between(0, 2 ** 31 - 1), ...guard].map(
    String,
  );
  const running = execute(process.execPath, [join(ROOT, program), ...asked], { cwd: ROOT });
  context.after(() => void running.child.kill());
  const { histories, found, ...repeat } = JSON.parse((await running).stdout) as Outcome;
  const how = found.length === 0 ? [] : [`${found.join('\n')} ${JSON.stringify(repeat)}`];
  return [told(`histories played to the ${client}`, histories), none(rowOf(client), how)];
}

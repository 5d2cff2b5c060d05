/**
 * Requests per second of the three paths that a desk lives on, each beside the rate at which pgbench
 * alone runs the same statements on the same data. Trust the ratio: it says what the server adds.
 *
 *   npm run bench [-- --conversations 1000000 --seconds 8 --rounds 3 --connections 16]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createToken } from '../server/src/auth/tokens.ts';
import { sessionOptions, transaction } from '../server/src/db/pool.ts';
import { captureStatements, type Statement } from './explain.ts';
import { requestsPerSecond } from './load.ts';
import { findPgbench, roundsPerSecond } from './pgbench.ts';
import { openBenchDatabase } from './place.ts';
import { buildBenchApp } from './serve.ts';

const { values: options } = parseArgs({
  options: {
    conversations: { type: 'string', default: '1000000' },
    messages: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '16' },
  },
});
const conversations = Number(options.conversations);
const connections = Number(options.connections);
const seconds = Number(options.seconds);

const program = findPgbench();
if (program === undefined) {
  console.error(
    'The bench needs pgbench to compare with: install it (Debian: apt-get install postgresql).',
  );
  process.exit(1);
}

const log = (line: string): void => console.log(line);
const database = await openBenchDatabase(
  { conversations, messages: Number(options.messages) },
  log,
);
const dataDir = mkdtempSync(join(tmpdir(), 'confab-bench-'));
const { app, pool, vault } = await buildBenchApp(database.connection, dataDir);
const token = await transaction(pool, async (tx) => {
  const { rows } = await tx.query<{ id: number }>(
    `select id from users where email = 'agent1@large.example.com'`,
  );
  return createToken(tx, vault, { user_id: (rows[0] as { id: number }).id });
});
const server = spawn(process.execPath, [
  join(import.meta.dirname, 'serve.ts'),
  JSON.stringify({ connection: database.connection, dataDir }),
]);
server.stderr.pipe(process.stderr);
const port = await new Promise<number>((resolve) => {
  server.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
});

interface Scenario {
  name: string;
  method: 'GET' | 'POST';
  path: (conversation: number) => string;
  body?: object;
}

const account = '/api/v1/accounts/1';
const scenarios: Scenario[] = [
  { name: 'list', method: 'GET', path: () => `${account}/conversations?status=open&page=1` },
  { name: 'message page', method: 'GET', path: (id) => `${account}/conversations/${id}/messages` },
  {
    name: 'message create',
    method: 'POST',
    path: (id) => `${account}/conversations/${id}/messages`,
    body: { content: 'Your order was sent today, it should arrive tomorrow.' },
  },
];

// A conversation whose number is no other number in the statements, so that pgbench can vary it.
const marker = Math.floor(conversations * 0.7771) + 3;
const anyConversation = (): number => 1 + Math.floor(Math.random() * conversations);

try {
  log(
    `${conversations} conversations, ${connections} connections, ${options.rounds} rounds of ${seconds} s, medians\n`,
  );
  log(
    `${'path'.padEnd(16)}${'requests/s'.padStart(12)}${'pgbench/s'.padStart(12)}${'ratio'.padStart(8)}`,
  );
  for (const scenario of scenarios) await measure(scenario);
} finally {
  server.kill();
  await app.close();
  await pool.end();
  await database.stop();
}

async function measure(scenario: Scenario): Promise<void> {
  const statements = await statementsOf(scenario);
  const served: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round < Number(options.rounds); round += 1) {
    served.push(
      await requestsPerSecond({
        host: '127.0.0.1',
        port,
        connections,
        seconds,
        next: () => requestText(scenario, anyConversation()),
      }),
    );
    alone.push(
      await roundsPerSecond({
        program: program as string,
        connection: database.connection,
        options: sessionOptions('http://localhost:3000'),
        statements,
        marker,
        rows: conversations,
        connections,
        seconds,
      }),
    );
  }
  const ratio = median(served) / median(alone);
  const cells = [median(served).toFixed(0).padStart(12), median(alone).toFixed(0).padStart(12)];
  log(`${scenario.name.padEnd(16)}${cells.join('')}${ratio.toFixed(2).padStart(8)}`);
}

/** What the server sends to the database for one such request, transaction control included. */
async function statementsOf({ method, path, body }: Scenario): Promise<Statement[]> {
  const request = async (): Promise<void> => {
    const answer = await app.inject({
      method,
      url: path(marker),
      headers: { api_access_token: token },
      ...(body === undefined ? {} : { payload: body }),
    });
    if (answer.statusCode !== 200) throw new Error(`${path(marker)}: ${answer.body}`);
  };
  // The first message of an agent is special (first reply); what is measured is the usual one.
  await request();
  const statements = await captureStatements(request);
  if (method === 'GET') return statements;
  // The first statement is the caller's credential, which stands outside the transaction.
  const [credential, ...writes] = statements as [Statement, ...Statement[]];
  const plain = (text: string): Statement => ({ text, values: [] });
  return [credential, plain('begin'), ...writes, plain('commit')];
}

function requestText({ method, path, body }: Scenario, conversation: number): string {
  const payload = body === undefined ? '' : JSON.stringify(body);
  const head = [
    `${method} ${path(conversation)} HTTP/1.1`,
    'host: localhost',
    `api_access_token: ${token}`,
    ...(body === undefined
      ? []
      : ['content-type: application/json', `content-length: ${Buffer.byteLength(payload)}`]),
  ];
  return `${head.join('\r\n')}\r\n\r\n${payload}`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * Runs every command of the API document with the real curl against a running server, and checks that
 * each answer has the fields of the document and those of the original.
 *
 *   npm run api-document                                   the server of DATA_DIR/first-run.json
 *   npm run api-document -- --url http://localhost:3000 --token … --account 1 [--contact 1 --inbox 1 --agent 1]
 *
 * It makes one conversation and deletes it again.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptions } from './options.ts';
import { runDocument, type Outcome, type Target } from './api-document/run.ts';

const { values: flags } = readOptions(import.meta.filename, {
  options: {
    url: { type: 'string' },
    token: { type: 'string' },
    account: { type: 'string' },
    contact: { type: 'string' },
    inbox: { type: 'string' },
    agent: { type: 'string' },
  },
});

try {
  const outcomes = await runDocument(await findTarget());
  process.exitCode = report(outcomes) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

interface FirstRun {
  url: string;
  account_id: number;
  api_access_token: string;
}

/** What the flags leave open is taken from first-run.json, and from the first open conversation of an API inbox. */
async function findTarget(): Promise<Target> {
  const complete = flags.url && flags.token && flags.account;
  const facts = complete ? undefined : readFirstRun();
  const url = (flags.url ?? facts?.url ?? '').replace(/\/+$/, '');
  const token = flags.token ?? facts?.api_access_token ?? '';
  const account = Number(flags.account ?? facts?.account_id);
  const place = { url, token, account };
  if (flags.contact && flags.inbox && flags.agent) {
    const [contact, inbox, agent] = [flags.contact, flags.inbox, flags.agent].map(Number);
    return { ...place, contact, inbox, agent } as Target;
  }
  const found = await findExample(place);
  return {
    ...place,
    contact: Number(flags.contact ?? found.contact),
    inbox: Number(flags.inbox ?? found.inbox),
    agent: Number(flags.agent ?? found.agent),
  };
}

function readFirstRun(): FirstRun {
  const path = join(process.env['DATA_DIR'] || 'data', 'first-run.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as FirstRun;
  } catch {
    throw new Error(
      `There is no ${path}: start the server first, or give --url, --token and --account`,
    );
  }
}

interface Conversation {
  inbox_id: number;
  contact: { id: number };
  assignee: { id: number } | null;
  meta: { channel: string; assignee_type?: string };
}

/** Customers can be written for in API inboxes only, so the example has to be one of theirs. */
async function findExample({ url, token, account }: Pick<Target, 'url' | 'token' | 'account'>) {
  const list = `${url}/api/v1/accounts/${account}/conversations?status=all&per_page=100`;
  const answer = await fetch(list, { headers: { api_access_token: token } }).catch(() => {
    throw new Error(`Nothing answers at ${url}: is the server running?`);
  });
  if (!answer.ok) throw new Error(`${list} answers ${answer.status}: ${await answer.text()}`);
  const { data } = (await answer.json()) as { data: { payload: Conversation[] } };
  const example = data.payload.find(
    ({ meta }) => meta.channel === 'Channel::Api' && meta.assignee_type === 'User',
  );
  if (example === undefined) {
    throw new Error('The account has no example to go by: give --contact, --inbox and --agent');
  }
  return { contact: example.contact.id, inbox: example.inbox_id, agent: example.assignee?.id };
}

function report(outcomes: Outcome[]): boolean {
  for (const { title, command, problems } of outcomes) {
    console.log(`${problems.length === 0 ? '✓' : '✗'} ${title.padEnd(28)} ${command}`);
    for (const problem of problems) console.log(`    ${problem}`);
  }
  const counted = outcomes.filter(({ extra }) => !extra);
  const bad = outcomes.filter(({ problems }) => problems.length > 0);
  console.log(`\n${counted.length} commands of the API document, ${bad.length} with problems`);
  return bad.length === 0;
}

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { pino } from 'pino';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { createAccount } from '../src/accounts/accounts.ts';
import { createUser } from '../src/agents/agents.ts';
import { createAgentBot } from '../src/agent-bots/agent-bots.ts';
import { buildApp } from '../src/app.ts';
import { openVault, type Vault } from '../src/auth/vault.ts';
import { loadConfig } from '../src/config.ts';
import { createContact } from '../src/contacts/contacts.ts';
import { openPool, transaction, type Pool, type Tx } from '../src/db/pool.ts';
import { addInboxMembers, createInbox } from '../src/inboxes/inboxes.ts';
import type { Platform } from '../src/platform.ts';
import { openStorage } from '../src/storage/open.ts';
import { createTeam } from '../src/teams/teams.ts';
import { watchAnswers, type AnswerWatch } from './answers.ts';
import { createTestDatabase } from './database.ts';

/**
 * The named cast. Acme: Ada runs it; Ben answers in `support` (API), `website` and `mail`; Cleo only in
 * `sales` (API); Dora is in no inbox but in the team `escalations`. Rex is Acme's bot, working nowhere
 * until a test connects it. Globex is another company, run by Gil, with records of its own.
 */
export interface World {
  app: FastifyInstance;
  pool: Pool;
  platform: Platform;
  acme: Company;
  globex: { id: number; inbox: Named; contact: Named; team: Named; conversation: number };
  ada: Caller;
  ben: Caller;
  cleo: Caller;
  dora: Caller;
  rex: Caller;
  gil: Caller;
  stranger: Caller;
  /** Ada opens a conversation, with Mia in `support` unless said otherwise; gives it as it was answered. */
  conversation(input?: Record<string, unknown>): Promise<Answer['body']>;
}

interface Named {
  id: number;
  name: string;
}

interface Company {
  id: number;
  support: Named;
  sales: Named;
  website: Named;
  mail: Named;
  escalations: Named;
  billing: Named;
  /** Contacts with an e-mail address. */
  mia: Named;
  noah: Named;
}

/** Somebody who calls the API of their account; paths start below /api/v1/accounts/<id>. */
export interface Caller {
  id: number;
  name: string;
  email: string;
  token: string;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  status: number;
  // Tests look into bodies of every shape; they assert what they find.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
  text: string;
  headers: LightMyRequestResponse['headers'];
}

/** A running application on a database of its own with the cast in it; taken down after the file's tests. */
export async function createWorld(overrides: NodeJS.ProcessEnv = {}): Promise<World> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'confab-test-'));
  const config = loadConfig({
    DATA_DIR: dataDir,
    RATE_LIMIT: '0',
    LOG_LEVEL: 'silent',
    ...overrides,
  });
  const pool = openPool(database.connection, { max: 8, baseUrl: config.baseUrl });
  const vault = openVault('a secret key that only tests use, 32+ characters');
  const storage = openStorage(config);
  const platform: Platform = { config, pool, vault, storage };
  const app = await buildApp(platform, pino({ level: config.logLevel }));
  const answers = watchAnswers(app);
  await app.ready();
  // The copy of the template begins its own epoch of events.
  await pool.query('select confab_publish_events()');
  after(async () => {
    await app.close();
    await pool.end();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
    answers.checkRest();
  });
  const cast = await transaction(pool, (tx) => createCast(tx, vault));
  const world = { app, pool, platform, ...callers({ app, answers }, cast) };
  return { ...world, conversation: conversationOpener(world) };
}

function conversationOpener({ ada, acme }: Pick<World, 'ada' | 'acme'>): World['conversation'] {
  return async (input = {}) => {
    const usual = { inbox_id: acme.support.id, contact_id: acme.mia.id };
    const answer = await ada.post('/conversations', { ...usual, ...input });
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
}

async function createCast(tx: Tx, vault: Vault) {
  const acme = await createAccount(tx, { name: 'Acme' });
  const globex = await createAccount(tx, { name: 'Globex' });
  const user = (account: Named, name: string, role: 'agent' | 'administrator') =>
    createUser(tx, vault, {
      account_id: account.id,
      name,
      email: `${name.toLowerCase()}@${account.name.toLowerCase()}.example.com`,
      password: 'Password1!',
      role,
    });
  const ada = await user(acme, 'Ada', 'administrator');
  const ben = await user(acme, 'Ben', 'agent');
  const cleo = await user(acme, 'Cleo', 'agent');
  const dora = await user(acme, 'Dora', 'agent');
  const gil = await user(globex, 'Gil', 'administrator');
  const rex = await createAgentBot(tx, vault, { account_id: acme.id, name: 'Rex' });
  const account_id = acme.id;
  const support = await createInbox(tx, {
    account_id,
    name: 'Support',
    channel_type: 'Channel::Api',
  });
  const sales = await createInbox(tx, { account_id, name: 'Sales', channel_type: 'Channel::Api' });
  const website = await createInbox(tx, {
    account_id,
    name: 'Website',
    channel_type: 'Channel::WebWidget',
  });
  const mail = await createInbox(tx, {
    account_id,
    name: 'Mail',
    channel_type: 'Channel::Email',
    channel: { email: 'mail@acme.example.com' },
  });
  for (const inbox of [support, website, mail]) {
    await addInboxMembers(tx, { account_id, inbox_id: inbox.id, user_ids: [ben.id] });
  }
  await addInboxMembers(tx, { account_id, inbox_id: sales.id, user_ids: [cleo.id] });
  const escalations = await createTeam(tx, {
    account_id,
    name: 'Escalations',
    allow_auto_assign: false,
    user_ids: [dora.id],
  });
  const billing = await createTeam(tx, {
    account_id,
    name: 'Billing',
    allow_auto_assign: false,
    user_ids: [ben.id],
  });
  const mia = await createContact(tx, { account_id, name: 'Mia', email: 'mia@example.com' });
  const noah = await createContact(tx, { account_id, name: 'Noah', email: 'noah@example.com' });
  return {
    acme: { id: acme.id, support, sales, website, mail, escalations, billing, mia, noah },
    globex: await createGlobex(tx, globex.id),
    people: { ada, ben, cleo, dora, gil, rex: { ...rex, email: '' } },
  };
}

async function createGlobex(tx: Tx, account_id: number): Promise<World['globex']> {
  const inbox = await createInbox(tx, {
    account_id,
    name: 'Elsewhere',
    channel_type: 'Channel::Api',
  });
  const contact = await createContact(tx, { account_id, name: 'Otto', email: 'otto@example.com' });
  const team = await createTeam(tx, { account_id, name: 'others' });
  return { id: account_id, inbox, contact, team, conversation: 0 };
}

type Person = { id: number; name: string; email: string; access_token: string };
type Cast = Awaited<ReturnType<typeof createCast>>;

interface Served {
  app: FastifyInstance;
  answers: AnswerWatch;
}

function callers({ app, answers }: Served, { acme, globex, people }: Cast) {
  const caller = (accountId: number, person: Person): Caller => {
    const call =
      (method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE') =>
      async (
        path: string,
        body?: unknown,
        headers: Record<string, string> = {},
      ): Promise<Answer> => {
        const url =
          /^\/(api|public|platform|enterprise|survey|auth|health|ready|metrics|openapi|docs|rails)\b/.test(
            path,
          )
            ? path
            : `/api/v1/accounts/${accountId}${path}`;
        const response = await app.inject({
          method,
          url,
          headers: {
            ...(person.access_token === '' ? {} : { api_access_token: person.access_token }),
            ...headers,
          },
          ...(body === undefined ? {} : { payload: body as object }),
        });
        answers.check(response.headers['x-request-id']);
        return answerOf(response);
      };
    return {
      id: person.id,
      name: person.name,
      email: person.email,
      token: person.access_token,
      get: (path, headers) => call('GET')(path, undefined, headers),
      post: call('POST'),
      patch: call('PATCH'),
      put: call('PUT'),
      delete: call('DELETE'),
    };
  };
  return {
    acme,
    globex,
    ada: caller(acme.id, people.ada),
    ben: caller(acme.id, people.ben),
    cleo: caller(acme.id, people.cleo),
    dora: caller(acme.id, people.dora),
    rex: caller(acme.id, people.rex),
    gil: caller(globex.id, people.gil),
    stranger: caller(acme.id, { id: 0, name: '', email: '', access_token: '' }),
  };
}

function answerOf(response: LightMyRequestResponse): Answer {
  let body: unknown;
  try {
    body = response.body === '' ? undefined : JSON.parse(response.body);
  } catch {
    body = response.body;
  }
  return { status: response.statusCode, body, text: response.body, headers: response.headers };
}

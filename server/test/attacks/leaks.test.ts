import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, test } from 'node:test';
import { buildApp } from '../../src/app.ts';
import { urlOf } from '../../src/http/mount.ts';
import type { Route } from '../../src/http/route.ts';
import type { Run } from '../../src/jobs/jobs.ts';
import { createLog } from '../../src/log.ts';
import type { Mail } from '../../src/mail/mailer.ts';
import { routes } from '../../src/routes.ts';
import { createWorkers } from '../../src/workers.ts';
import { sql } from '../inside.ts';
import { furnish } from '../malformed/furnish.ts';
import { bodyFor, nameOf } from '../mass-assignment/requests.ts';
import { permittedApp } from '../sdk/platform-app.ts';
import { createWorld } from '../world.ts';

// Every route is asked by everybody who has something to hide, with a log that leaves nothing out; what follows
// is done, too. None of what was hidden comes out anywhere: in a line of the log, the body of a webhook, a mail,
// a file, an event, the numbers of the operator, nor in an answer to somebody else.

const world = await createWorld({ METRICS_TOKEN: 'the-token-of-the-numbers-0123456789' });
const { acme, ada, ben, rex, platform } = world;
const targets = await furnish(world);
const operator = await permittedApp(world);

const lines: string[] = [];
const log = createLog({ logLevel: 'trace' }, new Writable({ write: (line, _encoding, done) => (lines.push(String(line)), done()) })); // prettier-ignore
const app = await buildApp(platform, log);
after(async () => app.close());

interface Secret {
  kind: string;
  text: string;
  /** Who may be shown it in an answer. */
  owner: string;
}

const PASSWORD = 'Planted-Password1!';
const IN_SETTINGS = {
  imap_password: 'planted-imap-password',
  smtp_password: 'planted-smtp-password',
};

async function plant(): Promise<Secret[]> {
  const one = async (kind: string, owner: string, statement: string): Promise<Secret[]> =>
    (await sql<{ text: string }>(world, statement)).map(({ text }) => ({ kind, owner, text }));
  const open = async (kind: string, owner: string, statement: string): Promise<Secret[]> =>
    (await sql<{ text: Buffer }>(world, statement)).map(({ text }) => ({ kind, owner, text: platform.vault.decrypt(text) })); // prettier-ignore
  const changed = await ben.put('/api/v1/profile', { profile: { current_password: 'Password1!', password: PASSWORD, password_confirmation: PASSWORD } }); // prettier-ignore
  assert.equal(changed.status, 200, changed.text);
  const signedIn = await app.inject({ method: 'POST', url: '/auth/sign_in', payload: { email: ben.email, password: PASSWORD } }); // prettier-ignore
  assert.equal(signedIn.statusCode, 200, signedIn.body);
  const mail = await ada.patch(`/inboxes/${acme.mail.id}`, { channel: { ...IN_SETTINGS } });
  assert.equal(mail.status, 200, mail.text);
  const hook = await ada.post('/webhooks', { url: 'https://example.com/told', subscriptions: ['message_created', 'conversation_created', 'contact_created', 'contact_updated', 'conversation_updated', 'conversation_status_changed'] }); // prettier-ignore
  assert.equal(hook.status, 200, hook.text);
  const key = await ada.post('/service_keys', { name: 'Planted', scopes: ['read'] });
  const { body: inboxes } = await ada.get('/inboxes');
  const mfa = await ben.post('/api/v1/profile/mfa', {});
  const { body: profile } = await ben.get('/api/v1/profile');
  return [
    { kind: 'password', owner: 'nobody', text: PASSWORD },
    { kind: 'session token', owner: 'ben', text: String(signedIn.headers['access-token']) },
    { kind: 'service key', owner: 'nobody', text: key.body.token },
    { kind: 'platform token', owner: 'nobody', text: operator.token },
    { kind: 'token of the numbers', owner: 'nobody', text: 'the-token-of-the-numbers-0123456789' },
    { kind: 'secret key', owner: 'nobody', text: 'a secret key that only tests use, 32+ characters' },
    { kind: 'visitor token', owner: 'visitor', text: targets.browser.token },
    { kind: 'token of a person for events', owner: 'ben', text: profile.pubsub_token },
    ...Object.values(mfa.body ?? {}).filter((each) => typeof each === 'string' && each.length > 12).map((text) => ({ kind: 'second factor', owner: 'ben', text: String(text) })),
    ...(inboxes.payload as { hmac_token?: string }[]).flatMap(({ hmac_token: text }) => (text === undefined ? [] : [{ kind: 'key of identities', owner: 'ada', text }])),
    ...Object.entries(IN_SETTINGS).map(([kind, text]) => ({ kind, owner: 'ada', text })),
    ...(await open('access token of ada', 'ada', `select ciphertext as text from access_tokens where user_id = ${ada.id}`)),
    ...(await open('access token of ben', 'ben', `select ciphertext as text from access_tokens where user_id = ${ben.id}`)),
    ...(await open('access token of the bot', 'ada', `select ciphertext as text from access_tokens where agent_bot_id = ${rex.id}`)),
    ...(await open('webhook secret', 'ada', 'select secret as text from webhook_endpoints where secret is not null')),
    ...(await one('digest of a password', 'nobody', 'select password_digest as text from users where password_digest is not null')),
    ...(await one('digest of a token', 'nobody', `select encode(digest, 'hex') as text from access_tokens union select encode(digest, 'base64') from access_tokens`)),
    ...(await one('token of a customer for events', 'visitor', 'select pubsub_token as text from contact_inboxes')),
  ];
} // prettier-ignore

const secrets = await plant();

// They end what the others need, or are no requests of the usual kind.
const left =
  /sign_out|reset_access_token|profile\/?$|\/accounts\/:account_id$|\/agents\/:agent_id$|inbox_members|profile\/mfa|\/upload$|import$|memberships|\/users\/:user_id|widget\/session$/;

const people = { ada: ada.token, ben: ben.token, 'the bot': rex.token, nobody: undefined, 'a wrong token': `${ada.token}x` }; // prettier-ignore

interface Shown {
  who: string;
  what: string;
  text: string;
}

const answers: Shown[] = [];

function addressOf(route: Route): string {
  const [message] = targets.messages;
  const isWidget = route.path.startsWith('/api/v1/widget');
  const own: Record<string, unknown> = {
    account_id: acme.id,
    conversation_id: message?.conversation,
    message_id: isWidget ? targets.browser.message : message?.id,
    ...(route.access.includes('platform') ? { user_id: ben.id, agent_bot_id: rex.id } : {}),
  };
  const path = urlOf(route).replace(/:(\w+)/g, (_all, name: string) => String(own[name] ?? targets.records[name]?.[0] ?? 1)); // prettier-ignore
  return isWidget ? `${path}?website_token=${targets.browser.website}` : path;
}

async function askAll(route: Route, method: Parameters<typeof nameOf>[1]): Promise<void> {
  const isOfPlatform = route.access.includes('platform');
  const callers = isOfPlatform ? { ...people, 'the operator': operator.token } : people;
  for (const [who, token] of Object.entries(callers)) {
    const headers: Record<string, string> = token === undefined ? {} : { api_access_token: token };
    if (who === 'nobody' && route.access.includes('visitor')) headers['x-auth-token'] = targets.browser.token; // prettier-ignore
    const asked = { method: method as 'GET', url: addressOf(route), headers };
    const body = method === 'GET' ? {} : { payload: bodyFor(world, targets, route) };
    const { body: text, headers: heads } = await app.inject({ ...asked, ...body });
    answers.push({ who: headers['x-auth-token'] === undefined ? who : 'visitor', what: nameOf(route, method), text: text + JSON.stringify(heads) }); // prettier-ignore
    if (method === 'GET') continue;
    const broken = await app.inject({ ...asked, headers: { ...headers, 'content-type': 'application/json' }, payload: `{"password": "${PASSWORD}", ` }); // prettier-ignore
    answers.push({ who, what: `${nameOf(route, method)}, broken`, text: broken.body });
  }
}

const all = routes
  .flatMap((route) => [route.method].flat().map((method) => ({ route, method })))
  .filter(({ route, method }) => method === 'GET' || !left.test(urlOf(route)));
for (const { route, method } of all.filter((each) => each.method !== 'DELETE')) await askAll(route, method); // prettier-ignore
for (const { route, method } of all.filter((each) => each.method === 'DELETE')) await askAll(route, method); // prettier-ignore
for (const payload of [
  { email: ben.email, password: `${PASSWORD}x` },
  { email: PASSWORD, password: PASSWORD },
]) {
  await app.inject({ method: 'POST', url: '/auth/sign_in', payload });
}
await app.inject({ method: 'POST', url: '/auth/password', payload: { email: ben.email } });
// Somebody who puts it where it does not belong.
await app.inject({ url: `/api/v1/profile?api_access_token=${ada.token}` });
await app.inject({ url: `/nowhere/${ada.token}?access-token=${ada.token}` });

const mails: Mail[] = [];
const mailer = { send: async (mail: Mail) => void mails.push(mail), close: () => {} };
const workers = createWorkers({ platform, mailer, log }).workers as unknown as Record<string, (data: unknown, run: object) => Promise<unknown>>; // prettier-ignore

/** What follows, as the worker does it; what follows from that, too. */
async function work(): Promise<number> {
  let done = 0;
  for (let round = 0; round < 4; round += 1) {
    const jobs = await sql<{ id: string; name: string; data: unknown }>(world, `select id, name, data from jobs.job where state = 'created'`); // prettier-ignore
    await sql(world, `update jobs.job set state = 'completed' where state = 'created'`);
    for (const { id, name, data } of jobs) {
      done += 1;
      const run: Run = { id, isLast: false };
      await workers[name]?.(data, run).catch((err: unknown) => log.error({ err, job: name }, 'a job failed')); // prettier-ignore
    }
  }
  return done;
}

const done = await work();

/** The kinds that are in one of the texts. */
const found = (texts: readonly string[], but: readonly string[] = []): string[] =>
  [...new Set(secrets.filter(({ kind }) => !but.includes(kind)).filter(({ text }) => texts.some((each) => each.includes(text))).map(({ kind }) => kind))]; // prettier-ignore

test('at least fourteen kinds of secrets were planted, and much was said', () => {
  const kinds = new Set(secrets.map(({ kind }) => kind));
  assert.ok(kinds.size >= 14, [...kinds].join(', '));
  assert.ok(secrets.every(({ text }) => text.length >= 12), 'each long enough to be no chance');
  assert.ok(answers.length > 1500, `${answers.length} answers`);
  assert.ok(lines.length > 300, `${lines.length} lines`);
  assert.ok(done > 50 && mails.length > 3, `${done} jobs, ${mails.length} mails`);
}); // prettier-ignore

test('no line of the log has a secret, whatever its level', () => {
  for (const line of lines) assert.deepEqual(found([line]), [], line.slice(0, 500));
});

test('no body of a webhook has a secret but the token that a customer listens with', async () => {
  const bodies = await sql<{ text: string }>(world, 'select body::text as text from webhook_deliveries'); // prettier-ignore
  assert.ok(bodies.length > 20, String(bodies.length));
  // The contract has it there (customer §0.4), and the administrator chose who is told.
  assert.deepEqual(found(bodies.map(({ text }) => text), ['token of a customer for events']), []); // prettier-ignore
});

test('no mail has a secret', () => {
  assert.deepEqual(found(mails.map((mail) => JSON.stringify(mail))), []);
});

test('no event, job or line of the audit log has a secret but that one', async () => {
  const texts = await sql<{ text: string }>(world, `select payload::text as text from events union all
    select audited_changes::text from audits union all select data::text from jobs.job`); // prettier-ignore
  assert.deepEqual(found(texts.map(({ text }) => text), ['token of a customer for events']), []); // prettier-ignore
});

test('no exported file has a secret', async () => {
  const names = await readdir(platform.config.dataDir, { recursive: true, withFileTypes: true });
  const files = names.filter((each) => each.isFile());
  const texts = await Promise.all(files.map(async (file) => readFile(join(file.parentPath, file.name), 'latin1'))); // prettier-ignore
  assert.ok(texts.some((text) => text.includes('mia@')), `${files.length} files`); // prettier-ignore
  assert.deepEqual(found(texts), []);
});

test('the numbers of the operator have no secret', async () => {
  const authorization = 'Bearer the-token-of-the-numbers-0123456789';
  const { statusCode, body } = await app.inject({ url: '/metrics', headers: { authorization } });
  assert.equal(statusCode, 200, body.slice(0, 200));
  assert.deepEqual(found([body]), []);
});

test('no answer has a secret of somebody else', () => {
  for (const { who, what, text } of answers) {
    const shown = secrets.filter((secret) => text.includes(secret.text) && secret.owner !== who);
    const foreign = shown.filter(({ kind }) => !mayShow(kind, what));
    assert.deepEqual(foreign.map(({ kind }) => kind), [], `${what} for ${who}`);
  }
}); // prettier-ignore

/** Customers are shown what they listen with, the operator what they made, and who has the password their token. */
function mayShow(kind: string, what: string): boolean {
  if (kind === 'token of a customer for events') return /\/public\/|\/widget\//.test(what);
  return what.includes('/platform/') || what === 'POST /auth/sign_in';
}

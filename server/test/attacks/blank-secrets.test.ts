import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { Secret, TOTP } from 'otpauth';
import { signLink } from '../../src/auth/links.ts';
import { findPerson, passwordProof, type Person } from '../../src/auth/people.ts';
import { createSsoLink } from '../../src/auth/sso.ts';
import { transaction } from '../../src/db/pool.ts';
import { unsubscribeUrl } from '../../src/notifications/unsubscribe.ts';
import { browserAt } from '../browser.ts';
import { connectEar, userIdentifier } from '../ear.ts';
import { md5, openConversation, postParts } from '../files.ts';
import { configure, employRex, sql } from '../inside.ts';
import { platformApp } from '../platform-app.ts';
import { identifierOf, visitorOf } from '../visitor.ts';
import { createWorld } from '../world.ts';

// Every secret by which somebody or something is found, tried with nothing, with what reads as nothing, with
// values of other types and with parts of itself. None of that opens anything, not even where a row was left
// blank; and the secret itself does, by the same call, so that a refusal means what it says.

const world = await createWorld({ METRICS_TOKEN: 'a-long-token-of-the-operator' });
const { acme, ada, ben, cleo, dora, rex, app, pool, platform } = world;
const { vault } = platform;

interface Lock {
  name: string;
  secret: string;
  /** Whether this was let in; undefined leaves it out. */
  open(shown: unknown): Promise<boolean>;
}

/** What could be mistaken for a secret that was never set. */
function blanks(secret: string): unknown[] {
  const half = Math.ceil(secret.length / 2);
  // prettier-ignore
  return [
    undefined, null, '', ' ', '\t', '%20', '%00', '\0', '%', '*', '_', '0', 'null', 'undefined', 'NaN',
    '[]', '{}', 'false', 'true', '""', "''", "' or ''='", '\u{200B}', '-', '--', '..', '.',
    0, 1, -1, false, true, [], {}, [null], [''], [[]], { $ne: null }, { $regex: '.' }, { length: 24 },
    secret.slice(0, half), secret.slice(half), secret.slice(0, -1), secret.slice(1), `${secret}x`, `x${secret}`,
    `${secret}\0`, [secret], { 0: secret }, { toString: secret }, secret.replace(/\w/g, '%'),
  ];
}

const textOf = (shown: unknown): string =>
  typeof shown === 'string' ? shown : JSON.stringify(shown);

async function opens(request: InjectOptions): Promise<boolean> {
  // How often one may guess is another matter: it must not be what keeps us out here.
  await sql(world, 'delete from throttles');
  const { statusCode, body } = await app.inject(request);
  assert.ok(statusCode < 500, body);
  return statusCode < 300 && statusCode !== 206;
}

// A header or a path carries text alone. What no client can send in a header, none does.
const headerLock =
  (name: string, rest: InjectOptions, form = (text: string): string => text) =>
  async (shown: unknown): Promise<boolean> => {
    const { [name]: _, ...others } = { ...(rest.headers as Record<string, string>) };
    const isSendable = shown === undefined || /^[\t\x20-\x7E]*$/.test(textOf(shown));
    if (!isSendable) return false;
    const own = shown === undefined ? {} : { [name]: form(textOf(shown)) };
    return opens({ ...rest, headers: { ...others, ...own } });
  };

const pathLock =
  (path: (text: string) => string, rest: InjectOptions = {}) =>
  async (shown: unknown): Promise<boolean> => {
    const text = shown === undefined ? '' : textOf(shown);
    // Dots name another address, and never arrive as a part of this one.
    if (/^\.+$/.test(text)) return false;
    return opens({ ...rest, url: path(/^%\d\d$/.test(text) ? text : encodeURIComponent(text)) });
  };

const bodyLock =
  (request: InjectOptions, body: (shown: unknown) => object) =>
  async (shown: unknown): Promise<boolean> =>
    opens({ ...request, payload: body(shown) });

const signIn = (body: (shown: unknown) => object) =>
  bodyLock({ method: 'POST', url: '/auth/sign_in' }, body);

// People: Dora was invited and never came, so nothing of hers is set; Cleo has a second factor.
await sql(world, 'update users set password_digest = null where id = $1', [dora.id]);
await sql(world, 'delete from access_tokens where user_id = $1', [dora.id]);
const { secret: otp } = (await cleo.post('/api/v1/profile/mfa')).body as { secret: string };
const codeNow = (): string =>
  new TOTP({ secret: Secret.fromBase32(otp), digits: 6, period: 30, algorithm: 'SHA1' }).generate();
const { backup_codes } = (await cleo.post('/api/v1/profile/mfa/verify', { otp_code: codeNow() })).body as { backup_codes: string[] }; // prettier-ignore
await sql(world, 'update users set otp_last_step = null where id = $1', [cleo.id]);
const password = 'Password1!';
const mfa = (await app.inject({ method: 'POST', url: '/auth/sign_in', payload: { email: cleo.email, password } })).json() as { mfa_token: string }; // prettier-ignore
const session = (await app.inject({ method: 'POST', url: '/auth/sign_in', payload: { email: ben.email, password } })).headers; // prettier-ignore
const keys = { 'access-token': String(session['access-token']), client: String(session['client']), uid: String(session['uid']) }; // prettier-ignore
const sso = new URL(await transaction(pool, async (tx) => createSsoLink(tx, platform, ada))).searchParams.get('sso_auth_token') ?? ''; // prettier-ignore
const person = (await findPerson(pool, dora.id)) as Person;
const reset = signLink(vault, { purpose: 'password', user_id: dora.id, proof: passwordProof(person) }, 60); // prettier-ignore
await sql(world, `update users set unconfirmed_email = 'new@example.com' where id = $1`, [ada.id]);
const confirmation = signLink(vault, { purpose: 'confirmation', user_id: ada.id, proof: 'new@example.com' }, 60); // prettier-ignore
const { token: serviceKey } = (await ada.post('/service_keys', { name: 'Export', scopes: ['read'] })).body as { token: string }; // prettier-ignore

// Programs and customers.
await employRex(world, acme.support);
const conversation = await openConversation(world);
const operator = await platformApp(world);
const { body: made } = await operator.post('/users', { name: 'Made', email: 'made@example.com', password }); // prettier-ignore
const browser = await browserAt(world);
const mia = await visitorOf(world, { source: 'mia-secret-source' });
const identifier = await identifierOf(world, acme.support);
const inboxPath = `/public/api/v1/inboxes/${identifier}/contacts`;
const userChannel = JSON.parse(await userIdentifier(ben, acme.id)) as { pubsub_token: string };
await configure(world, acme.sales, { channel: { hmac_mandatory: true } });
const { hmac_token } = (await ada.get(`/inboxes/${acme.sales.id}`)).body as { hmac_token: string };
const provable = await identifierOf(world, acme.sales);

// Files, surveys, links of mails.
const file = (await postParts(ada, `/conversations/${conversation}/messages`, [{ filename: 'a.txt', bytes: 'A' }])).body.attachments[0].data_url as string; // prettier-ignore
const [, fileToken = ''] = /redirect\/([^/]+)\//.exec(file) ?? [];
const blob = { filename: 'b.txt', byte_size: 1, checksum: md5('B'), content_type: 'text/plain' };
const announced = (await ada.post(`/conversations/${conversation}/direct_uploads`, { blob })).body as { signed_id: string; direct_upload: { url: string } }; // prettier-ignore
const upload = new URL(announced.direct_upload.url).pathname.split('/').at(-1) ?? '';
await configure(world, acme.support, { csat_survey_enabled: true });
const { id: rated, uuid } = (await mia.post('/conversations')).body as { id: number; uuid: string };
await mia.post(`/conversations/${rated}/messages`, { content: 'Hi' });
await ada.post(`/conversations/${rated}/toggle_status`, { status: 'resolved' });
const unsubscribe = unsubscribeUrl(platform, { account_id: acme.id, user_id: ben.id }).split('/').at(-1) ?? ''; // prettier-ignore

// Rows that were left blank by whatever mistake: nobody may be found by that.
const blankDigest = (text: string): Buffer => vault.digest(text);
await sql(world, `insert into access_tokens (user_id, digest, ciphertext) values ($1, $2, $3)`, [dora.id, blankDigest(''), vault.encrypt('')]); // prettier-ignore
await sql(world, `insert into sso_tokens (digest, user_id, expires_at) values ($1, $2, now() + interval '1 hour')`, [blankDigest('sso '), ada.id]); // prettier-ignore
await sql(world, 'insert into backup_codes (user_id, digest) values ($1, $2)', [cleo.id, blankDigest('backup code ')]); // prettier-ignore
await sql(world, `insert into contact_inboxes (account_id, contact_id, inbox_id, source_id, pubsub_token)
  values ($1, $2, $3, 'blank', '')`, [acme.id, acme.noah.id, acme.support.id]); // prettier-ignore
await sql(
  world,
  `update inboxes set identifier = '', channel_type = 'Channel::WebWidget' where id = $1`,
  [acme.mail.id],
);
await sql(world, `insert into blobs (account_id, key, token, filename, url_name, content_type, byte_size, checksum)
  values ($1, 'blank', '', 'x.txt', 'x.txt', 'text/plain', 1, '')`, [acme.id]); // prettier-ignore

const profile: InjectOptions = { url: '/api/v1/profile' };
const labels: InjectOptions = { url: `/api/v1/accounts/${acme.id}/labels` };
const botsUrl = `/api/v1/accounts/${acme.id}/conversations/${conversation}/custom_attributes`;
const bots: InjectOptions = { method: 'POST', url: botsUrl, payload: { custom_attributes: { a: 1 } } }; // prettier-ignore
const withSession: InjectOptions = { ...profile, headers: keys };
const carried = (parts: object): string =>
  `Bearer ${Buffer.from(JSON.stringify(parts)).toString('base64')}`;
const website = (path: string): string => `/api/v1/widget${path}?website_token=${browser.website}`;

const cableLock =
  (rest: object) =>
  async (shown: unknown): Promise<boolean> => {
    // In the extended form, which says that it refuses; on a connection each, because guessers are cut off.
    const ear = await connectEar(world, ['actioncable-v1-ext-json']);
    const identifier = JSON.stringify({ channel: 'RoomChannel', ...rest, pubsub_token: shown });
    ear.say({ command: 'subscribe', identifier });
    const answered = await ear.frame((frame) => frame.identifier === identifier);
    ear.socket.terminate();
    return answered.type === 'confirm_subscription';
  };

async function isAttached(shown: unknown): Promise<boolean> {
  const answer = await ada.post(`/conversations/${conversation}/messages`, { content: 'Look', attachments: [shown] }); // prettier-ignore
  assert.ok(answer.status < 500, answer.text);
  return answer.status === 200 && answer.body.attachments !== undefined;
}

const locks: Lock[] = [
  { name: 'access token', secret: ben.token, open: headerLock('api_access_token', profile) },
  { name: 'access token, other header', secret: ben.token, open: headerLock('api-access-token', profile) },
  { name: 'token of a bot', secret: rex.token, open: headerLock('api_access_token', bots) },
  { name: 'token of a platform app', secret: operator.token, open: headerLock('api_access_token', { url: `/platform/api/v1/users/${made.id}` }) },
  { name: 'service key', secret: serviceKey, open: headerLock('api_access_token', labels) },
  { name: 'service key as a bearer', secret: serviceKey, open: headerLock('authorization', labels, (text) => `Bearer ${text}`) },
  { name: 'token of a session', secret: keys['access-token'], open: headerLock('access-token', withSession) },
  { name: 'client of a session', secret: keys.client, open: headerLock('client', withSession) },
  { name: 'address of a session', secret: keys.uid, open: headerLock('uid', withSession) },
  { name: 'session as a bearer', secret: keys['access-token'], open: async (shown) => opens({ ...profile, headers: { authorization: carried({ ...keys, 'access-token': shown }) } }) },
  { name: 'password', secret: password, open: signIn((shown) => ({ email: ben.email, password: shown })) },
  { name: 'link that signs in', secret: sso, open: signIn((shown) => ({ email: ada.email, sso_auth_token: shown })) },
  { name: 'token of the second step', secret: mfa.mfa_token, open: async (shown) => signIn(() => ({ mfa_token: shown, otp_code: codeNow() }))(shown) },
  { name: 'backup code', secret: backup_codes[0] ?? '', open: signIn((shown) => ({ ...mfa, backup_code: shown })) },
  { name: 'token that resets', secret: reset, open: bodyLock({ method: 'PUT', url: '/auth/password' }, (shown) => ({ reset_password_token: shown, password: 'Other-pass-2', password_confirmation: 'Other-pass-2' })) },
  { name: 'token that confirms', secret: confirmation, open: bodyLock({ method: 'POST', url: '/auth/confirmation' }, (shown) => ({ confirmation_token: shown })) },
  { name: 'realtime token of a person', secret: userChannel.pubsub_token, open: cableLock({ account_id: acme.id, user_id: ben.id }) },
  { name: 'realtime token of a customer', secret: browser.contact.pubsub_token, open: cableLock({}) },
  { name: 'token of a website', secret: browser.website, open: pathLock((text) => `/api/v1/widget/inbox_members?website_token=${text}`) },
  { name: 'token of a visitor', secret: browser.token, open: headerLock('x-auth-token', { url: website('/contact') }) },
  { name: 'token of a visitor in the address', secret: browser.token, open: pathLock((text) => `${website('/contact')}&cw_conversation=${text}`) },
  { name: 'name of an inbox', secret: identifier, open: pathLock((text) => `/public/api/v1/inboxes/${text}/contacts/mia-secret-source`) },
  { name: 'source id', secret: 'mia-secret-source', open: pathLock((text) => `${inboxPath}/${text}`) },
  { name: 'proof of an identifier', secret: createHmac('sha256', hmac_token).update('vera').digest('hex'), open: bodyLock({ method: 'POST', url: `/public/api/v1/inboxes/${provable}/contacts` }, (shown) => ({ identifier: 'vera', identifier_hash: shown })) },
  { name: 'address of a file', secret: fileToken, open: pathLock((text) => `/rails/active_storage/blobs/redirect/${text}/a.txt`) },
  { name: 'address to upload to', secret: upload, open: pathLock((text) => `/rails/active_storage/disk/${text}`, { method: 'PUT', payload: 'B' }) },
  { name: 'name of an uploaded file', secret: announced.signed_id, open: isAttached },
  { name: 'address of a survey', secret: uuid, open: pathLock((text) => `/public/api/v1/csat_survey/${text}`) },
  { name: 'end of the mails', secret: unsubscribe, open: pathLock((text) => `/public/api/v1/notification_mails/${text}`, { method: 'POST' }) },
  { name: 'token of the metrics', secret: 'a-long-token-of-the-operator', open: headerLock('authorization', { url: '/metrics' }, (text) => `Bearer ${text}`) },
]; // prettier-ignore

for (const { name, secret, open } of locks) {
  test(`nothing but the whole of it opens: ${name}`, async () => {
    for (const blank of blanks(secret)) {
      assert.equal(await open(blank), false, `let in with ${JSON.stringify(blank)}`);
    }
    assert.equal(await open(secret), true, 'the secret itself is refused');
  });
}

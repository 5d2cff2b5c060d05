import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { browserAt } from '../../test/browser.ts';
import { sql, statementsOf } from '../../test/inside.ts';
import { identifierOf } from '../../test/visitor.ts';
import { createWorld } from '../../test/world.ts';
import { readVisitorToken, visitorToken } from '../auth/visitor-token.ts';

const world = await createWorld();
const { acme, ada, globex } = world;
const { vault } = world.platform;
const NOT_FOUND = '{"error":"Resource could not be found"}';

const mia = await browserAt(world);

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as never;
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a token is a JWT by HS256 that names session and inbox for 180 days', () => {
  assert.deepEqual(JSON.parse(Buffer.from(mia.token.split('.')[0] ?? '', 'base64url').toString()), { alg: 'HS256' }); // prettier-ignore
  const { source_id, inbox_id, iat, exp, ...rest } = claimsOf(mia.token);
  assert.deepEqual(rest, {});
  assert.match(String(source_id), /^[\da-f-]{36}$/);
  assert.equal(inbox_id, acme.website.id);
  assert.equal(Number(exp) - Number(iat), 180 * 86_400);
});

test('a token is good until its time is over, and only as we signed it', () => {
  const claims = { source_id: 's', inbox_id: 1 };
  const now = new Date();
  const token = visitorToken(vault, claims, now);
  const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
  assert.deepEqual(readVisitorToken(vault, token, later(179)), claims);
  assert.equal(readVisitorToken(vault, token, later(180)), undefined);
  const [header, body, signature = ''] = token.split('.');
  const forged = encode({ ...claimsOf(token), inbox_id: 2 });
  const byHand = createHmac('sha256', 'a secret key that only tests use, 32+ characters').update(`${header}.${body}`).digest('base64url'); // prettier-ignore
  for (const other of [
    `${header}.${forged}.${signature}`,
    `${encode({ alg: 'none' })}.${body}.`,
    `${encode({ alg: 'none' })}.${body}.${signature}`,
    `${header}.${body}`,
    `${header}.${body}.`,
    `${header}.${body}.${byHand}`,
    `${token}.`,
    `${token}=`,
    ` ${token}`,
    vault.sign('visitor token', body ?? ''),
    'nonsense',
    '..',
  ]) {
    assert.equal(readVisitorToken(vault, other, now), undefined, other);
  }
});

test('no other kind of token is a visitor, and a visitor’s is nothing elsewhere', async () => {
  const [session] = await sql<{ pubsub_token: string; source_id: string }>(world, 'select pubsub_token, source_id from contact_inboxes where contact_id = $1', [mia.contact.id]); // prettier-ignore
  for (const token of [ada.token, world.rex.token, session?.pubsub_token, session?.source_id, mia.website]) {
    const answer = await mia.with({ token: String(token) }).get('/contact');
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
  } // prettier-ignore
  for (const name of ['api_access_token', 'authorization', 'access-token', 'x-auth-token']) {
    const value = name === 'authorization' ? `Bearer ${mia.token}` : mia.token;
    const { statusCode } = await world.app.inject({ url: `/api/v1/accounts/${acme.id}/conversations`, headers: { [name]: value, client: 'x', uid: ada.email } }); // prettier-ignore
    assert.equal(statusCode, 401, name);
    const profile = await world.app.inject({ url: '/api/v1/profile', headers: { [name]: value } });
    assert.equal(profile.statusCode, 401, name);
  }
  const source = String(claimsOf(mia.token)['source_id']);
  const asClient = await world.app.inject({ url: `/public/api/v1/inboxes/${mia.website}/contacts/${source}` }); // prettier-ignore
  assert.equal(asClient.statusCode, 404, 'a website is no API inbox');
});

test('what is asked for comes in order: the website, its account, the visitor', async () => {
  assert.equal((await mia.get('/contact')).status, 200);
  for (const website of ['', 'nonsense', '%00', await identifierOf(world, acme.support)]) {
    const answer = await mia.with({ website }).get('/contact');
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND], website);
  }
  for (const token of ['', 'nonsense', `${mia.token}x`]) {
    const answer = await mia.with({ token }).get('/contact');
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND], token);
  }
  await sql(world, `update accounts set status = 'suspended' where id = $1`, [acme.id]);
  for (const who of [mia, mia.with({ token: 'nonsense' })]) {
    const answer = await who.get('/contact');
    assert.deepEqual([answer.status, answer.text], [401, '{"error":"Account is suspended"}']);
  }
  assert.equal((await mia.with({ website: 'nonsense' }).get('/contact')).status, 404);
  assert.equal((await mia.post('/config')).status, 401);
  await sql(world, `update accounts set status = 'active' where id = $1`, [acme.id]);
});

test('a token of one website is nobody on another, of this account or of another', async () => {
  const other = await ada.post('/inboxes', { name: 'Shop', channel: { type: 'web_widget', website_url: 'https://shop.example.com' } }); // prettier-ignore
  assert.equal(other.status, 200, other.text);
  const website: string = other.body.website_token;
  const [theirs] = await sql<{ identifier: string }>(world, `update inboxes set channel_type = 'Channel::WebWidget' where id = $1 returning identifier`, [globex.inbox.id]); // prettier-ignore
  for (const place of [website, theirs?.identifier]) {
    const answer = await mia.with({ website: String(place) }).get('/contact');
    assert.deepEqual([answer.status, answer.text], [404, NOT_FOUND]);
  }
  // The same source id in both: it is the inbox in the token that tells them apart.
  await sql(world, `insert into contact_inboxes (account_id, inbox_id, contact_id, source_id) values ($1, $2, $3, $4)`, [acme.id, other.body.id, acme.noah.id, claimsOf(mia.token)['source_id']]); // prettier-ignore
  assert.equal((await mia.with({ website }).get('/contact')).status, 404);
});

test('the website may be named in the body, and the token in a parameter', async () => {
  const { token, website } = mia;
  const nowhere = mia.with({ website: '', token: '' });
  const inBody = await mia.with({ website: '' }).patch('/contact', { website_token: website });
  assert.equal(inBody.status, 200, inBody.text);
  for (const [body, status] of [[{ website_token: website, cw_conversation: token }, 200], [{ website_token: website }, 404], [{ cw_conversation: token }, 404], [{}, 404]] as const) {
    assert.equal((await nowhere.patch('/contact', body)).status, status);
  } // prettier-ignore
  const inQuery = await nowhere.get(`/contact?website_token=${website}&cw_conversation=${token}`);
  assert.equal(inQuery.status, 200, inQuery.text);
  assert.ok(!inQuery.text.includes(token));
});

test('who sends files without naming a website first shows a good token', async () => {
  const boundary = 'x';
  const payload = `--x\r\ncontent-disposition: form-data; name="website_token"\r\n\r\n${mia.website}\r\n--x\r\ncontent-disposition: form-data; name="message[content]"\r\n\r\nHi\r\n--x--\r\n`;
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  const nameless = mia.with({ website: '' });
  assert.equal((await nameless.post('/messages', payload, headers)).status, 200);
  const stranger = nameless.with({ token: 'nonsense' });
  assert.equal((await stranger.post('/messages', payload, headers)).status, 404);
});

test('knowing who calls takes one statement', async () => {
  await mia.get('/campaigns');
  const statements = await statementsOf(async () => mia.get('/campaigns'));
  assert.equal(statements.length, 1);
});

test('pages of any origin may call, also with the header of the token', async () => {
  const { statusCode, headers } = await world.app.inject({
    method: 'OPTIONS',
    url: '/api/v1/widget/messages?website_token=x',
    headers: {
      origin: 'https://shop.example.com',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-auth-token, content-type',
    },
  });
  assert.equal(statusCode, 204);
  assert.equal(headers['access-control-allow-origin'], '*');
  assert.equal(headers['access-control-allow-headers'], 'x-auth-token, content-type');
  assert.equal(headers['access-control-allow-credentials'], undefined);
  const answer = await mia.get('/contact');
  assert.equal(answer.headers['access-control-allow-origin'], '*');
});

test('a session that was ended is nobody’s, also at the realtime connection', async () => {
  const visitor = await browserAt(world);
  await visitor.post('/messages', { message: { content: 'Hello' } });
  const ended = await visitor.delete('/session');
  assert.deepEqual([ended.status, ended.text], [204, '']);
  assert.equal((await visitor.get('/contact')).status, 404);
  const again = await visitor.post('/config');
  assert.notEqual(again.body.contact.id, visitor.contact.id);
  const [left] = await sql<{ pubsub_token: string }>(world, 'select pubsub_token from contact_inboxes where contact_id = $1', [visitor.contact.id]); // prettier-ignore
  assert.notEqual(left?.pubsub_token, visitor.contact.pubsub_token);
  assert.equal((await mia.get('/contact')).status, 200);
});

import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import { connect, sql } from '../../test/inside.ts';
import { startMailServer } from '../../test/mail-server.ts';
import { tellPeople } from '../../test/notifying.ts';
import { createWorld, type Caller } from '../../test/world.ts';
import { HopelessJobError } from '../jobs/jobs.ts';
import { openMailer } from '../mail/mailer.ts';
import { mailNotification } from './mail.ts';

// Ben is in support, and wants to be told everything by mail.

const server = await startMailServer();
const world = await createWorld({
  SMTP_URL: server.url,
  MAIL_FROM: 'Desk <desk@example.com>',
  BASE_URL: 'https://desk.example.com',
});
const { acme, ada, ben, cleo, platform } = world;
const mailer = openMailer(platform.config);
after(() => mailer.close());

const ALL = [
  'email_conversation_creation',
  'email_conversation_assignment',
  'email_assigned_conversation_new_message',
  'email_conversation_mention',
  'email_participating_conversation_new_message',
];

async function want(who: Caller, flags: string[]): Promise<void> {
  const chosen = { selected_email_flags: flags, selected_push_flags: [] };
  const { status } = await who.put('/notification_settings', { notification_settings: chosen });
  assert.equal(status, 200);
}

type Key = Parameters<typeof mailNotification>[1];

const waiting = async (): Promise<Key[]> =>
  (
    await sql<{ data: Key }>(
      world,
      `select data from jobs.job where name = 'mail_notification' order by (data ->> 'mail_id')::bigint`,
    )
  ).map(({ data }) => data);

const tryOnce = (key: Key, isLast = false) =>
  mailNotification({ platform, mailer }, key, { isLast });

/** Runs everything up to the mails, as the workers would; gives what the mail server got. */
async function mails() {
  await tellPeople(world);
  for (const key of await waiting()) await tryOnce(key);
  await sql(world, `delete from jobs.job where name = 'mail_notification'`);
  return Promise.all(server.received.splice(0).map(({ parsed }) => parsed));
}

/** Where its reader can have no more of them. */
function stopUrl(mail: Awaited<ReturnType<typeof mails>>[number] | undefined): string {
  const [, url] =
    /^No more mails: (https:\/\/desk\.example\.com\/\S+)$/m.exec(mail?.text ?? '') ?? [];
  assert.ok(url);
  return url;
}

const states = () =>
  sql<{ state: string; reason: string | null; tries: number }>(
    world,
    'select state, reason, tries from notification_mails order by id',
  );

const write = (id: number, content: string, more: Record<string, unknown> = {}) =>
  ada.post(`/conversations/${id}/messages`, { content, message_type: 'incoming', ...more });

/** A conversation that Ben has, and of which he knows. */
async function hisConversation(): Promise<number> {
  const { id } = await world.conversation({ assignee_id: ben.id });
  await mails();
  await sql(world, 'delete from notification_mails');
  return id as number;
}

beforeEach(async () => {
  await want(ben, ALL);
  await connect(world);
  await sql(world, 'delete from notification_mails');
  await sql(world, `delete from jobs.job where name in ('notify_people', 'mail_notification')`);
  server.received.length = 0;
});

test('being assigned comes as a mail that says by whom, and leads to the conversation', async () => {
  const { id } = await world.conversation();
  await mails();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  const [mail, ...others] = await mails();
  assert.equal(others.length, 0);
  assert.equal(mail?.subject, `[#${id}] The conversation with Mia is assigned to you`);
  assert.deepEqual(
    [mail.to].flat().map((to) => to?.text),
    ['ben@acme.example.com'],
  );
  assert.match(mail.text ?? '', /^Ada has assigned you the conversation with Mia in Support\.\n/);
  const url = `https://desk.example.com/app/accounts/${acme.id}/conversations/${id}`;
  assert.ok(mail.text?.includes(`Open the conversation: ${url}\n`));
  assert.ok((mail.html as string).includes(`<a href="${url}">Open conversation #${id}</a>`));
});

test('a mail says that a machine wrote it, where to have no more, and what it belongs to', async () => {
  const { id } = await world.conversation();
  const [first] = await mails();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  const [second] = await mails();
  const headers = second?.headers;
  assert.equal(headers?.get('auto-submitted'), 'auto-generated');
  const list = headers?.get('list') as unknown as Record<string, { url?: string; name?: string }>;
  assert.equal(list['unsubscribe']?.url, stopUrl(second));
  assert.equal(list['unsubscribe-post']?.name, 'List-Unsubscribe=One-Click');
  assert.match(second?.messageId ?? '', /^<notification\/\d+\/\d+@example\.com>$/);
  assert.notEqual(second?.messageId, first?.messageId);
  assert.match(String(second?.references), /^<conversation\/[\da-f-]{36}@example\.com>$/);
  assert.equal(String(second?.references), String(first?.references));
});

test('a new conversation, a mention and news for those who take part are worded each', async () => {
  const { id } = await world.conversation({ message: { content: 'The lift is stuck' } });
  const [created] = await mails();
  assert.equal(created?.subject, `[#${id}] New conversation with Mia in Support`);
  assert.match(created.text ?? '', /\nAda:\n> The lift is stuck\n/);

  const content = `[@Ben](mention://user/${ben.id}/Ben) can you **look**?`;
  await ada.post(`/conversations/${id}/messages`, { content, private: true });
  const [mention] = await mails();
  assert.equal(mention?.subject, `[#${id}] Ada mentioned you in the conversation with Mia`);
  assert.match(mention.text ?? '', /\nAda \(private note\):\n> @Ben can you \*\*look\*\*\?\n/);
  assert.match(mention.html as string, /<blockquote><p>@Ben can you <strong>look<\/strong>\?<\/p>/);

  await write(id, 'Any news?');
  const [news] = await mails();
  assert.equal(news?.subject, `[#${id}] New message in the conversation with Mia`);
});

test('twenty messages in a minute are one mail, and what comes after it another', async () => {
  const id = await hisConversation();
  for (let n = 1; n <= 23; n += 1) await write(id, `Message ${n}.`);
  await tellPeople(world);
  assert.equal((await waiting()).length, 1);
  const [mail, ...others] = await mails();
  assert.equal(others.length, 0);
  assert.equal(mail?.subject, `[#${id}] 23 new messages in your conversation with Mia`);
  assert.match(mail.text ?? '', /> Message 1\.\n(.|\n)*> Message 20\.\n\n… and 3 more\.\n/);
  await write(id, 'And one more.');
  assert.deepEqual(
    (await mails()).map(({ subject }) => subject),
    [`[#${id}] New message in your conversation with Mia`],
  );
});

test('a mention among many messages is in the mail, and in its subject', async () => {
  const id = await hisConversation();
  for (let n = 1; n <= 21; n += 1) await write(id, `Message ${n}.`);
  const content = `[@Ben](mention://user/${ben.id}/Ben) hurry`;
  await ada.post(`/conversations/${id}/messages`, { content, private: true });
  const [mail] = await mails();
  assert.equal(mail?.subject, `[#${id}] Ada mentioned you in the conversation with Mia`);
  assert.match(mail.text ?? '', /> @Ben hurry\n/);
});

test('the mail waits for a minute by the clock of the database', async () => {
  const id = await hisConversation();
  await write(id, 'Hi');
  await tellPeople(world);
  const [job] = await sql<{ wait: number }>(
    world,
    `select extract(epoch from start_after - created_on)::float as wait from jobs.job where name = 'mail_notification'`,
  );
  assert.equal(Math.round(job?.wait ?? 0), 60);
});

const quiet: [string, (id: number) => Promise<unknown>, string][] = [
  ['has read the notification', async () => {
    const [told] = (await ben.get('/notifications')).body.data.payload;
    await ben.put(`/notifications/${told.id}`);
  }, 'they have seen it'],
  ['has removed the notification', async () => {
    const [told] = (await ben.get('/notifications')).body.data.payload;
    await ben.delete(`/notifications/${told.id}`);
  }, 'they have seen it'],
  ['has looked at their conversation', (id) => ben.post(`/conversations/${id}/update_last_seen`), 'they have seen it'],
  ['has answered', (id) => ben.post(`/conversations/${id}/messages`, { content: 'On it' }), 'they have seen it'],
  ['is online', () => connect(world, ben), 'they were online'],
  ['has switched it off meanwhile', () => want(ben, []), 'they have switched it off'],
  ['cannot see the conversation any more', () => ada.delete('/inbox_members', { inbox_id: acme.support.id, user_ids: [ben.id] }), 'they may not open the conversation any more'],
  ['has left the account', () => sql(world, 'update memberships set removed_at = now() where user_id = $1', [ben.id]), 'they may not open the conversation any more'],
  ['has not confirmed their address', () => sql(world, 'update users set confirmed_at = null where id = $1', [ben.id]), 'their e-mail address is not confirmed'],
  ['must not be bothered with the customer, who was blocked,', (id) => ada.post(`/conversations/${id}/mute`), 'the customer is blocked'],
]; // prettier-ignore

for (const [what, happens, reason] of quiet) {
  test(`somebody who ${what} gets no mail about a message`, async () => {
    const id = await hisConversation();
    await write(id, 'Hi');
    await tellPeople(world);
    assert.equal((await waiting()).length, 1);
    await happens(id);
    const settled = await mails();
    await ada.post(`/conversations/${id}/unmute`);
    await ada.post('/inbox_members', { inbox_id: acme.support.id, user_ids: [ben.id] });
    await sql(world, 'update memberships set removed_at = null where user_id = $1', [ben.id]);
    await sql(world, 'update users set confirmed_at = now() where id = $1', [ben.id]);
    assert.deepEqual(settled, []);
    assert.deepEqual(
      (await states()).map(({ state, reason: why }) => [state, why]),
      [['skipped', reason]],
    );
  });
}

test('what somebody looked at or wrote before the clock was put back keeps no mail from them', async () => {
  const id = await hisConversation();
  await ben.post(`/conversations/${id}/update_last_seen`);
  await ben.post(`/conversations/${id}/messages`, { content: 'On it' });
  await sql(
    world,
    `update conversations set assignee_last_seen_at = now() + interval '10 days' where account_id = $1 and display_id = $2`,
    [acme.id, id],
  );
  await sql(
    world,
    `update messages m set created_at = now() + interval '10 days' from conversations c
     where c.account_id = $1 and c.display_id = $2 and m.account_id = $1 and m.conversation_id = c.id`,
    [acme.id, id],
  );
  await write(id, 'Hi');
  assert.equal((await mails()).length, 1);
});

test('being online keeps nobody from the mail that they are mentioned or assigned', async () => {
  const { id } = await world.conversation();
  await mails();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  await tellPeople(world);
  await connect(world, ben);
  assert.equal((await mails()).length, 1);
});

test('what a customer writes stands in no header and in no tag of ours', async () => {
  const name = 'Eve\r\nBcc: all@example.com\r\n <script>alert(1)</script>';
  const contact = await ada.post('/contacts', { name: 'Eve' });
  await sql(world, 'update contacts set name = $2 where id = $1', [
    contact.body.payload.contact.id,
    name,
  ]);
  const { id } = await world.conversation({ contact_id: contact.body.payload.contact.id });
  await mails();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  await write(
    id,
    '<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![p](https://example.com/p.png)',
  );
  await tellPeople(world);
  for (const key of await waiting()) await tryOnce(key);
  const [received] = server.received.splice(0);
  assert.deepEqual(received?.to, ['ben@acme.example.com']);
  const head = received.raw.slice(0, received.raw.indexOf('\r\n\r\n'));
  assert.doesNotMatch(head, /^bcc:/im);
  const { html } = await received.parsed;
  assert.doesNotMatch(html as string, /<script|<img|href="javascript/i);
  assert.match(html as string, /&lt;img src=x/);
});

test('a mail server that is busy gets the same mail again, and its answer can be seen meanwhile', async () => {
  const id = await hisConversation();
  await write(id, 'Hi');
  await tellPeople(world);
  const [key] = await waiting();
  server.refuseContents.push('451 later');
  await assert.rejects(tryOnce(key as Key), /later/);
  assert.deepEqual(
    (await states()).map(({ state }) => state),
    ['sending'],
  );
  assert.match((await states())[0]?.reason ?? '', /451/);
  await write(id, 'Too late for the first mail');
  const both = await mails();
  assert.equal(both.length, 2);
  assert.ok(both[0]?.text?.includes('> Hi\n'));
  assert.ok(!both[0]?.text?.includes('Too late'));
  assert.deepEqual((await states()).map(({ state, tries }) => [state, tries]), [['sent', 2], ['sent', 1]]); // prettier-ignore
});

test('what happens while a mail is being sent goes into the next one', async () => {
  const id = await hisConversation();
  await write(id, 'Hi');
  await tellPeople(world);
  const [key] = await waiting();
  const slow = {
    ...mailer,
    send: async (mail: Parameters<typeof mailer.send>[0]) => {
      await write(id, 'And another thing');
      await tellPeople(world);
      await mailer.send(mail);
    },
  };
  await mailNotification({ platform, mailer: slow }, key as Key, { isLast: false });
  const [first, second] = await mails();
  assert.ok(!first?.text?.includes('And another thing'));
  assert.ok(second?.text?.includes('> And another thing\n'));
});

test('one that is refused for good has failed, with what the server said, and keeps no other', async () => {
  const id = await hisConversation();
  await write(id, 'Hi');
  await tellPeople(world);
  const [key] = await waiting();
  server.refuseRecipients.push('550 No such user');
  await assert.rejects(tryOnce(key as Key), HopelessJobError);
  const [failed] = await states();
  assert.equal(failed?.state, 'failed');
  assert.match(failed?.reason ?? '', /No such user/);
  await write(id, 'Hello?');
  await tellPeople(world);
  await tryOnce((await waiting()).at(-1) as Key);
  assert.equal(server.received.length, 1);
  await tryOnce(key as Key); // as an operator may want
  assert.equal((await states())[0]?.state, 'sent');
  await tryOnce(key as Key); // as after a crash
  assert.equal(server.received.length, 2);
});

test('a mail that fails on the last try has failed', async () => {
  const id = await hisConversation();
  await write(id, 'Hi');
  await tellPeople(world);
  const [key] = await waiting();
  server.refuseContents.push('451 later');
  await assert.rejects(tryOnce(key as Key, true));
  assert.equal((await states())[0]?.state, 'failed');
});

test('without a mail server nothing piles up', async () => {
  const id = await hisConversation();
  await write(id, 'Hi');
  await tellPeople(world);
  const [key] = await waiting();
  const config = { ...platform.config, smtpUrl: undefined };
  await mailNotification({ platform: { ...platform, config }, mailer }, key as Key, {
    isLast: false,
  });
  assert.deepEqual(
    (await states()).map(({ state, reason }) => [state, reason]),
    [['skipped', 'SMTP_URL is not set']],
  );
});

test('who wants no mail leaves no job', async () => {
  await want(ben, []);
  await want(cleo, ALL);
  const { id } = await world.conversation({ assignee_id: ben.id });
  await write(id, 'Hi');
  await tellPeople(world);
  assert.deepEqual(await waiting(), []);
  assert.equal((await ben.get('/notifications')).body.data.payload.length > 0, true);
});

test('one click in a mail ends the mails about its account; opening the link does not', async () => {
  const flags = async () =>
    (await ben.get('/notification_settings')).body.selected_email_flags as string[];
  await world.conversation();
  const [mail] = await mails();
  const { pathname } = new URL(stopUrl(mail));
  const page = await world.stranger.get(pathname);
  assert.equal(page.status, 200);
  assert.match(page.text, /Stop the mails/);
  assert.match(String(page.headers['content-security-policy']), /^default-src 'none'/);
  assert.equal((await flags()).length, ALL.length);
  for (const wrong of [`${pathname}x`, pathname.replace(/\/[^/]*$/, '/abc')]) {
    assert.equal((await world.stranger.post(wrong)).status, 404);
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const click = await world.stranger.post(pathname, 'List-Unsubscribe=One-Click', form);
  assert.equal(click.status, 200);
  assert.deepEqual(await flags(), []);
  await world.conversation();
  assert.deepEqual(await mails(), []);
});

test('somebody sees what became of their mails, and of nobody else’s', async () => {
  const id = await hisConversation();
  await write(id, 'Hi');
  await tellPeople(world);
  const list = async (who: Caller) =>
    (await who.get('/notification_mails')).body.payload as Record<string, unknown>[];
  const [waits] = await list(ben);
  assert.deepEqual(
    [waits?.['conversation_id'], waits?.['state'], waits?.['notification_types']],
    [id, 'waiting', ['assigned_conversation_new_message']],
  );
  server.refuseRecipients.push('550 No such user');
  await assert.rejects(tryOnce((await waiting())[0] as Key));
  const [failed] = await list(ben);
  assert.equal(failed?.['state'], 'failed');
  assert.match(String(failed?.['reason']), /No such user/);
  assert.deepEqual(await list(ada), []);
});

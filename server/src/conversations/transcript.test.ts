import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { picture, postParts } from '../../test/files.ts';
import { configure, eventsOf, sql } from '../../test/inside.ts';
import { startMailServer } from '../../test/mail-server.ts';
import { createWorld } from '../../test/world.ts';
import { HopelessJobError } from '../jobs/jobs.ts';
import { openMailer } from '../mail/mailer.ts';
import { sendTranscript } from './transcript.ts';
import { shortTime } from './transcript-page.ts';

const world = await createWorld();
const { ada, ben, acme, pool, platform } = world;
const server = await startMailServer();
const mailFrom = 'Confab <desk@confab.example.com>';
const mailer = openMailer({ smtpUrl: server.url, mailFrom });
after(() => mailer.close());
const parts = { platform: { ...platform, config: { ...platform.config, mailFrom } }, mailer };

interface Order {
  account_id: number;
  conversation_id: number;
  email: string;
}

const orders = () =>
  sql<{ id: string; data: Order }>(
    world,
    `select id, data from jobs.job where name = 'send_transcript' order by created_on`,
  );

const mia = { email: 'mia@example.com' };
const ask = (conversation: number, body: unknown, who = ada) =>
  who.post(`/conversations/${conversation}/transcript`, body);

const say = (conversation: number, content: string, more: Record<string, unknown> = {}) =>
  ben.post(`/conversations/${conversation}/messages`, { content, ...more });

/** Asks for a transcript and does the job that follows; gives the mail that arrived. */
async function transcriptOf(conversation: number) {
  server.received.length = 0;
  await sql(world, `delete from jobs.job`);
  await sql(world, `delete from allowances`);
  assert.equal((await ask(conversation, mia)).status, 200);
  const [order] = await orders();
  await sendTranscript(parts, { ...order!.data, id: order!.id });
  const [mail] = server.received;
  assert.ok(mail !== undefined);
  return { ...mail, parsed: await mail.parsed, id: order!.id };
}

test('asking for a transcript is answered with nothing, and leaves one job and one event', async () => {
  const { id } = await world.conversation();
  await sql(world, 'delete from jobs.job');
  const events = await eventsOf(world, async () => {
    const answer = await ask(id, { email: ' mia@example.com ' });
    assert.deepEqual([answer.status, answer.text], [200, '']);
    assert.equal(answer.headers['content-type'], 'application/json');
  });
  assert.deepEqual(
    events.map(({ name, payload }) => [name, payload.email, payload.performer.id]),
    [['conversation.transcript_requested', 'mia@example.com', ada.id]],
  );
  const [order, ...more] = await orders();
  assert.equal(order?.data.email, 'mia@example.com');
  assert.equal(more.length, 0);
});

test('without an address the contract’s error says so', async () => {
  const { id } = await world.conversation();
  for (const body of [undefined, {}, { email: '' }, { email: '   ' }, { email: null }]) {
    const answer = await ask(id, body);
    assert.deepEqual([answer.status, answer.body], [422, { error: 'email param missing' }]);
  }
});

test('an address that cannot be one is refused by name, and nothing is sent', async () => {
  const { id } = await world.conversation();
  await sql(world, 'delete from jobs.job');
  for (const email of [
    `${'a'.repeat(250)}@b.example`,
    'a@b.example\r\nBcc: c@d.example',
    'a@b.example\nc@d.example',
    ['a@b.example'],
    { address: 'a@b.example' },
  ]) {
    const answer = await ask(id, { email });
    assert.equal(answer.status, 422);
    assert.match(answer.body.error, /^email /);
  }
  assert.deepEqual(await orders(), []);
});

test('only who may see the conversation may have it mailed', async () => {
  const { id } = await world.conversation();
  assert.equal((await ask(id, mia, ben)).status, 200);
  assert.equal((await ask(id, mia, world.cleo)).status, 404);
  assert.equal((await ask(id, mia, world.gil)).status, 404);
  assert.equal((await ask(id, mia, world.rex)).status, 401);
  assert.equal((await ask(id, mia, world.stranger)).status, 401);
});

test('thirty an hour leave an account, the thirty-first is told to wait, whoever asks', async () => {
  const { id } = await world.conversation();
  await sql(world, 'delete from allowances');
  await sql(world, 'delete from jobs.job');
  const invalid = await Promise.all(Array.from({ length: 40 }, () => ask(id, {})));
  assert.ok(invalid.every(({ status }) => status === 422));
  const asked = await Promise.all(
    Array.from({ length: 40 }, (_, i) => ask(id, mia, i % 2 ? ada : ben)),
  );
  const refused = asked.filter(({ status }) => status === 429);
  assert.equal(refused.length, 10);
  assert.equal(refused[0]?.text, 'Retry later\n');
  const wait = Number(refused[0]?.headers['retry-after']);
  assert.ok(wait >= 1 && wait <= 3600);
  assert.equal((await orders()).length, 30);
  await sql(world, 'delete from allowances');
});

test('the mail has the number in its subject and every public message in order, and no other', async () => {
  const { id } = await world.conversation({ message: { content: 'Hello?' } });
  await say(id, 'How can I **help**?');
  await say(id, 'she is difficult', { private: true });
  await say(id, 'My printer burns', { message_type: 'incoming' });
  await ada.post(`/conversations/${id}/toggle_priority`, { priority: 'high' });
  const { to, parsed } = await transcriptOf(id);
  assert.deepEqual(to, ['mia@example.com']);
  assert.equal(parsed.subject, `[#${id}] Conversation Transcript`);
  for (const body of [String(parsed.html), parsed.text ?? '']) {
    const places = ['Hello?', 'How can I', 'My printer burns'].map((words) => body.indexOf(words));
    assert.ok(
      places.every((place, i) => place > (places[i - 1] ?? -1)),
      body,
    );
    assert.ok(!body.includes('difficult') && !body.includes('priority'));
  }
  assert.match(String(parsed.html), /<b>Ben<\/b>[^]*<strong>help<\/strong>[^]*<b>Mia<\/b>/);
});

test('markup in names and messages is text in the mail', async () => {
  const attack = '<img src=x onerror=alert(1)><script>alert(2)</script>';
  await pool.query('update contacts set name = $1 where id = $2', [attack, acme.noah.id]);
  const { id } = await world.conversation({ contact_id: acme.noah.id });
  await say(id, `${attack} [x](javascript:alert(3))`, { message_type: 'incoming' });
  const { parsed } = await transcriptOf(id);
  const html = String(parsed.html);
  assert.ok(!/<(img|script)/i.test(html) && !/href="?javascript/i.test(html), html);
  assert.ok(html.includes('<b>&lt;img src=x onerror=alert(1)&gt;'));
});

test('files are links, by the name they came with', async () => {
  const { id } = await world.conversation();
  const answer = await postParts(ben, `/conversations/${id}/messages`, [
    { name: 'content', bytes: 'See this' },
    { filename: 'R&D printer.png', type: 'image/png', bytes: await picture('png') },
  ]);
  assert.equal(answer.status, 200, answer.text);
  const url = answer.body.attachments[0].data_url as string;
  const { parsed } = await transcriptOf(id);
  const html = String(parsed.html);
  assert.ok(html.includes(`<a href="${url}">R&amp;D printer.png</a>`), html);
  assert.ok(parsed.text?.includes(`R&D printer.png: ${url}`));
});

test('the sender is who answered last, or the assignee, or nobody in particular', async () => {
  const { id } = await world.conversation();
  const from = async () => (await transcriptOf(id)).parsed.from?.value[0]?.name;
  assert.equal(await from(), 'Notifications from Support');
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ada.id });
  assert.equal(await from(), 'Ada from Support');
  await say(id, 'Hello');
  assert.equal(await from(), 'Ben from Support');
});

test('a professional inbox speaks as the business, under the account’s own address', async () => {
  const { id } = await world.conversation({ inbox_id: acme.website.id });
  await configure(world, acme.website, {
    sender_name_type: 'professional',
    business_name: 'Acme, "Inc." <b>',
  });
  await pool.query(`update accounts set support_email = 'help@acme.example.com' where id = $1`, [
    acme.id,
  ]);
  const { parsed, from } = await transcriptOf(id);
  await pool.query('update accounts set support_email = null');
  assert.deepEqual(parsed.from?.value, [
    { name: 'Acme, "Inc." <b>', address: 'help@acme.example.com' },
  ]);
  assert.equal(from, 'desk@confab.example.com');
});

test('times are in the inbox’s time zone, and in UTC when there is no such zone', () => {
  const time = new Date('2026-01-31T10:00:00Z');
  assert.equal(shortTime(time, 'UTC'), 'Jan 31, 10:00 AM UTC');
  assert.equal(shortTime(time, 'America/New_York'), 'Jan 31, 05:00 AM EST');
  assert.equal(
    shortTime(new Date('2026-07-04T16:05:00Z'), 'America/New_York'),
    'Jul 04, 12:05 PM EDT',
  );
  assert.equal(shortTime(time, 'Mars/Olympus'), 'Jan 31, 10:00 AM UTC');
});

test('of an e-mail inbox the heads of the mails are shown', async () => {
  const { id } = await world.conversation({ inbox_id: acme.mail.id });
  await say(id, 'Reply', { cc_emails: 'cc@example.com', to_emails: 'to@example.com' });
  await pool.query(
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content, sender_contact_id, content_attributes)
     select account_id, id, inbox_id, 0, 'Mail', contact_id, $2 from conversations where account_id = $1 and display_id = $3`,
    [
      acme.id,
      JSON.stringify({
        email: {
          from: ['mia@home.example'],
          subject: 'On <fire>',
          to: ['desk@a.example', 'b@a.example'],
          cc: null,
        },
      }),
      id,
    ],
  );
  const { parsed } = await transcriptOf(id);
  for (const line of [
    'To: to@example.com',
    'CC: cc@example.com',
    'From: mia@home.example',
    'Subject: On <fire>',
    'To: desk@a.example, b@a.example',
  ]) {
    assert.ok(parsed.text?.includes(line), line);
  }
  assert.ok(String(parsed.html).includes('Subject: On &lt;fire&gt;'));
});

test('every try sends the same mail, so that two of them are seen as one', async () => {
  const { id } = await world.conversation();
  const first = await transcriptOf(id);
  const [order] = await orders();
  await sendTranscript(parts, { ...order!.data, id: order!.id });
  const ids = await Promise.all(server.received.map(async (m) => (await m.parsed).messageId));
  assert.deepEqual(ids, Array(2).fill(`<transcript/${first.id}@confab.example.com>`));
});

test('a refusal for good is not tried again; a "not now" is', async () => {
  const { id } = await world.conversation();
  await transcriptOf(id);
  const [order] = await orders();
  const again = () => sendTranscript(parts, { ...order!.data, id: order!.id });
  server.refuseRecipients.push('550 No such user');
  await assert.rejects(again(), HopelessJobError);
  server.refuseRecipients.push('451 Later');
  await assert.rejects(again(), (error) => !(error instanceof HopelessJobError));
  await again();
});

test('without a mail server the request is taken, and the job says what is missing', async () => {
  const none = { ...parts, mailer: openMailer({ smtpUrl: undefined, mailFrom }) };
  const { id } = await world.conversation();
  await transcriptOf(id);
  const [order] = await orders();
  await assert.rejects(
    sendTranscript(none, { ...order!.data, id: order!.id }),
    (error: Error) => /SMTP_URL/.test(error.message) && !(error instanceof HopelessJobError),
  );
});

test('the transcript of a conversation that was deleted meanwhile is nothing, and no failure', async () => {
  const { id } = await world.conversation();
  await transcriptOf(id);
  const [order] = await orders();
  await ada.delete(`/conversations/${id}`);
  server.received.length = 0;
  await sendTranscript(parts, { ...order!.data, id: order!.id });
  assert.equal(server.received.length, 0);
});

test('of a very long conversation the newest messages are sent, and the mail says so', async () => {
  const { id } = await world.conversation();
  await pool.query(
    `insert into messages (account_id, conversation_id, inbox_id, message_type, content, sender_contact_id)
     select c.account_id, c.id, c.inbox_id, 0, 'line ' || n || '.', c.contact_id
     from conversations c, generate_series(1, 5010) n where c.account_id = $1 and c.display_id = $2`,
    [acme.id, id],
  );
  let longest = 0;
  let last = performance.now();
  const pulse = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const { parsed } = await transcriptOf(id);
  clearInterval(pulse);
  const text = parsed.text ?? '';
  assert.match(text, /only its newest messages/);
  assert.ok(!text.includes('line 10.') && text.includes('line 11.') && text.includes('line 5010.'));
  assert.ok(longest < 500, `the process stood still for ${Math.round(longest)} ms`);
});

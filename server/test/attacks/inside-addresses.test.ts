import assert from 'node:assert/strict';
import { createECDH, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { fetchContactAvatar } from '../../src/contacts/picture.ts';
import { HopelessJobError } from '../../src/jobs/jobs.ts';
import { pushNotification } from '../../src/notifications/push.ts';
import { browserAt } from '../browser.ts';
import { insideHosts, startCanary } from '../inside-addresses.ts';
import { sql } from '../inside.ts';
import { tellPeople } from '../notifying.ts';
import { platformApp } from '../platform-app.ts';
import { eventually, sending } from '../receiver.ts';
import { ruling } from '../ruling.ts';
import { createWorld, type Answer } from '../world.ts';

// Every way in which somebody can have this server call an address, with every spelling of an address inside:
// what is saved is not called, nobody is told what is there, and the canary on all addresses of this machine
// hears nothing.

const canary = await startCanary();
const world = await createWorld();
const { acme, ada, ben, platform } = world;
const account_id = acme.id;
const hosts = insideHosts;
const at = (host: string, scheme = 'http'): string =>
  /[#\\]/.test(host) ? `${scheme}://${host}` : `${scheme}://${host}:${canary.port}/hook`;
const urls = hosts.map((host) => at(host));

/** What is said of it names no address but what was written. */
function isNeutral({ text }: Answer, written: string): void {
  const said = text.replaceAll(written, '');
  assert.doesNotMatch(said, /127\.0\.0\.1|169\.254|::1|ECONNREFUSED|inside|getaddrinfo/, written);
}

const untouched = (): void => assert.equal(canary.hits(), 0, 'somebody was led inside');
const patience = { timeout: 120_000 };

test('there are more than a hundred spellings, and the canary would hear who comes', async () => {
  assert.ok(hosts.length > 120, String(hosts.length));
  const heard = await startCanary();
  for (const host of ['127.0.0.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost']) {
    await fetch(`http://${host}:${heard.port}/`).then(async (answer) => answer.text());
  }
  assert.equal(heard.hits(), 4);
});

test('webhooks of the account, of inboxes, of bots and of rules are not sent inside', patience, async () => {
  // Straight into the tables: what was saved before, or came by an import, is looked at when it is sent.
  const inboxes = await sql<{ id: number }>(world, `
    insert into inboxes (account_id, name, channel_type, channel, identifier)
    select $1, 'Hooked', 'Channel::Api', jsonb_build_object('webhook_url', url), gen_random_uuid()::text
    from unnest($2::text[]) url returning id`, [account_id, urls]); // prettier-ignore
  await sql(world, `
    with bots as (insert into agent_bots (account_id, name, outgoing_url)
      select $1, 'Hooked', url from unnest($2::text[]) url returning id),
    allowed as (insert into account_agent_bots (account_id, agent_bot_id) select $1, id from bots)
    insert into agent_bot_inboxes (account_id, inbox_id, agent_bot_id, status)
    select $1, inbox.id, bot.id, 'active'
    from (select id, row_number() over (order by id) as n from bots) bot
    join (select id, row_number() over () as n from unnest($3::bigint[]) id) inbox on inbox.n = bot.n`,
    [account_id, urls, inboxes.map(({ id }) => id)]); // prettier-ignore
  for (const { id } of inboxes) {
    const talk = await world.conversation({ inbox_id: id });
    await ada.post(`/conversations/${talk.id}/messages`, { content: 'Hi', message_type: 'incoming' }); // prettier-ignore
  }
  await sql(world, `insert into webhooks (account_id, url, subscriptions)
    select distinct $1::bigint, url, '{message_created}'::text[] from unnest($2::text[]) url`, [account_id, urls]); // prettier-ignore
  const { work } = ruling(world);
  await sql(world, `insert into automation_rules (account_id, name, event_name, conditions, actions)
    select $1, 'Hook', 'conversation_created', '[]',
      jsonb_build_array(jsonb_build_object('action_name', 'send_webhook_event', 'action_params', jsonb_build_array(url)))
    from unnest($2::text[]) url`, [account_id, urls]); // prettier-ignore
  const talk = await world.conversation();
  await ada.post(`/conversations/${talk.id}/messages`, { content: 'Hi', message_type: 'incoming' });
  await work();
  sending(world);
  await eventually(async () => {
    const [left] = await sql<{ n: number }>(world, `select count(distinct d.endpoint_id)::int as n from webhook_deliveries d
      where not exists (select from webhook_deliveries tried where tried.account_id = d.account_id
        and tried.endpoint_id = d.endpoint_id and tried.attempts > 0)`); // prettier-ignore
    return left?.n === 0;
  }, 'an attempt at every address');
  const found = await sql<{ kind: string; urls: number; answered: number }>(world, `
    select kind, count(distinct e.url)::int as urls, count(a.status)::int as answered from webhook_attempts a
    join webhook_deliveries d on d.account_id = a.account_id and d.id = a.delivery_id
    join webhook_endpoints e on e.account_id = d.account_id and e.id = d.endpoint_id group by kind order by kind`); // prettier-ignore
  assert.deepEqual(found.map(({ kind, answered }) => [kind, answered]), [['action', 0], ['agent_bot', 0], ['inbox', 0], ['webhook', 0]]); // prettier-ignore
  for (const { kind, urls } of found) assert.ok(urls > 115, `${kind}: ${urls}`);
  untouched();
}); // prettier-ignore

test('no picture is fetched from inside, whoever names it', patience, async () => {
  const browser = await browserAt(world);
  const operator = await platformApp(world);
  const jobs = `delete from jobs.job where name = 'fetch_contact_avatar' returning data`;
  let fetched = 0;
  for (const avatar_url of urls) {
    await ada.patch(`/contacts/${acme.mia.id}`, { avatar_url });
    await browser.patch('/contact', { avatar_url });
    for (const { data } of await sql<{ data: { account_id: number; contact_id: number; url: string } }>(world, jobs)) {
      await sql(world, `update contacts set additional_attributes = '{}' where id = $1`, [data.contact_id]);
      await fetchContactAvatar(platform, data);
      fetched += 1;
    }
    const bot = await operator.post('/agent_bots', { name: 'Bot', avatar_url });
    assert.equal(bot.status, 422, avatar_url);
    isNeutral(bot, avatar_url);
  }
  assert.ok(fetched > 200, String(fetched));
  const pictures = await sql(world, `select from contacts where avatar_url <> ''`);
  assert.equal(pictures.length, 0);
  untouched();
}); // prettier-ignore

test('no file is fetched from inside, and nobody is told what is there', patience, async () => {
  const answers = new Set<string>();
  for (const url of urls) {
    for (const external_url of [url, at(hosts[urls.indexOf(url)] ?? '', 'https')]) {
      await sql(world, 'delete from allowances');
      const answer = await ben.post('/upload', { external_url });
      answers.add(`${answer.status} ${answer.text}`);
    }
  }
  // One answer for all: what is closed, filtered, forbidden or not there is the same.
  assert.deepEqual([...answers], ['422 {"error":"Invalid URL provided"}']);
  untouched();
});

test(
  'no mail server inside is spoken to, and each is as unreachable as the other',
  patience,
  async () => {
    const { body: inbox } = await ada.post('/inboxes', { name: 'Post', channel: { type: 'email', email: 'box@example.com' } }); // prettier-ignore
    const named = hosts.filter((host) => !/[@#\\%]/.test(host));
    const said = new Set<string>();
    for (const host of named) {
      for (const kind of ['imap', 'smtp']) {
        const channel = { [`${kind}_enabled`]: true, [`${kind}_address`]: host, [`${kind}_port`]: canary.port, [`${kind}_login`]: 'x', [`${kind}_password`]: 'x' }; // prettier-ignore
        const answer = await ada.patch(`/inboxes/${inbox.id}`, { channel });
        assert.equal(answer.status, 422, `${host}: ${answer.text}`);
        const bare = host.replace(/^\[|\]$/g, '');
        said.add(answer.text.replaceAll(bare, 'HOST').replaceAll(host, 'HOST').replace(/imap|smtp/gi, 'PROTOCOL')); // prettier-ignore
      }
    }
    assert.ok(said.size <= 2, [...said].join('\n'));
    untouched();
  },
);

test('no push is sent inside', patience, async () => {
  const keys = createECDH('prime256v1');
  const p256dh = keys.generateKeys('base64url');
  const selected_push_flags = ['push_conversation_assignment'];
  await ben.put('/notification_settings', { notification_settings: { selected_email_flags: [], selected_push_flags } }); // prettier-ignore
  for (const host of hosts) {
    const endpoint = `${at(host, 'https')}?${randomBytes(4).toString('hex')}`;
    const attributes = { endpoint, p256dh, auth: randomBytes(16).toString('base64url') };
    await sql(world, `insert into notification_subscriptions (user_id, subscription_type, subscription_attributes, identifier)
      values ($1, 'browser_push', $2, $3)`, [ben.id, attributes, endpoint]); // prettier-ignore
  }
  const { id } = await world.conversation();
  await ada.post(`/conversations/${id}/assignments`, { assignee_id: ben.id });
  await tellPeople(world);
  const waiting = await sql<{ data: Parameters<typeof pushNotification>[1] }>(world, `select data from jobs.job where name = 'push_notification'`); // prettier-ignore
  assert.ok(waiting.length > 100, String(waiting.length));
  for (const { data } of waiting) {
    await assert.rejects(async () => pushNotification(platform, data), HopelessJobError);
  }
  untouched();
});

import { openVault } from '../../../server/src/auth/vault.ts';
import { transaction } from '../../../server/src/db/pool.ts';
import { createDemo } from '../../../server/src/demo/demo.ts';
import { openStorage } from '../../../server/src/storage/open.ts';
import { freePort } from '../../../server/test/command.ts';
import { picture } from '../../../server/test/files.ts';
import { startReceiver } from '../../../server/test/receiver.ts';
import { runServer, SECRET, type RunningServer } from '../../../server/test/running-server.ts';
import { signInDemo, type DemoDesk } from '../screens.ts';
import { payloads } from './payloads.ts';
import { plant } from './plant.ts';

export interface HostileDesk extends DemoDesk {
  /** Of conversations with a message, and with a mail, of every payload. */
  messages: number[];
  mails: number[];
  /** One in which everything has happened that there is. */
  eventful: number;
  /** The ids of records that have pages of their own. */
  rule: number;
  macro: number;
  endpoint: number;
  contact: number;
  /** An inbox with a website. */
  website: number;
  /** The customer of a conversation writes, and gets another name. */
  write(conversation: number, content: string): Promise<unknown>;
  rename(conversation: number, name: string): Promise<unknown>;
  /** Columns of the database, `table.column`, in which payloads were put. */
  planted: string[];
}

type Api = <T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: object | FormData,
) => Promise<T>;

/** The desk of the demo, after somebody wrote a hostile text into every field that there is. */
export async function startHostileDesk(): Promise<HostileDesk> {
  const port = await freePort();
  const desk = `http://127.0.0.1:${port}`;
  const server = await runServer({ PORT: port, BASE_URL: desk, OUTBOUND_ALLOW: '127.0.0.1' });
  const { pool, config } = server;
  const platform = { pool, config, vault: openVault(SECRET), storage: openStorage(config) };
  const login = await transaction(pool, async (tx) => createDemo(tx, platform));
  const signedIn = await signInDemo(desk, JSON.stringify(login));
  const api: Api = async (method, path, body) => {
    const isForm = body instanceof FormData;
    const response = await fetch(`${desk}/api/v1/accounts/${login.account_id}${path}`, {
      method,
      headers: { api_access_token: login.api_access_token, ...(isForm ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    }); // prettier-ignore
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as never;
  };
  const known = await addWhatTheDemoLacks(server, api);
  const planted = await plant(pool, [login.email]);
  // Only now, so that each of them is there once, whole and alone.
  const written = await writePayloads(api);
  return {
    ...signedIn,
    ...known,
    ...written,
    planted,
    write: async (conversation, content) => api('POST', `/conversations/${conversation}/messages`, { content, message_type: 'incoming' }),
    rename: async (conversation, name) => {
      const { meta } = await api<{ meta: { sender: { id: number } } }>('GET', `/conversations/${conversation}`);
      await api('PATCH', `/contacts/${meta.sender.id}`, { name });
    },
  }; // prettier-ignore
}

async function addWhatTheDemoLacks(server: RunningServer, api: Api) {
  const receiver = await startReceiver();
  const { data } = await api<{ data: { payload: { id: number; meta: { sender: { id: number } } }[] } }>('GET', '/conversations?status=open'); // prettier-ignore
  const conversation = data.payload[0] ?? fail('the demo has no conversation');
  const { id: eventful } = conversation;
  const contact = conversation.meta.sender.id;
  const { payload } = await api<{ payload: { webhook: { endpoint_id: number } } }>('POST', '/webhooks', { name: 'Orders', url: receiver.url, subscriptions: ['message_created'] }); // prettier-ignore
  const actions = [
    { action_name: 'add_label', action_params: ['refund'] },
    { action_name: 'send_message', action_params: ['We look into it'] },
    { action_name: 'send_webhook_event', action_params: [receiver.url] },
  ];
  const { id: rule } = await api<{ id: number }>('POST', '/automation_rules', {
    name: 'Refunds',
    description: 'What to do with refunds',
    event_name: 'message_created',
    active: true,
    conditions: [
      { attribute_key: 'content', filter_operator: 'contains', values: ['refund'], query_operator: null },
    ],
    actions,
  }); // prettier-ignore
  const made = await api<{ payload: { id: number } }>('POST', '/macros', { name: 'Refund', visibility: 'global', actions }); // prettier-ignore
  const macro = made.payload.id;
  await api('POST', `/macros/${macro}/execute`, { conversation_ids: [eventful] });
  await api('POST', '/service_keys', { name: 'Export', scopes: ['read'] });
  await api('POST', `/dashboard_apps`, { title: 'Orders', content: [{ type: 'frame', url: 'https://example.com/orders' }] }); // prettier-ignore
  await api('POST', `/contacts/${contact}/notes`, { content: 'Likes tea' });
  await api('PATCH', `/contacts/${contact}`, {
    additional_attributes: { company_name: 'Acme', city: 'Bonn', country: 'Germany', description: 'Buys tea', social_profiles: { facebook: 'tea', github: 'tea', linkedin: 'tea', twitter: 'tea', instagram: 'tea' } },
    custom_attributes: { plan: 'gold', site: 'https://example.com' },
  }); // prettier-ignore
  for (const [attribute_key, attribute_display_type] of [['site', 'link'], ['plan', 'text']]) {
    for (const attribute_model of ['contact_attribute', 'conversation_attribute']) {
      await api('POST', '/custom_attribute_definitions', { attribute_key, attribute_display_type, attribute_model, attribute_display_name: `The ${attribute_key}`, attribute_description: 'What it is' });
    }
  } // prettier-ignore
  await api('POST', `/conversations/${eventful}/custom_attributes`, { custom_attributes: { site: 'https://example.com', plan: 'gold' } }); // prettier-ignore
  await server.pool.query(
    `update conversations set identifier = 'order', additional_attributes = additional_attributes || $3
     where account_id = $1 and display_id = $2`,
    [
      await accountOf(server),
      eventful,
      { referer: 'https://example.com/page', initiated_at: { timestamp: 'now' }, browser: { browser_name: 'Navigator', browser_version: '1', device_name: 'Phone', platform_name: 'System', platform_version: '2' }, browser_language: 'en', mail_subject: 'Hello' },
    ],
  ); // prettier-ignore
  await sendFiles(api, eventful);
  await api('POST', `/conversations/${eventful}/messages`, { content: 'Later', scheduled_at: Math.floor(Date.now() / 1000) + 86_400 }); // prettier-ignore
  await api('POST', `/conversations/${eventful}/messages`, { content: 'refund please', message_type: 'incoming' }); // prettier-ignore
  await importContacts(api);
  await fillColumns(server);
  await addNotifications(server);
  // The delivery, the run and the execution have left their traces.
  await receiver.several(2);
  await until(
    server,
    `select 1 from automation_runs where status = 'finished' having count(*) > 0`,
  );
  await until(server, `select 1 from webhook_attempts where status is not null having count(*) > 0`); // prettier-ignore
  await until(server, `select 1 from contact_imports where status = 'completed'`);
  return { rule, macro, endpoint: payload.webhook.endpoint_id, eventful, contact };
}

/** What the API writes only on occasions that a desk rarely has, or that only an import brings. */
async function fillColumns(server: RunningServer): Promise<void> {
  const account = await accountOf(server);
  for (const statement of [
    `update users set message_signature = 'Yours, Ada', display_name = name where $1 > 0`,
    `update accounts set domain = 'shop', support_email = 'help@example.com' where id = $1`,
    `update contacts set identifier = 'c' || id, last_name = 'Tea', middle_name = 'T', location = 'Bonn' where account_id = $1`,
    `update inboxes set business_name = 'Acme' where account_id = $1`,
    `update csat_survey_responses set csat_review_notes = 'Look at it' where account_id = $1`,
    `insert into attachments (account_id, message_id, file_type, external_url, fallback_title)
     select account_id, max(id), kind, 'javascript:tripwire(' || kind || ')//', 'A thing' from messages, generate_series(0, 12) kind
     where account_id = $1 and message_type = 0 group by account_id, conversation_id, kind`,
  ]) {
    await server.pool.query(statement, [account]);
  } // prettier-ignore
}

const fail = (why: string): never => {
  throw new Error(why);
};

const accountOf = async ({ pool }: RunningServer): Promise<number> =>
  (await pool.query<{ id: number }>('select max(id)::int id from accounts')).rows[0]?.id ?? fail('no account'); // prettier-ignore

/** Waits for what a job does, which tells nobody when it is done. */
async function until({ pool }: RunningServer, question: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while ((await pool.query(question)).rows.length === 0) {
    if (Date.now() > deadline) fail(`never true: ${question}`);
    await pool.query('select pg_sleep(0.05)');
  }
}

async function sendFiles(api: Api, conversation: number): Promise<void> {
  const files = [
    new File([new Uint8Array(await picture('png'))], 'cup.png', { type: 'image/png' }),
    new File(['text'], 'list.txt', { type: 'text/plain' }),
    new File(['<script>tripwire(1)</script>'], 'page.html', { type: 'text/html' }),
    new File([`<svg xmlns="http://www.w3.org/2000/svg" onload="tripwire(2)"><script>tripwire(3)</script></svg>`], 'drawn.svg', { type: 'image/svg+xml' }),
  ]; // prettier-ignore
  for (const file of files) {
    const form = new FormData();
    form.set('content', `Here is ${file.name}`);
    form.set('message_type', 'incoming');
    form.append('attachments[]', file);
    await api('POST', `/conversations/${conversation}/messages`, form);
  }
}

async function importContacts(api: Api): Promise<void> {
  const form = new FormData();
  form.set('import_file', new File(['name,email\nTea,tea@example.com\nBroken,none\n'], 'people.csv', { type: 'text/csv' })); // prettier-ignore
  await api('POST', '/contacts/import', form);
}

/** One of each kind, as many conversations as it takes. */
async function addNotifications(server: RunningServer): Promise<void> {
  await server.pool.query(
    `insert into notifications (account_id, user_id, conversation_id, notification_type, event_id, message_id, meta)
     select c.account_id, m.user_id, c.id, 1 + c.display_id % 5, 1,
       (select max(id) from messages where account_id = c.account_id and conversation_id = c.id), '{"said": "hello"}'
     from conversations c, memberships m
     where c.account_id = $1 and m.account_id = $1 and c.display_id <= 20 on conflict do nothing`,
    [await accountOf(server)],
  );
}

/** Conversations with a message, and with a mail, of every payload. */
async function writePayloads(
  api: Api,
): Promise<Pick<HostileDesk, 'messages' | 'mails' | 'website'>> {
  const { payload: inboxes } = await api<{ payload: { id: number; channel_type: string }[] }>('GET', '/inboxes'); // prettier-ignore
  const inbox_id = inboxes.find(({ channel_type }) => channel_type === 'Channel::Api')?.id;
  const begin = async (index: number): Promise<number> => {
    const { payload } = await api<{ payload: { contact: { id: number } } }>('POST', '/contacts', { name: payloads[index] }); // prettier-ignore
    const { id } = await api<{ id: number }>('POST', '/conversations', { inbox_id, contact_id: payload.contact.id }); // prettier-ignore
    return id;
  };
  const [messages, mails]: [number[], number[]] = [[], []];
  for (let first = 0; first < payloads.length; first += BATCH) {
    const [message, mail] = [await begin(first), await begin(first + 1)];
    for (const text of payloads.slice(first, first + BATCH)) {
      await api('POST', `/conversations/${message}/messages`, { content: text, message_type: 'incoming', private: false }); // prettier-ignore
      await api('POST', `/conversations/${mail}/messages`, {
        content: text,
        message_type: 'incoming',
        content_attributes: { email: mailOf(text) },
      });
    }
    messages.push(message);
    mails.push(mail);
  }
  const website = inboxes.find(({ channel_type }) => channel_type === 'Channel::WebWidget')?.id ?? fail('no website'); // prettier-ignore
  return { messages, mails, website };
}

/** No more than a screen loads at once. */
export const BATCH = 15;

const mailOf = (text: string) => ({
  from: [text],
  to: [`${text}@example.com`],
  cc: [text],
  bcc: [text],
  subject: text,
  date: '2026-03-04T10:00:00Z',
  html_content: {
    full: `<html><head><title>x</title></head><body><p>Before.</p>${text}<p>After.</p>
      <div class="gmail_quote">Quoted ${text}</div></body></html>`,
  },
  text_content: { quoted: text, full: text },
});

import assert from 'node:assert/strict';
import { rows } from '../../src/db/query.ts';
import { browserAt } from '../browser.ts';
import { inSeconds } from '../scheduling.ts';
import { identifierOf, visitorOf } from '../visitor.ts';
import type { World } from '../world.ts';
import { furnishSmallRecords, furnishWebhookLog } from './records.ts';
import type { Targets } from './requests.ts';

/** In every name and text of Globex. */
export const MARK = 'gx7hidden';

/** Acme's records to aim at, and Globex's, all of which carry a mark that must never be seen. */
export async function furnish(world: World): Promise<Targets> {
  const { acme, globex, ada, gil, pool } = world;
  const conversations: number[] = [];
  const messages: Targets['messages'] = [];
  for (const inbox of [acme.support, acme.support, acme.sales, acme.website, acme.mail]) {
    for (const contact of [acme.mia, acme.noah]) {
      const made = await world.conversation({ inbox_id: inbox.id, contact_id: contact.id });
      const note = await ada.post(`/conversations/${made.id}/messages`, { content: 'a b c order' });
      conversations.push(made.id);
      messages.push({ id: note.body.id, conversation: made.id });
    }
  }
  // What was merged, so that it can be taken out again.
  const { id: source_id } = await world.conversation();
  const merged = await ada.post(`/conversations/${conversations[0]}/merge`, { source_id });
  assert.equal(merged.status, 200, merged.text);
  const kinds = ['text', 'number', 'date', 'checkbox', 'link', 'list', 'percent', 'currency'];
  await pool.query(
    `insert into custom_attribute_definitions
       (account_id, attribute_model, attribute_key, attribute_display_name, attribute_display_type)
     select $1, 'conversation_attribute', key, key, kind from unnest($2::text[], $3::text[]) d (key, kind)`,
    [acme.id, filterKeys.slice(-8), kinds],
  );
  await pool.query(`select setval(confab_display_ids($1::bigint)::regclass, 500)`, [globex.id]);
  const theirs = await gil.post('/conversations', {
    inbox_id: globex.inbox.id,
    contact_id: globex.contact.id,
    team_id: globex.team.id,
    assignee_id: gil.id,
    custom_attributes: { [MARK]: MARK },
    message: { content: `${MARK} order`, message_type: 'incoming' },
  });
  assert.equal(theirs.status, 200, theirs.text);
  await gil.post(`/conversations/${theirs.body.id}/labels`, { labels: [MARK] });
  for (const table of ['inboxes', 'contacts', 'teams']) {
    await pool.query(`update ${table} set name = name || $2 where account_id = $1`, [
      globex.id,
      MARK,
    ]);
  }
  await pool.query('update accounts set name = name || $2 where id = $1', [globex.id, MARK]);
  await pool.query('update users set name = name || $2, email = $2 || email where id = $1', [
    gil.id,
    MARK,
  ]);
  const found = await rows<{ id: number }>(pool, 'select id from messages where account_id = $1', [
    globex.id,
  ]);
  const foreign = found.map(({ id }) => ({ id, conversation: theirs.body.id }));
  const upload = await ada.post(`/conversations/${conversations[0]}/direct_uploads`, {
    blob: { filename: 'a.csv', byte_size: 4, checksum: 'rL0Y20zC+Fzt72VPzMSk2A==' },
  });
  // Mia with a proven identity: every conversation of hers can be asked for.
  const visitor = await visitorOf(world, { source: 'visitor-1', verified: true });
  const browser = await browserAt(world);
  await pool.query('update contact_inboxes set hmac_verified = true where contact_id = $1', [
    browser.contact.id,
  ]);
  const hello = await browser.post('/messages', { message: { content: 'Hello' } });
  assert.equal(hello.status, 200, hello.text);
  const list = await ada.get('/conversations?per_page=3');
  const spare = await spareContacts(world);
  return {
    accounts: [acme.id, globex.id],
    browser: { website: browser.website, token: browser.token, message: hello.body.id },
    conversations: [...conversations, theirs.body.id],
    messages: [...messages, ...foreign],
    records: {
      contact_id: [...spare, globex.contact.id],
      note_id: await notesOf(world, spare[0]),
      scheduled_message_id: await scheduledIn(world, [...conversations, theirs.body.id]),
      import_id: await importsOf(world),
      ...(await recordsOf(world)),
      ...(await furnishSmallRecords(world, MARK)),
      ...(await furnishWebhookLog(world)),
      ...(await furnishRatings(world, { acme: conversations[0] ?? 0, globex: theirs.body.id })),
      user_id: [world.dora.id],
      label: ['vip', 'x'],
      inbox_identifier: [await identifierOf(world, acme.support)],
      source_id: [visitor.source, visitor.source, theirs.body.meta.sender.id],
    },
    hints: {
      ...hintsIn(world, theirs.body.id, conversations),
      base_contact_id: [...spare.slice(0, 2), acme.mia.id, globex.contact.id],
      mergee_contact_id: [...spare.slice(2), globex.contact.id],
      attachments: [[upload.body.signed_id], upload.body.signed_id, [], ['x--y']],
      cursor: [list.body.data.meta.next_cursor, `b${messages[3]?.id}`, 'f1', ''],
    },
  };
}

/** Of each company's administrator, about the first conversation. */
async function notificationsOf({ pool, acme, globex, ada, gil }: World): Promise<number[]> {
  const found = await rows<{ id: number }>(
    pool,
    `insert into notifications (account_id, user_id, conversation_id, notification_type, event_id)
     select c.account_id, person.user_id, min(c.id), 2, 1 from conversations c
     join unnest($1::bigint[], $2::bigint[]) person (account_id, user_id) on person.account_id = c.account_id
     group by 1, 2 order by 1 returning id`,
    [
      [acme.id, globex.id],
      [ada.id, gil.id],
    ],
  );
  return found.map(({ id }) => id);
}

/** A record of each company for every other parameter of a path; Globex's is the last. */
async function recordsOf(world: World): Promise<Targets['records']> {
  const { acme, globex, ada, gil } = world;
  const both = async (path: string, ours: object, theirs: object): Promise<number[]> => {
    const answers = [await ada.post(path, ours), await gil.post(path, theirs)];
    return answers.map(({ status, body, text }) => {
      assert.equal(status, 200, text);
      return body.id;
    });
  };
  return {
    custom_role_id: await both('/custom_roles', { name: 'Night' }, { name: MARK }),
    agent_id: await both(
      '/agents',
      { name: 'Zoe', email: 'zoe@example.com' },
      { name: MARK, email: `${MARK}@example.com` },
    ),
    team_id: await both('/teams', { name: 'night' }, { name: MARK }),
    inbox_id: [acme.support.id, globex.inbox.id],
    notification_id: await notificationsOf(world),
    service_key_id: await both(
      '/service_keys',
      { name: 'Export', scopes: ['read'] },
      { name: MARK, scopes: ['read'] },
    ),
  };
}

/** Contacts whom nothing else needs, so that they may be merged or deleted. */
async function spareContacts({ pool, acme }: World): Promise<number[]> {
  const found = await rows<{ id: number }>(
    pool,
    `insert into contacts (account_id, name, email)
     select $1, 'Spare ' || n, 'spare' || n || '@example.com' from generate_series(1, 20) n returning id`,
    [acme.id],
  );
  return found.map(({ id }) => id);
}

/** An import of each company. */
async function importsOf({ pool, acme, globex }: World): Promise<number[]> {
  const found = await rows<{ id: number }>(
    pool,
    'insert into contact_imports (account_id, filename) values ($1, $3), ($2, $4) returning id',
    [acme.id, globex.id, 'a.csv', MARK],
  );
  return found.map(({ id }) => id);
}

/** A message for later in each of these; the last conversation is Globex's. */
async function scheduledIn({ ada, gil }: World, conversations: number[]): Promise<number[]> {
  const ids: number[] = [];
  for (const each of conversations) {
    const caller = each === conversations.at(-1) ? gil : ada;
    const body = { content: caller === gil ? MARK : 'later', scheduled_at: inSeconds(86_400) };
    const answer = await caller.post(`/conversations/${each}/messages`, body);
    assert.equal(answer.status, 200, answer.text);
    ids.push(answer.body.id);
  }
  return ids;
}

/** A note about the first of them, and one of Globex. */
async function notesOf({ ada, gil, globex }: World, spare = 0): Promise<number[]> {
  const content = MARK;
  const ours = await ada.post(`/contacts/${spare}/notes`, { content: 'a note' });
  const theirs = await gil.post(`/contacts/${globex.contact.id}/notes`, { content });
  return [ours.body.id, theirs.body.id];
}

/** Ids of ours and of Globex, and parameters that lead past the first checks. */
function hintsIn(
  world: World,
  foreignConversation: number,
  conversations: number[],
): Targets['hints'] {
  const { acme, globex, ada, ben, cleo, dora, rex, gil } = world;
  const people = [ada, ben, cleo, dora].map(({ id }) => id);
  const inboxes = [acme.support, acme.sales, acme.website, acme.mail].map(({ id }) => id);
  const items = [{ title: 'a', value: 'b', actions: [{ text: 'c' }] }];
  return {
    '': [...people, ...inboxes, foreignConversation, globex.contact.id, '1', '500', 0],
    inbox_id: [...inboxes, ...inboxes.map(String), acme.support.id, globex.inbox.id],
    contact_id: [acme.mia.id, String(acme.noah.id), acme.noah.id, acme.mia.id, globex.contact.id],
    assignee_id: [...people, rex.id, gil.id, 0, null],
    user_ids: [...people, ...people, String(ben.id), gil.id],
    sender_id: [rex.id, String(rex.id), ben.id],
    team_id: [acme.billing.id, acme.escalations.id, globex.team.id, 0],
    ids: [...conversations, ...conversations.map(String), foreignConversation],
    status: ['open', 'resolved', 'pending', 'snoozed', 'all', 1, 'delivered'],
    type: ['Conversation', 'conversation', 'account', 'agent', 'inbox', 'team', 'label'],
    metric: ['conversations_count', 'incoming_messages_count', 'reply_time', 'resolutions_count'],
    group_by: ['hour', 'day', 'week', 'month', 'year', 'team_id', 'assignee_id'],
    since: [1_700_000_000, 1_790_000_000, '0', 253_402_300_800, -1],
    until: [1_800_000_000, 1_700_000_000, '1795000000', 253_402_300_799],
    bucket_timestamp: [1_795_000_000, 0, 253_402_300_799],
    timezone: ['Europe/Berlin', 'UTC', '+05:00', "UTC'--"],
    timezone_offset: [5.5, '-3.5', 14.01, 0.001],
    year: [2026, 1970, 9998],
    snoozed_until: [1_893_456_000, '1893456000', '2030-01-01T09:00:00Z', '2030-01-01', 0],
    content_attributes: [
      { items },
      { in_reply_to: 1 },
      '{"in_reply_to":2}',
      { items: [{ title: 'x' }] },
    ],
    content_type: ['text', 'text', 'text', 'input_select', 'cards'],
    message_type: ['incoming', 'outgoing', 'outgoing', 'template', 'activity'],
    cc_emails: ['a@example.com, b@example.com', '', ['a@example.com']],
    bcc_emails: ['a@example.com', null],
    to_emails: [''],
    byte_size: [4, 0, 1024],
    checksum: ['rL0Y20zC+Fzt72VPzMSk2A=='],
    filename: ['a.csv', '../\u202e.exe'],
    template_params: [
      { name: 'x' },
      { name: 'x', processed_params: { 1: '{{contact.name}}' } },
      null,
    ],
    content: ['hello', '[@Ben](mention://user/2/Ben)', '{{ contact.name }} {{ agent.name }}', ''],
    message: [
      { content: 'hi', message_type: 'incoming' },
      { content: 'x', private: true },
    ],
    labels: [['billing', 'vip'], ['a,b', '"c'], 'billing', [], { add: ['x'], remove: ['vip'] }],
    payload: [filterExample, filterExample.slice(1), []],
    values: [
      ['open'],
      [acme.support.id],
      ['2024-01-01'],
      [3],
      ['a%b', '_'],
      'en',
      ['all'],
      ['vip'],
    ],
    title: ['first', 'new-one', 'ab', 'No'],
    short_code: ['first', 'hi'],
    attribute_key: [...filterKeys, 'first', 'own_key'],
    attribute_display_type: ['text', 6, '0', 'list'],
    attribute_model: ['contact_attribute', 0, '1', 'conversation_attribute'],
    actions: [
      [{ action_name: 'add_label', action_params: ['vip'] }],
      [{ action_name: 'send_attachment', action_params: ['x--y'] }],
      [{ action_name: 'no_such' }],
      [],
    ],
    visibility: ['personal', 'global', 0],
    conversation_ids: [conversations, conversations.map(String), foreignConversation],
    filter_type: ['conversation', 'contact', 1],
    query: [{ payload: [] }, {}],
    sort: ['name', '-last_activity_at', 'email,-city', '-company', 'x'],
    email: ['a@example.com', 'A@example.com', 'x', '', null],
    phone_number: ['+14155550123', '123', '', null],
    avatar_url: ['https://example.com/a.png', 'x', '', null],
    include_contact_inboxes: ['true', 'false', false],
    column_names: [['name', 'email'], 'id', ['x', '__proto__'], []],
    label: ['vip', ''],
    per_page: [1, 2, 50, '3', 100],
    fields: [
      { status: 'open' },
      { team_id: acme.billing.id },
      { assignee_id: ben.id, status: null },
    ],
  };
}

const filterKeys = [
  'status', 'priority', 'assignee_id', 'inbox_id', 'team_id', 'campaign_id', 'display_id', 'labels',
  'browser_language', 'conversation_language', 'referer', 'mail_subject', 'created_at', 'last_activity_at',
  'order_id', 'total', 'ordered_on', 'gift', 'page_url', 'tier', 'share', 'price',
]; // prettier-ignore

const filterExample = [
  { attribute_key: 'status', filter_operator: 'equal_to', values: ['open', 'snoozed'] },
  { attribute_key: 'order_id', filter_operator: 'contains', values: ['1'], query_operator: 'or' },
  { attribute_key: 'total', filter_operator: 'is_greater_than', values: [10] },
  { attribute_key: 'gift', filter_operator: 'not_equal_to', values: [true] },
];

/** A rating of a conversation of either company; only the address of Acme's survey is known to anybody. */
async function furnishRatings(
  { acme, globex, pool }: World,
  conversations: { acme: number; globex: number },
): Promise<Targets['records']> {
  const rate = async (account_id: number, conversation: number, feedback: string) => {
    const [made] = await rows<{ id: number; uuid: string }>(
      pool,
      `with place as (
         select * from conversations where account_id = $1 and display_id = $2
       ), question as (
         insert into messages (account_id, conversation_id, inbox_id, message_type, content_type, content)
         select account_id, id, inbox_id, 3, 9, $3::text from place returning *
       )
       insert into csat_survey_responses (account_id, conversation_id, message_id, contact_id, rating, feedback_message)
       select q.account_id, q.conversation_id, q.id, place.contact_id, 3, $3 from question q, place
       returning id, (select uuid from place)`,
      [account_id, conversation, feedback],
    );
    return made;
  };
  const ours = await rate(acme.id, conversations.acme, 'Fine');
  const theirs = await rate(globex.id, conversations.globex, MARK);
  return { rating_id: [ours?.id ?? 0, theirs?.id ?? 0], uuid: [ours?.uuid ?? ''] };
}

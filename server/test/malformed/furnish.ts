import assert from 'node:assert/strict';
import { rows } from '../../src/db/query.ts';
import type { World } from '../world.ts';
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
  const list = await ada.get('/conversations?per_page=3');
  return {
    accounts: [acme.id, globex.id],
    conversations: [...conversations, theirs.body.id],
    messages: [...messages, ...foreign],
    hints: {
      ...hintsIn(world, theirs.body.id, conversations),
      attachments: [[upload.body.signed_id], upload.body.signed_id, [], ['x--y']],
      cursor: [list.body.data.meta.next_cursor, `b${messages[3]?.id}`, 'f1', ''],
    },
  };
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
    type: ['Conversation', 'conversation'],
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
    attribute_key: filterKeys,
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

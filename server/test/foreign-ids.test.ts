import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOutsideAccounts, urlOf } from '../src/http/mount.ts';
import type { Route } from '../src/http/route.ts';
import { routes } from '../src/routes.ts';
import { furnish, MARK } from './malformed/furnish.ts';
import { hashAccount } from './malformed/watch.ts';
import { createWorld, type Answer } from './world.ts';

// A record of another account and one that does not exist: nobody can tell the answers apart.

const world = await createWorld();
const { acme, globex, ada, ben, gil, pool } = world;
const targets = await furnish(world);
const NOWHERE = 987_654_321;
const [here] = targets.messages;
const theirs = targets.messages.at(-1) as { id: number; conversation: number };
const theirSource = await sourceOf(globex.id);
const theirBot = await botOf(globex.id);
const theirUpload = await gil.post(`/conversations/${theirs.conversation}/direct_uploads`, {
  blob: { filename: `${MARK}.csv`, byte_size: 4, checksum: 'rL0Y20zC+Fzt72VPzMSk2A==' },
});
const theirLabel = await labelOf(globex.id);
const globexBefore = await hashAccount(pool, globex.id);
const at = `/conversations/${here?.conversation}`;

async function sourceOf(accountId: number): Promise<string> {
  const found = await pool.query<{ source_id: string }>(
    'select source_id from contact_inboxes where account_id = $1 limit 1',
    [accountId],
  );
  return found.rows[0]?.source_id ?? '';
}

async function botOf(accountId: number): Promise<number> {
  const made = await pool.query<{ id: number }>(
    'insert into agent_bots (account_id, name) values ($1, $2) returning id',
    [accountId, MARK],
  );
  return made.rows[0]?.id ?? 0;
}

async function labelOf(accountId: number): Promise<number> {
  const made = await pool.query<{ id: number }>(
    'insert into labels (account_id, title) values ($1, $2) returning id',
    [accountId, `${MARK}-report`],
  );
  return made.rows[0]?.id ?? 0;
}

type Ask = (id: unknown) => Promise<Answer>;

const post =
  (path: string, body: (id: unknown) => object): Ask =>
  (id) =>
    ada.post(path, body(id));
const message = post.bind(null, `${at}/messages`);
const make = (extra: (id: unknown) => object): Ask =>
  post('/conversations', (id) => ({
    inbox_id: acme.support.id,
    contact_id: acme.mia.id,
    ...extra(id),
  }));

const report =
  (type: string): Ask =>
  (id) =>
    ada.get(
      `/api/v2/accounts/${acme.id}/reports/summary?since=0&until=1900000000&type=${type}&id=${String(id)}`,
    );

/** Each place where a request names a record: how to ask, what Globex has, and what nobody has. */
const places: Record<string, [Ask, unknown, unknown?]> = {
  'the inboxes of a service key': [post('/service_keys', (id) => ({ name: 'x', scopes: ['read'], inbox_ids: [id] })), globex.inbox.id],
  'the inbox of a list': [(id) => ada.get(`/conversations?inbox_id=${String(id)}`), globex.inbox.id],
  'the team of a list': [(id) => ada.get(`/conversations?team_id=${String(id)}`), globex.team.id],
  'the source of a list': [(id) => ada.get(`/conversations?source_id=${String(id)}&status=all`), theirSource, 'none'],
  'the inbox of a search': [(id) => ada.get(`/conversations/search?q=order&inbox_id=${String(id)}`), globex.inbox.id],
  'the inbox of a new conversation': [make((inbox_id) => ({ inbox_id })), globex.inbox.id],
  'the contact of a new conversation': [make((contact_id) => ({ contact_id })), globex.contact.id],
  'the assignee of a new conversation': [make((assignee_id) => ({ assignee_id })), gil.id],
  'the team of a new conversation': [make((team_id) => ({ team_id })), globex.team.id],
  'the source of a new conversation': [post('/conversations', (source_id) => ({ source_id })), theirSource, 'none'],
  'the assignee of an assignment': [post(`${at}/assignments`, (assignee_id) => ({ assignee_id })), gil.id],
  'the bot of an assignment': [post(`${at}/assignments`, (assignee_id) => ({ assignee_id, assignee_type: 'AgentBot' })), theirBot],
  'the team of an assignment': [post(`${at}/assignments`, (team_id) => ({ team_id })), globex.team.id],
  'a new participant': [post(`${at}/participants`, (id) => ({ user_ids: [id] })), gil.id],
  'one of the participants': [(id) => ada.patch(`${at}/participants`, { user_ids: [ben.id, id] }), gil.id],
  'a participant to remove': [(id) => ada.delete(`${at}/participants`, { user_ids: [id] }), gil.id],
  'the message that is answered': [message((id) => ({ content: 'a', content_attributes: { in_reply_to: id } })), theirs.id],
  'the bot that sends': [message((sender_id) => ({ content: 'b', sender_type: 'AgentBot', sender_id })), theirBot],
  'the inbox of new members': [post('/inbox_members', (inbox_id) => ({ inbox_id, user_ids: [ben.id] })), globex.inbox.id],
  'a new member of an inbox': [post('/inbox_members', (id) => ({ inbox_id: acme.support.id, user_ids: [id] })), gil.id],
  'one of the members of an inbox': [(id) => ada.patch('/inbox_members', { inbox_id: acme.support.id, user_ids: [ben.id, id] }), gil.id],
  'a member to remove from an inbox': [(id) => ada.delete('/inbox_members', { inbox_id: acme.support.id, user_ids: [id] }), gil.id],
  'the bot of an inbox': [post(`/inboxes/${acme.sales.id}/set_agent_bot`, (agent_bot) => ({ agent_bot })), theirBot],
  'the inbox of a webhook': [post('/webhooks', (inbox_id) => ({ url: 'https://example.com/foreign', inbox_id })), globex.inbox.id],
  'the inbox of an app': [post('/integrations/hooks', (inbox_id) => ({ app_id: 'dialogflow', inbox_id, settings: { project_id: 'p', credentials: {} } })), globex.inbox.id],
  'a file': [message((id) => ({ content: 'c', attachments: [id] })), theirUpload.body.signed_id, 'x--y'],
  'somebody mentioned': [message((id) => ({ private: true, content: `[@x](mention://user/${String(id)}/x)` })), gil.id],
  'a team mentioned': [message((id) => ({ private: true, content: `[@x](mention://team/${String(id)}/x)` })), globex.team.id],
  'the messages before': [(id) => ada.get(`${at}/messages?before=${String(id)}`), theirs.id + 1000],
  'the inbox of the ratings': [(id) => ada.get(`/csat_survey_responses?inbox_id=${String(id)}`), globex.inbox.id],
  'the team of the numbers about ratings': [(id) => ada.get(`/csat_survey_responses/metrics?team_id=${String(id)}`), globex.team.id],
  'an agent of the ratings': [(id) => ada.get(`/csat_survey_responses?user_ids[]=${String(id)}`), gil.id],
  'conversations of a bulk change': [(id) => ada.post('/bulk_actions', { type: 'Conversation', ids: [id], fields: { status: 'resolved' } }), theirs.conversation],
  'conversations of a macro': [(id) => ada.post(`/macros/${targets.records['macro_id']?.[0]}/execute`, { conversation_ids: [id] }), theirs.conversation],
  'a file of a macro': [post('/macros', (id) => ({ name: 'm', actions: [{ action_name: 'send_attachment', action_params: [id] }] })), theirUpload.body.signed_id, 'x--y'],
  'who wrote, in a search': [(id) => ada.get(`/search/messages?q=order&from=agent:${String(id)}`), gil.id],
  'the inbox of a search of everything': [(id) => ada.get(`/search?q=order&inbox_id=${String(id)}`), globex.inbox.id],
  'the assignee of a bulk change': [(id) => ada.post('/bulk_actions', { type: 'Conversation', ids: [here?.conversation], fields: { assignee_id: id } }), gil.id],
  'the team of a bulk change': [(id) => ada.post('/bulk_actions', { type: 'Conversation', ids: [here?.conversation], fields: { team_id: id } }), globex.team.id],
  'the inbox of a new contact': [post('/contacts', (inbox_id) => ({ name: 'N', inbox_id })), globex.inbox.id],
  'the inbox of a tie': [post(`/contacts/${acme.mia.id}/contact_inboxes`, (inbox_id) => ({ inbox_id })), globex.inbox.id],
  'the inbox of a source': [post('/contact_inboxes/filter', (inbox_id) => ({ inbox_id, source_id: theirSource })), globex.inbox.id],
  'the contacts of a bulk change': [post('/bulk_actions', (id) => ({ type: 'Contact', ids: [id], labels: { add: ['x'] } })), globex.contact.id],
  'the base of a merge': [post('/actions/contact_merge', (id) => ({ base_contact_id: id, mergee_contact_id: acme.noah.id })), globex.contact.id],
  'the mergee of a merge': [post('/actions/contact_merge', (id) => ({ base_contact_id: acme.noah.id, mergee_contact_id: id })), globex.contact.id],
  'the agent of a report': [report('agent'), gil.id],
  'the inbox of a report': [report('inbox'), globex.inbox.id],
  'the team of a report': [report('team'), globex.team.id],
  'the label of a report': [report('label'), theirLabel],
  'the team of live counts': [(id) => ada.get(`/api/v2/accounts/${acme.id}/live_reports/conversation_metrics?team_id=${String(id)}`), globex.team.id],
  'the inbox of reporting events': [(id) => ada.get(`/reporting_events?inbox_id=${String(id)}`), globex.inbox.id],
  'the agent of reporting events': [(id) => ada.get(`/reporting_events?user_id=${String(id)}`), gil.id],
  'the inbox of who can be assigned': [(id) => ada.get(`/assignable_agents?inbox_ids[]=${String(id)}`), globex.inbox.id],
  'the custom role of an agent': [(custom_role_id) => ada.patch(`/agents/${ben.id}`, { custom_role_id }), targets.records['custom_role_id']?.at(-1)],
  'a new member of a team': [post(`/teams/${acme.billing.id}/team_members`, (id) => ({ user_ids: [id] })), gil.id],
  'one of the members of a team': [(id) => ada.patch(`/teams/${acme.billing.id}/team_members`, { user_ids: [ben.id, id] }), gil.id],
  'a member of a team to remove': [(id) => ada.delete(`/teams/${acme.billing.id}/team_members`, { user_ids: [id] }), gil.id],
  ...Object.fromEntries(
    [['assignee_id', gil.id], ['inbox_id', globex.inbox.id], ['team_id', globex.team.id], ['display_id', theirs.conversation]].map(
      ([attribute_key, id]): [string, [Ask, unknown]] => [
        `${String(attribute_key)} of a filter`,
        [post('/conversations/filter', (value) => ({ payload: [{ attribute_key, filter_operator: 'equal_to', values: [value] }] })), id],
      ],
    ),
  ),
}; // prettier-ignore

for (const [name, [ask, foreign, missing = NOWHERE]] of Object.entries(places)) {
  test(`${name}: one of another account is answered as one that does not exist`, async () => {
    const first = await ask(missing);
    const second = await ask(foreign);
    assert.deepEqual(
      [second.status, steady(second, foreign)],
      [first.status, steady(first, missing)],
    );
    assert.ok(!second.text.includes(MARK), second.text.slice(0, 300));
    assert.equal(await hashAccount(pool, globex.id), globexBefore);
  });
}

// What is another one in each answer: ids given out, times, and the echo of what was asked.
const fleeting =
  /^(cursor|id|display_id|uuid|source_id|in_reply_to|message_id|.*_at|timestamp|waiting_since|conversation_id|content|processed_message_content)$/;

function steady({ body, text }: Answer, asked: unknown): unknown {
  if (typeof body !== 'object' || body === null) return text;
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value === 'string') return value.replaceAll(String(asked), '#');
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(([key]) => !fleeting.test(key));
    return Object.fromEntries(kept.map(([key, each]) => [key, walk(each)]));
  };
  return walk(body);
}

/** The route's address with a conversation (or the message in it) of somebody else's, or of nobody's. */
function addressesOf(route: Route): [string, string][] {
  const url = urlOf(route).replace(':account_id', String(acme.id));
  const fill = (conversation: unknown, id: unknown): string =>
    url
      .replace(':inbox_identifier', String(targets.records['inbox_identifier']?.[0]))
      .replace(':source_id', String(targets.records['source_id']?.[0]))
      .replace(':conversation_id', String(conversation))
      .replace(':message_id', String(id))
      .replace(/:(\w+)/g, (_, name: string) =>
        String(id === NOWHERE ? NOWHERE : (targets.records[name]?.at(-1) ?? NOWHERE)),
      );
  if (!url.includes(':')) return [];
  // Outside of accounts a record has no account: there are tests of their own.
  if (isOutsideAccounts(url) && !url.includes(':source_id/conversations/')) return [];
  const conversation: [string, string] = [
    fill(theirs.conversation, theirs.id),
    fill(NOWHERE, NOWHERE),
  ];
  if (!url.includes(':message_id')) return [conversation];
  return [conversation, [fill(here?.conversation, theirs.id), fill(here?.conversation, NOWHERE)]];
}

const quoted = (id: number): string => String.raw`\"${id}\"`;

for (const route of routes) {
  for (const method of [route.method].flat()) {
    for (const [foreign, missing] of addressesOf(route)) {
      const name = `${method} ${foreign.replace('/api/v1/accounts/1', '…')}`;
      test(`${name}: another account's record is answered byte for byte as none`, async () => {
        const ask = async (url: string): Promise<{ status: number; text: string }> => {
          const { statusCode, body } = await world.app.inject({
            method,
            url,
            headers: { api_access_token: ada.token },
            ...(method === 'GET' ? {} : { payload: route.examples?.request ?? {} }),
          });
          return { status: statusCode, text: body };
        };
        const [first, second] = [await ask(missing), await ask(foreign)];
        assert.ok([404, 422].includes(second.status), second.text);
        // One refusal repeats the id that was asked for.
        const neutral = second.text.replaceAll(quoted(theirs.id), quoted(NOWHERE));
        assert.deepEqual([second.status, neutral], [first.status, first.text]);
      });
    }
  }
}

test('after all of it Globex is as it was', async () => {
  assert.equal(await hashAccount(pool, globex.id), globexBefore);
});

import assert from 'node:assert/strict';
import { sql } from '../inside.ts';
import { tellPeople } from '../notifying.ts';
import type { Answer, World } from '../world.ts';

/** The records that the calls of the clients are about, by the word that stands for each. */
export type Scene = Record<string, string | number>;

/** Sets the scene with the API itself: whatever clients list has at least one entry. */
export async function setScene(world: World): Promise<Scene> {
  const { acme, ada, ben } = world;
  const make = async (path: string, body: object): Promise<Answer['body']> => {
    const answer = await ada.post(path, body);
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
    return answer.body;
  };
  const person = async (name: string): Promise<number> => {
    const made = await make('/contacts', {
      name,
      email: `${name.toLowerCase()}@people.example.com`,
    });
    return made.payload.contact.id;
  };
  const inbox = acme.support.id;
  const tie = await make(`/contacts/${acme.mia.id}/contact_inboxes`, {
    inbox_id: inbox,
    source_id: 'crm:1',
  });
  const opened = await make('/conversations', {
    source_id: tie.source_id,
    message: { content: 'Where is my order?', message_type: 'incoming' },
  });
  const sent = await make(`/conversations/${opened.id}/messages`, { content: 'Let me see' });
  const spare = await world.conversation();
  const assigned = await world.conversation({
    message: { content: 'Hi', message_type: 'incoming' },
  });
  assert.equal(
    (await ben.post(`/conversations/${assigned.id}/assignments`, { assignee_id: ada.id })).status,
    200,
  );
  await tellPeople(world);
  const notifications = await ada.get('/notifications');
  const [channel] = await sql<{ identifier: string }>(
    world,
    'select identifier from inboxes where id = $1',
    [inbox],
  );
  const [website] = await sql<{ identifier: string }>(world, 'select identifier from inboxes where id = $1', [acme.website.id]); // prettier-ignore
  const path = `/contacts/${acme.mia.id}`;
  await make(`${path}/labels`, { labels: ['vip'] });
  await make('/dashboard_apps', {
    title: 'Orders',
    content: [{ type: 'frame', url: 'https://example.com' }],
  });
  const definition = {
    attribute_display_name: 'Plan', attribute_display_type: 'text', attribute_description: 'x',
    attribute_key: 'plan', attribute_model: 'contact_attribute',
  }; // prettier-ignore
  const action = { action_name: 'add_label', action_params: ['vip'] };
  return {
    account: acme.id,
    email: ada.email,
    inbox,
    agent: ben.id,
    contact: acme.mia.id,
    stranger: await person('Sten'),
    twin: await person('Twyla'),
    conversation: opened.id,
    message: opened.messages[0].id,
    sent: sent.id,
    spare: spare.id,
    team: acme.billing.id,
    bot: world.rex.id,
    notification: notifications.body.data.payload[0].id,
    source: tie.source_id,
    identifier: channel?.identifier ?? '',
    website: website?.identifier ?? '',
    idle: (await make('/inboxes', { name: 'Idle', channel: { type: 'api' } })).id,
    newcomer: (
      await make('/agents', { name: 'Nell', email: 'nell@acme.example.com', role: 'agent' })
    ).id,
    label: (await make('/labels', { title: 'vip' })).id,
    canned: (await make('/canned_responses', { short_code: 'hi', content: 'Hello' })).id,
    macro: (await make('/macros', { name: 'Sort', visibility: 'global', actions: [action] }))
      .payload.id,
    note: (await make(`${path}/notes`, { content: 'Likes tea' })).id,
    definition: (await make('/custom_attribute_definitions', definition)).id,
    view: (
      await make('/custom_filters', {
        name: 'All',
        filter_type: 'conversation',
        query: { payload: [] },
      })
    ).id,
    webhook: (
      await make('/webhooks', {
        url: 'https://example.com/hook',
        subscriptions: ['message_created'],
      })
    ).payload.webhook.id,
  };
}

/** The value with the words replaced; a text that is one word becomes the record's own value. */
export function fill<T>(value: T, scene: Scene): T {
  if (typeof value === 'string') {
    const [, only] = /^\{(\w+)\}$/.exec(value) ?? [];
    const known = (word: string): string | number => {
      const found = scene[word];
      if (found === undefined) throw new Error(`the scene has no ${word}`);
      return found;
    };
    if (only !== undefined) return known(only) as T;
    return value.replace(/\{(\w+)\}/g, (_, word: string) => String(known(word))) as T;
  }
  if (Array.isArray(value)) return value.map((each: unknown) => fill(each, scene)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, fill(each as unknown, scene)]),
  ) as T;
}

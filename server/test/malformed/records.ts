import assert from 'node:assert/strict';
import type { Caller, World } from '../world.ts';
import type { Targets } from './requests.ts';

/** The small records of an account, by the name of the parameter that stands for one in a path. */
const small: Record<string, [path: string, body: (name: string) => object]> = {
  inbox_id: ['/inboxes', (name) => ({ name, channel: { type: 'api' } })],
  webhook_id: ['/webhooks', (name) => ({ name, url: `https://${name}.example.com` })],
  hook_id: [
    '/integrations/hooks',
    (name) => ({
      app_id: { first: 'openai', second: 'dyte' }[name] ?? 'dyte',
      settings: { api_key: name, ...(name === 'first' ? {} : { organization_id: name }) },
    }),
  ],
  agent_bot_id: ['/agent_bots', (name) => ({ name, description: name })],
  label_id: ['/labels', (title) => ({ title, description: title })],
  canned_response_id: ['/canned_responses', (name) => ({ short_code: name, content: name })],
  definition_id: [
    '/custom_attribute_definitions',
    (name) => ({ attribute_key: name, attribute_display_name: name }),
  ],
  macro_id: [
    '/macros',
    (name) => ({
      name,
      visibility: 'global',
      actions: [{ action_name: 'add_label', action_params: [name] }],
    }),
  ],
  automation_rule_id: [
    '/automation_rules',
    (name) => ({ name, event_name: 'conversation_created', conditions: [], actions: [] }),
  ],
  custom_filter_id: ['/custom_filters', (name) => ({ name, query: { name }, shared: true })],
  dashboard_app_id: [
    '/dashboard_apps',
    (title) => ({ title, content: [{ url: `https://a.example/${title}`, type: 'frame' }] }),
  ],
};

/** Makes two of each for Acme and, last in its list, one for Globex. */
export async function furnishSmallRecords(
  { ada, gil }: World,
  mark: string,
): Promise<Targets['records']> {
  const records: Targets['records'] = {};
  for (const [parameter, [path, body]] of Object.entries(small)) {
    const make = async (who: Caller, name: string): Promise<number> => {
      const answer = await who.post(path, body(name));
      assert.equal(answer.status, 200, answer.text);
      return answer.body.id ?? answer.body.payload.id ?? answer.body.payload.webhook.id;
    };
    records[parameter] = [
      await make(ada, 'first'),
      await make(ada, 'second'),
      await make(gil, mark),
    ];
  }
  return records;
}

/** Addresses and what they are sent, of Acme's webhooks and Globex's. */
export async function furnishWebhookLog({
  pool,
  acme,
  globex,
}: World): Promise<Targets['records']> {
  const records: Targets['records'] = { endpoint_id: [], delivery_id: [] };
  for (const account of [acme.id, acme.id, globex.id]) {
    const { rows } = await pool.query<{ id: number; endpoint_id: number }>(
      `insert into webhook_deliveries (account_id, endpoint_id, event, body, state)
       select account_id, id, 'message_created', '{}', 'dead' from webhook_endpoints e
       where account_id = $1 and kind = 'webhook'
         and not exists (select from webhook_deliveries d where d.account_id = $1 and d.endpoint_id = e.id)
       order by id limit 1 returning id, endpoint_id`,
      [account],
    );
    records['endpoint_id']?.push(rows[0]?.endpoint_id as number);
    records['delivery_id']?.push(rows[0]?.id as number);
  }
  return records;
}

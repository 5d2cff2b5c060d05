import { rows } from '../src/db/query.ts';
import { PRIORITIES, STATUSES } from '../src/conversations/enums.ts';
import type { Caller, World } from './world.ts';

/** A conversation as a test wants it, written straight into the table. */
export interface Desired {
  account_id: number;
  inbox_id: number;
  contact_id: number;
  status?: (typeof STATUSES)[number];
  priority?: (typeof PRIORITIES)[number] | null;
  assignee_id?: number | null;
  team_id?: number | null;
  campaign_id?: number | null;
  labels?: string[];
  additional_attributes?: Record<string, unknown>;
  custom_attributes?: Record<string, unknown>;
  created_at?: string;
  last_activity_at?: string;
}

/** Makes the conversation exactly so, without the rules of the API. Gives its display id. */
export async function putConversation(world: World, desired: Desired): Promise<number> {
  const { account_id, inbox_id, contact_id } = desired;
  const [made] = await rows<{ display_id: number }>(
    world.pool,
    `with entry as (
       insert into contact_inboxes (account_id, contact_id, inbox_id, source_id)
       values ($1, $2, $3, gen_random_uuid()) returning id
     )
     insert into conversations (account_id, inbox_id, contact_id, contact_inbox_id, status, priority,
       assignee_id, team_id, campaign_id, labels, additional_attributes, custom_attributes, created_at, last_activity_at)
     select $1, $3, $2, entry.id, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($12, now()), coalesce($13, now()) from entry
     returning display_id`,
    [
      account_id,
      contact_id,
      inbox_id,
      STATUSES.indexOf(desired.status ?? 'open'),
      desired.priority == null ? null : PRIORITIES.indexOf(desired.priority),
      desired.assignee_id ?? null,
      desired.team_id ?? null,
      desired.campaign_id ?? null,
      desired.labels ?? [],
      desired.additional_attributes ?? {},
      desired.custom_attributes ?? {},
      desired.created_at ?? null,
      desired.last_activity_at ?? null,
    ],
  );
  return (made as { display_id: number }).display_id;
}

/** Declares a custom attribute. */
export async function defineAttribute(
  world: World,
  { account_id, key, type, model = 'conversation_attribute' }: Attribute,
): Promise<void> {
  await rows(
    world.pool,
    `insert into custom_attribute_definitions
       (account_id, attribute_model, attribute_key, attribute_display_name, attribute_display_type)
     values ($1, $2, $3, $3, $4)`,
    [account_id, model, key, type],
  );
}

interface Attribute {
  account_id: number;
  key: string;
  type: string;
  model?: string;
}

export interface Condition {
  attribute_key: unknown;
  filter_operator: unknown;
  values?: unknown;
  query_operator?: unknown;
}

/** A condition of a filter; the last argument joins it to the next. */
export const condition = (
  attribute_key: unknown,
  filter_operator: unknown,
  ...[values, query_operator]: unknown[]
): Condition => ({
  attribute_key,
  filter_operator,
  ...(values === undefined ? {} : { values }),
  ...(query_operator === undefined ? {} : { query_operator }),
});

/** Five conversations of Acme that differ in everything one can filter by, and one of Globex like the first. */
export async function createDesk(world: World) {
  const { acme, globex, ada, ben, cleo } = world;
  const account_id = acme.id;
  for (const [key, type] of attributes) await defineAttribute(world, { account_id, key, type });
  await defineAttribute(world, {
    account_id,
    key: 'birthday',
    type: 'date',
    model: 'contact_attribute',
  });
  await defineAttribute(world, { account_id: globex.id, key: 'secret', type: 'text' });
  const common = { account_id, contact_id: acme.mia.id };
  const alpha = {
    status: 'open',
    labels: ['billing', 'Urgent'],
    additional_attributes: {
      browser_language: 'en',
      conversation_language: 'fr',
      referer: 'https://shop.example.com/100%_off',
      mail_subject: 'Re: Order 12',
    },
    custom_attributes: {
      plan: 'Gold',
      amount: 10,
      price: 9.99,
      discount: 5,
      site: 'https://A.example',
      renewal: '2024-05-01',
      tier: 'One',
      paid: true,
      [ODD_KEY]: 'odd',
    },
    created_at: '2024-05-01T00:00:00Z',
    last_activity_at: '2024-05-03T12:00:00Z',
  } as const;
  const desired: Record<string, Desired> = {
    alpha: {
      ...common,
      ...alpha,
      labels: [...alpha.labels],
      inbox_id: acme.support.id,
      priority: 'low',
      assignee_id: ben.id,
      team_id: acme.billing.id,
    },
    bravo: {
      ...common,
      inbox_id: acme.website.id,
      status: 'resolved',
      priority: 'urgent',
      labels: ['Billing'],
      additional_attributes: {
        browser_language: 'EN',
        referer: 'https://shop.example.com/100 off',
      },
      custom_attributes: {
        plan: 'gold',
        amount: '25',
        price: 'abc',
        renewal: '2024-05-02T10:00:00Z',
        tier: 'two',
        paid: 'false',
      },
      created_at: '2024-05-01T23:59:59.999Z',
      last_activity_at: '2024-05-02T23:59:59.999Z',
    },
    charlie: {
      ...common,
      inbox_id: acme.sales.id,
      status: 'pending',
      assignee_id: cleo.id,
      team_id: acme.escalations.id,
      campaign_id: 7,
      custom_attributes: { plan: 'Silver', amount: 'abc', renewal: '2024-02-31', paid: 'maybe' },
      created_at: '2024-05-02T00:00:00Z',
      last_activity_at: '2024-05-02T00:00:00Z',
    },
    delta: {
      ...common,
      inbox_id: acme.mail.id,
      status: 'snoozed',
      priority: 'high',
      assignee_id: ada.id,
      labels: ['urgent'],
      additional_attributes: { mail_subject: 'REFUND 50%' },
      custom_attributes: { amount: -3.5, discount: '5', renewal: 'soon', price: 1000 },
      created_at: daysAgo(10),
      last_activity_at: daysAgo(3),
    },
    echo: {
      ...common,
      inbox_id: acme.support.id,
      priority: 'medium',
      team_id: acme.escalations.id,
      created_at: daysAgo(0),
      last_activity_at: daysAgo(0),
    },
  };
  const ids: Record<string, number> = {};
  for (const [name, each] of Object.entries(desired))
    ids[name] = await putConversation(world, each);
  const elsewhere = {
    account_id: globex.id,
    inbox_id: globex.inbox.id,
    contact_id: globex.contact.id,
  };
  await putConversation(world, { ...alpha, labels: [...alpha.labels], ...elsewhere });
  return { ids, finds: finder(ids) };
}

/** A key that would end any SQL text it were put into. */
export const ODD_KEY = `o'dd" ->> 'x') or 1=1; --`;

const attributes = [
  ['plan', 'text'],
  ['amount', 'number'],
  ['price', 'currency'],
  ['discount', 'percent'],
  ['site', 'link'],
  ['renewal', 'date'],
  ['tier', 'list'],
  ['paid', 'checkbox'],
  [ODD_KEY, 'text'],
] as const;

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

function finder(ids: Record<string, number>) {
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
  /** The names of what somebody's filter finds, or the text of the error. */
  return async (who: Caller, ...payload: Condition[]): Promise<string[] | string> => {
    const answer = await who.post('/conversations/filter', { payload });
    if (answer.status !== 200) return `${answer.status} ${answer.body.error}`;
    const found = answer.body.payload as { id: number }[];
    return found.map(({ id }) => names.get(id) ?? `#${id}`).toSorted();
  };
}

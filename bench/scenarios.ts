import type { Request } from './requests.ts';

export interface Scenario {
  name: string;
  /** What a client does, to a conversation of this number where it is about one. */
  unit: (conversation: number) => readonly Request[];
  /** Whether it is run beside pgbench with the same statements. */
  isCompared?: boolean;
  /** Only so many of these at a time make sense: each of them keeps a processor busy. */
  connections?: number;
  /** The first of each conversation is special (a first reply) and not what is measured: they are all sent before. */
  isSettledFirst?: boolean;
}

export interface World {
  account: number;
  /** Who listens to everything, as the channel is told. */
  listener: { account_id: number; user_id: number; pubsub_token: string };
  /** Where the 1,000th page of the list begins. */
  farCursor: string;
  /** Where the feed stood before the last events. */
  feedCursor: string;
  /** What one of many people signs in with. */
  signIn: (person: number) => { email: string; password: string };
}

/** Every path that is measured, in the order of the report. */
export function scenariosOf(world: World): Scenario[] {
  const at = `/api/v1/accounts/${world.account}`;
  const list = `${at}/conversations`;
  const get = (name: string, path: string, more: Partial<Scenario> = {}): Scenario => ({
    name,
    unit: () => [{ method: 'GET', path }],
    isCompared: true,
    ...more,
  });
  const filter = (name: string, conditions: readonly object[]): Scenario => ({
    name,
    unit: () => [{ method: 'POST', path: `${list}/filter`, body: { payload: joined(conditions) } }],
    isCompared: true,
  });
  return [
    get('list, all', `${list}?status=open&page=1`),
    get('list, mine', `${list}?status=open&assignee_type=me&page=1`),
    get('list, unassigned', `${list}?status=open&assignee_type=unassigned&page=1`),
    get('list, the 1,000th page', `${list}?status=all&cursor=${encodeURIComponent(world.farCursor)}`),
    get('counts', `${list}/meta?status=open`),
    { name: 'conversation', unit: (id) => [{ method: 'GET', path: `${list}/${id}` }], isCompared: true },
    { name: 'message page', unit: (id) => [{ method: 'GET', path: `${list}/${id}/messages` }], isCompared: true },
    { name: 'message create', unit: (id) => [{ method: 'POST', path: `${list}/${id}/messages`, body: { content: SAID } }], isCompared: true, isSettledFirst: true },
    { name: 'message create with a file', unit: (id) => [{ method: 'POST', path: `${list}/${id}/messages`, form: { content: SAID } }], isSettledFirst: true },
    filter('filter, 1 condition', conditions.slice(0, 1)),
    filter('filter, 3 conditions', conditions.slice(0, 3)),
    filter('filter, 8 conditions', conditions),
    get('search, a rare word', `${at}/search/messages?q=271828`),
    get('search, a common word', `${at}/search/messages?q=invoice`),
    get('search, two words', `${at}/search/messages?q=invoice%20courier`),
    get('search, no hit', `${at}/search/messages?q=xylophone`),
    { name: 'resolve and reopen', unit: (id) => ['resolved', 'open'].map((status): Request => ({ method: 'POST', path: `${list}/${id}/toggle_status`, body: { status } })) },
    get('feed, the last events', `${at}/changes?after=${encodeURIComponent(world.feedCursor)}`),
    { name: 'sign in', unit: (id) => [{ method: 'POST', path: '/auth/sign_in', body: world.signIn(id), as: 'nobody' }], connections: 4 },
    { name: 'a client begins', unit: () => boot(at) },
  ]; // prettier-ignore
}

const SAID = 'Your order was sent today, it should arrive tomorrow.';

const conditions = [
  { attribute_key: 'status', filter_operator: 'equal_to', values: ['open'] },
  { attribute_key: 'inbox_id', filter_operator: 'equal_to', values: [1, 2, 3] },
  { attribute_key: 'priority', filter_operator: 'equal_to', values: ['high', 'urgent'] },
  { attribute_key: 'labels', filter_operator: 'not_equal_to', values: ['spam'] },
  { attribute_key: 'assignee_id', filter_operator: 'is_present', values: [] },
  { attribute_key: 'team_id', filter_operator: 'is_not_present', values: [] },
  { attribute_key: 'created_at', filter_operator: 'is_greater_than', values: ['2020-01-01'] },
  { attribute_key: 'last_activity_at', filter_operator: 'is_greater_than', values: ['2020-01-01'] },
];

const joined = (all: readonly object[]): object[] =>
  all.map((condition, index) => ({
    ...condition,
    query_operator: index === all.length - 1 ? null : 'and',
  }));

/** What a dashboard asks for until the list is there, in the order in which it was seen to. */
const boot = (at: string): Request[] => [
  { method: 'GET', path: '/auth/validate_token', as: 'session' },
  { method: 'GET', path: `${at}/` },
  { method: 'PUT', path: '/api/v1/profile', body: { profile: { ui_settings: { rtl: false } } } },
  { method: 'GET', path: `${at}/notifications/unread_count` },
  { method: 'GET', path: `${at}/custom_attribute_definitions` },
  { method: 'GET', path: `${at}/custom_filters?filter_type=conversation` },
  { method: 'GET', path: `${at}/custom_filters?filter_type=contact` },
  { method: 'GET', path: `${at}/conversations?status=open&assignee_type=me&page=1&sort_by=last_activity_at_desc` },
  { method: 'GET', path: `${at}/dashboard_apps` },
  { method: 'GET', path: `${at}/agents` },
  { method: 'GET', path: `${at}/portals` },
  { method: 'PUT', path: '/api/v1/profile/set_active_account', body: { profile: { account_id: Number(at.split('/').at(-1)) } } },
  { method: 'GET', path: `${at}/cache_keys` },
  { method: 'GET', path: `${at}/labels` },
  { method: 'GET', path: `${at}/inboxes` },
  { method: 'GET', path: `${at}/teams` },
  { method: 'GET', path: `${at}/integrations/apps` },
]; // prettier-ignore

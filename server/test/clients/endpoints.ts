import { EMPTY, INTEGER, NO_ENTRIES, TEXT, TEXTS, TRUE, type Shape } from './shape.ts';
import * as shapes from './shapes.ts';

/**
 * One call that clients written for this protocol make. `{words}` stand for records of the scene; a
 * path without another root is below the account.
 */
export interface Endpoint {
  call: string;
  /** D dashboard, M mobile app, C command line, S SDKs, N n8n nodes, P MCP server, W website widget. */
  clients: string;
  shape: Shape;
  body?: Record<string, unknown>;
  /** What else must hold, for the reader of the table. */
  note?: string;
  /** Of a call that makes something unnecessary to others; it is made last. */
  last?: true;
  credentials?: 'token' | 'session' | 'visitor' | 'none';
}

/** The name of the test that makes the call. */
export const titleOf = ({ call, clients }: Pick<Endpoint, 'call' | 'clients'>): string =>
  `${call} answers what ${clients} read`;

const { agent, contact, conversation, message, team } = shapes;
const list = { meta: shapes.counts, payload: [conversation] as [Shape] };
const page = { payload: [message] as [Shape] };
const contacts = { meta: 'count:int', payload: [contact] as [Shape] };
const seen = 'id:int unread_count:int agent_last_seen_at:int';

/** What several clients need to sign in, see, open and answer. */
export const must: Endpoint[] = [
  { call: 'POST /auth/sign_in', clients: 'D M P', credentials: 'none', body: { email: '{email}', password: 'Password1!', sso_auth_token: '' }, shape: { data: shapes.user }, note: 'session headers, which fit into one cookie' },
  { call: 'GET /auth/validate_token', clients: 'D', credentials: 'session', shape: { payload: { success: TRUE, data: shapes.user } } },
  { call: 'DELETE /auth/sign_out', clients: 'D', credentials: 'session', last: true, shape: 'success:bool' },
  { call: 'GET /api', clients: 'M N', credentials: 'none', shape: 'version:str' },
  { call: 'GET /api/v1/profile', clients: 'D M C S N', shape: shapes.user },
  { call: 'PUT /api/v1/profile', clients: 'D', body: { profile: { ui_settings: { is_contact_sidebar_open: true } } }, shape: shapes.user, note: 'the whole person, whatever was sent' },
  { call: 'PUT /api/v1/profile/set_active_account', clients: 'D M', body: { profile: { account_id: '{account}' } }, shape: EMPTY },
  { call: 'POST /api/v1/profile/availability', clients: 'D M', body: { profile: { account_id: '{account}', availability: 'busy' } }, shape: shapes.user },
  { call: 'GET /', clients: 'D', shape: shapes.account, note: 'with the slash at the end' },
  { call: 'GET /cache_keys', clients: 'D', shape: { cache_keys: 'label:str inbox:str team:str' } },
  { call: 'GET /conversations?status=open&assignee_type=me&page=1&sort_by=last_activity_at_desc', clients: 'D M C S N P', shape: { data: { meta: shapes.counts } } },
  { call: 'GET /conversations?status=open&assignee_type=all&sort_by=latest', clients: 'M C', shape: { data: list } },
  { call: 'GET /conversations?status=open&page=1000', clients: 'D M', shape: { data: { payload: NO_ENTRIES } }, note: 'nothing after the last page' },
  { call: 'GET /conversations/{conversation}', clients: 'D M C S N P', shape: conversation },
  { call: 'GET /conversations/meta?status=open', clients: 'D S N', shape: { meta: shapes.counts } },
  { call: 'GET /conversations/{conversation}/messages', clients: 'D M C S N P', shape: page },
  { call: 'GET /conversations/{conversation}/messages?before={message}', clients: 'D M C', shape: { payload: NO_ENTRIES } },
  { call: 'POST /conversations/{conversation}/messages', clients: 'D M C S N P', body: { content: 'On its way', private: false, echo_id: 'e1', cc_emails: '', bcc_emails: '', to_emails: '' }, shape: `${message} echo_id:str` },
  { call: 'POST /conversations/{conversation}/update_last_seen', clients: 'D M', shape: seen },
  { call: 'POST /conversations/{conversation}/toggle_typing_status', clients: 'D M', body: { typing_status: 'on', is_private: false }, shape: EMPTY },
  { call: 'POST /conversations/{conversation}/toggle_status', clients: 'D M C S N', body: { status: 'open' }, shape: { payload: 'success:bool conversation_id:int current_status:str snoozed_until:iso?' } },
  { call: 'POST /conversations/{conversation}/assignments', clients: 'D M S N', body: { assignee_id: '{agent}' }, shape: 'id:int name:str email:str' },
  { call: 'POST /conversations/{conversation}/assignments?team_id={team}', clients: 'M', shape: 'id:int name:str' },
  { call: 'GET /conversations/{conversation}/labels', clients: 'D M S N', shape: { payload: TEXTS } },
  { call: 'POST /conversations/{conversation}/labels', clients: 'D M S N', body: { labels: ['vip'] }, shape: { payload: TEXTS } },
  { call: 'GET /conversations/{conversation}/attachments', clients: 'D', shape: { meta: 'total_count:int', payload: NO_ENTRIES } },
  { call: 'GET /inboxes', clients: 'D M C S N', shape: { payload: [shapes.inbox] } },
  { call: 'GET /inboxes/{inbox}', clients: 'C S N', shape: shapes.inbox },
  { call: 'GET /labels', clients: 'D M N', shape: { payload: [shapes.label] } },
  { call: 'GET /teams', clients: 'D M C S N', shape: [team] },
  { call: 'GET /agents', clients: 'D M C S N', shape: [agent] },
  { call: 'GET /assignable_agents?inbox_ids%5B%5D={inbox}', clients: 'D M', shape: { payload: [agent] } },
  { call: 'GET /contacts', clients: 'D C S N', shape: contacts },
  { call: 'GET /contacts/{contact}?include_contact_inboxes=false', clients: 'D M C S N', shape: { payload: contact } },
  { call: 'GET /contacts/search?q=mia', clients: 'D C S N', shape: contacts },
  { call: 'GET /contacts/{contact}/contactable_inboxes', clients: 'D S N', shape: { payload: [{ inbox: 'id:int name:str channel_type:str', source_id: TEXT }] } },
  { call: 'GET /contacts/{contact}/conversations', clients: 'D M S N', shape: { payload: [conversation] } },
  { call: 'GET /custom_attribute_definitions', clients: 'D M', shape: [shapes.attribute] },
  { call: 'GET /custom_filters?filter_type=conversation', clients: 'D', shape: [shapes.view] },
  { call: 'GET /dashboard_apps', clients: 'D M', shape: ['id:int title:str content:list'] },
  { call: 'GET /portals', clients: 'D', shape: { payload: NO_ENTRIES } },
  { call: 'GET /integrations/apps', clients: 'D', shape: { payload: [shapes.app] }, note: 'never empty' },
  { call: 'GET /notifications/unread_count', clients: 'D', shape: INTEGER },
  { call: 'GET /notifications?page=1&sort_order=desc', clients: 'D M', shape: { data: { meta: 'unread_count:int count:int', payload: [shapes.notification] } } },
]; // prettier-ignore

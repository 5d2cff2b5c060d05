import type { Endpoint } from './endpoints.ts';
import { EMPTY, NO_ENTRIES, TEXT, type Shape } from './shape.ts';
import { publicMessage } from './shapes.ts';

const at = (method: string, path: string): string => {
  const [address, query] = path.split('?');
  const rest = query === undefined ? '' : `&${query}`;
  return `${method} /api/v1/widget/${address}?website_token={website}${rest}`;
};

const W = { clients: 'W', credentials: 'visitor' } as const;
const contact = 'id:int has_email:bool has_name:bool has_phone_number:bool';
const identity = { identifier: 'u-1', email: 'una@example.com', name: 'Una' };
const message = { content: 'Hello?', timestamp: '2026-11-25', referer_url: 'https://example.com' };

/** What the chat on a website loads and calls. */
export const widget: Endpoint[] = [
  { clients: 'W', credentials: 'none', call: 'GET /packs/js/sdk.js', shape: TEXT, note: 'cached by its ETag; in a browser: `widget/e2e`' },
  { clients: 'W', credentials: 'none', call: 'GET /widget?website_token={website}&locale=es', shape: TEXT, note: 'the globals: `server/src/widget/page.test.ts`' },
  { ...W, call: at('POST', 'config'), shape: { website_channel_config: 'auth_token:str website_token:str widget_color:str enabled_features:list working_hours:list', contact: 'id:int pubsub_token:str', global_config: 'INSTALLATION_NAME:str' } },
  { ...W, call: at('GET', 'contact'), shape: contact },
  { ...W, call: at('POST', 'messages'), body: { message }, shape: 'id:int content:str message_type:int conversation_id:int created_at:int private:bool content_attributes:obj sender:obj' },
  { ...W, call: at('GET', 'messages'), shape: { payload: [publicMessage] as [Shape], meta: 'contact_last_seen_at:int' } },
  { ...W, call: at('GET', 'conversations'), shape: 'id:int inbox_id:int contact_last_seen_at:int status:str' },
  { ...W, call: at('GET', 'inbox_members'), shape: { payload: ['id:int name:str avatar_url:str availability_status:str'] } },
  { ...W, call: at('GET', 'campaigns'), shape: NO_ENTRIES },
  { ...W, call: at('POST', 'events'), body: { name: 'webwidget.triggered', event_info: { referer: 'https://example.com' } }, shape: EMPTY },
  { ...W, call: at('POST', 'conversations/toggle_typing'), body: { typing_status: 'on' }, shape: EMPTY },
  { ...W, call: at('POST', 'conversations/update_last_seen'), shape: EMPTY },
  { ...W, call: at('POST', 'conversations/set_custom_attributes'), body: { custom_attributes: { plan: 'pro' } }, shape: EMPTY },
  { ...W, call: at('POST', 'conversations/destroy_custom_attributes'), body: { custom_attribute: ['plan'] }, shape: 'id:int display_id:int custom_attributes:obj' },
  { ...W, call: at('POST', 'conversations/transcript'), shape: EMPTY },
  { ...W, call: at('POST', 'labels'), body: { label: 'vip' }, shape: EMPTY },
  { ...W, call: at('DELETE', 'labels/vip'), shape: EMPTY },
  { ...W, call: at('PATCH', 'contact'), body: { name: 'Una' }, shape: contact },
  { ...W, call: at('POST', 'conversations'), body: { contact: { name: 'Una', email: 'una@example.com' }, message }, shape: 'id:int inbox_id:int status:str messages:list custom_attributes:obj contact:obj' },
  { ...W, call: at('PATCH', 'contact/set_user'), body: identity, shape: contact },
  { ...W, call: at('GET', 'conversations/toggle_status'), last: true, shape: EMPTY },
]; // prettier-ignore

// What the clients read of each record, as observed: a key that is missing or of another type breaks one of them.

export const user =
  'id:int account_id:int name:str available_name:str email:str avatar_url:str access_token:str pubsub_token:str confirmed:bool ui_settings:obj role:str provider:str uid:str accounts:list';

export const account =
  'id:int name:str locale:str features:obj settings:obj created_at:iso status:str';

export const agent =
  'id:int account_id:int name:str available_name:str email:str role:str thumbnail:str availability_status:str confirmed:bool auto_offline:bool provider:str';

export const team = 'id:int name:str allow_auto_assign:bool account_id:int is_member:bool';

export const label = 'id:int title:str color:str show_on_sidebar:bool?';

export const inbox =
  'id:int name:str channel_type:str channel_id:int avatar_url:str greeting_enabled:bool working_hours:list timezone:str enable_auto_assignment:bool csat_config:obj';

export const contact =
  'id:int name:str email:str? phone_number:str? identifier:str? thumbnail:str availability_status:str additional_attributes:obj custom_attributes:obj created_at:int blocked:bool';

export const conversation =
  'id:int account_id:int inbox_id:int uuid:str status:str meta:obj messages:list labels:list can_reply:bool unread_count:int timestamp:int created_at:int updated_at:num last_activity_at:int waiting_since:int agent_last_seen_at:int contact_last_seen_at:int additional_attributes:obj custom_attributes:obj muted:bool priority:str? snoozed_until:iso?';

export const message =
  'id:int content:str? message_type:int content_type:str content_attributes:obj conversation_id:int created_at:int private:bool status:str inbox_id:int';

export const counts = 'mine_count:int assigned_count:int unassigned_count:int all_count:int';

/** Of a filter or a search. */
export const found = 'mine_count:int unassigned_count:int all_count:int';

export const attribute =
  'id:int attribute_key:str attribute_display_name:str attribute_display_type:str attribute_model:str attribute_values:list';

export const view = 'id:int name:str query:obj filter_type:str';

export const app = 'id:str name:str enabled:bool hooks:list';

export const macro = 'id:int name:str visibility:str actions:list account_id:int';

export const canned = 'id:int account_id:int short_code:str content:str';

export const note = 'id:int content:str created_at:int updated_at:int';

export const flags =
  'id:int user_id:int account_id:int all_email_flags:list selected_email_flags:list all_push_flags:list selected_push_flags:list';

export const notification =
  'id:int notification_type:str push_message_title:str push_message_body:str primary_actor_type:str primary_actor_id:int primary_actor:obj read_at:iso? user:obj created_at:int last_activity_at:int snoozed_until:iso?';

export const bot =
  'id:int name:str thumbnail:str bot_type:str bot_config:obj account_id:int system_bot:bool';

export const webhook = 'id:int url:str account_id:int subscriptions:list';

export const customer = 'id:int name:str source_id:str pubsub_token:str';

export const publicConversation =
  'id:int uuid:str inbox_id:int status:str contact_last_seen_at:int agent_last_seen_at:int messages:list contact:obj';

export const publicMessage =
  'id:int content:str message_type:int content_type:str content_attributes:obj created_at:int conversation_id:int';

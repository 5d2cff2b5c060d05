-- The tables of a Chatwoot 4.x that an import reads, written down from the facts of its published
-- schema: names, types, defaults and what must be unique.

create table ar_internal_metadata (key varchar primary key, value varchar, created_at timestamp(6) not null, updated_at timestamp(6) not null);

create table accounts (
  id serial primary key, name varchar not null, created_at timestamp not null, updated_at timestamp not null,
  locale int default 0, domain varchar(100), support_email varchar(100), feature_flags bigint not null default 0,
  auto_resolve_duration int, limits jsonb default '{}', custom_attributes jsonb default '{}', status int default 0,
  internal_attributes jsonb not null default '{}', settings jsonb default '{}'
);

create table users (
  id serial primary key, provider varchar not null default 'email', uid varchar not null default '',
  encrypted_password varchar not null default '', confirmed_at timestamp, unconfirmed_email varchar,
  name varchar not null, display_name varchar, email varchar, tokens json, created_at timestamp not null,
  updated_at timestamp not null, pubsub_token varchar unique, availability int default 0,
  ui_settings jsonb default '{}', custom_attributes jsonb default '{}', type varchar, message_signature text,
  otp_required_for_login boolean not null default false
);

create table access_tokens (
  id bigserial primary key, owner_type varchar, owner_id bigint, token varchar unique,
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now()
);

create table custom_roles (
  id bigserial primary key, name varchar, description varchar, account_id bigint not null,
  permissions text[] default '{}', created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now()
);

create table account_users (
  id bigserial primary key, account_id bigint, user_id bigint, role int default 0, inviter_id bigint,
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now(), active_at timestamp,
  availability int not null default 0, auto_offline boolean not null default true, custom_role_id bigint,
  unique (account_id, user_id)
);

create table teams (
  id bigserial primary key, name varchar not null, description text, allow_auto_assign boolean default true,
  account_id bigint not null, created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now(),
  unique (name, account_id)
);
create table team_members (
  id bigserial primary key, team_id bigint not null, user_id bigint not null,
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now(), unique (team_id, user_id)
);

create table labels (
  id bigserial primary key, title varchar, description text, color varchar not null default '#1f93ff',
  show_on_sidebar boolean, account_id bigint, created_at timestamp(6) not null default now(),
  updated_at timestamp(6) not null default now(), unique (title, account_id)
);
create table tags (id serial primary key, name varchar unique, taggings_count int default 0);
create table taggings (
  id serial primary key, tag_id int, taggable_type varchar, taggable_id int, tagger_type varchar, tagger_id int,
  context varchar(128), created_at timestamp default now()
);
create index on taggings (taggable_id, taggable_type, context);

create table custom_attribute_definitions (
  id bigserial primary key, attribute_display_name varchar, attribute_key varchar, attribute_display_type int default 0,
  default_value int, attribute_model int default 0, account_id bigint, created_at timestamp(6) not null default now(),
  updated_at timestamp(6) not null default now(), attribute_description text, attribute_values jsonb default '[]',
  regex_pattern varchar, regex_cue varchar, unique (attribute_key, attribute_model, account_id)
);
create table canned_responses (
  id serial primary key, account_id int not null, short_code varchar, content text,
  created_at timestamp not null default now(), updated_at timestamp not null default now()
);
create table webhooks (
  id bigserial primary key, account_id int, inbox_id int, url varchar, created_at timestamp(6) not null default now(),
  updated_at timestamp(6) not null default now(), webhook_type int default 0,
  subscriptions jsonb default '["conversation_created", "message_created"]', unique (account_id, url)
);
create table macros (
  id bigserial primary key, account_id bigint not null, name varchar not null, visibility int default 0,
  created_by_id bigint, updated_by_id bigint, actions jsonb not null default '{}',
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now()
);
create table custom_filters (
  id bigserial primary key, name varchar not null, filter_type int not null default 0, query jsonb not null default '"{}"',
  account_id bigint not null, user_id bigint not null, created_at timestamp(6) not null default now(),
  updated_at timestamp(6) not null default now()
);
create table dashboard_apps (
  id bigserial primary key, title varchar not null, content jsonb default '[]', account_id bigint not null,
  user_id bigint, created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now()
);
create table portals (
  id bigserial primary key, account_id int not null, name varchar not null, slug varchar not null unique,
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now()
);

create table agent_bots (
  id bigserial primary key, name varchar, description varchar, outgoing_url varchar,
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now(), account_id bigint,
  bot_type int default 0, bot_config jsonb default '{}'
);
create table agent_bot_inboxes (
  id bigserial primary key, inbox_id int, agent_bot_id int, status int default 0,
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now(), account_id int
);

create table channel_api (
  id bigserial primary key, account_id int not null, webhook_url varchar, created_at timestamp(6) not null default now(),
  updated_at timestamp(6) not null default now(), identifier varchar unique, hmac_token varchar unique,
  hmac_mandatory boolean default false, additional_attributes jsonb default '{}'
);
create table channel_web_widgets (
  id serial primary key, website_url varchar, account_id int, created_at timestamp not null default now(),
  updated_at timestamp not null default now(), website_token varchar unique, widget_color varchar default '#1f93ff',
  welcome_title varchar, welcome_tagline varchar, feature_flags int not null default 7, reply_time int default 0,
  hmac_token varchar unique, pre_chat_form_enabled boolean default false, pre_chat_form_options jsonb default '{}',
  hmac_mandatory boolean default false, continuity_via_email boolean not null default true
);
create table channel_email (
  id bigserial primary key, account_id int not null, email varchar not null unique, forward_to_email varchar not null unique,
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now(),
  imap_enabled boolean default false, imap_address varchar default '', imap_port int default 0,
  imap_login varchar default '', imap_password varchar default '', imap_enable_ssl boolean default true,
  smtp_enabled boolean default false, smtp_address varchar default '', smtp_port int default 0,
  smtp_login varchar default '', smtp_password varchar default '', smtp_domain varchar default '',
  smtp_enable_starttls_auto boolean default true, smtp_authentication varchar default 'login',
  smtp_openssl_verify_mode varchar default 'none', smtp_enable_ssl_tls boolean default false,
  provider_config jsonb default '{}', provider varchar
);

create table inboxes (
  id serial primary key, channel_id int not null, account_id int not null, name varchar not null,
  created_at timestamp not null default now(), updated_at timestamp not null default now(), channel_type varchar,
  enable_auto_assignment boolean default true, greeting_enabled boolean default false, greeting_message varchar,
  email_address varchar, working_hours_enabled boolean default false, out_of_office_message varchar,
  timezone varchar default 'UTC', enable_email_collect boolean default true, csat_survey_enabled boolean default false,
  allow_messages_after_resolved boolean default true, auto_assignment_config jsonb default '{}',
  lock_to_single_conversation boolean not null default false, portal_id bigint, sender_name_type int not null default 0,
  business_name varchar, csat_config jsonb not null default '{}'
);
create table inbox_members (
  id serial primary key, user_id int not null, inbox_id int not null, created_at timestamp not null default now(),
  updated_at timestamp not null default now(), unique (inbox_id, user_id)
);
create table working_hours (
  id bigserial primary key, inbox_id bigint, account_id bigint, day_of_week int not null, closed_all_day boolean default false,
  open_hour int, open_minutes int, close_hour int, close_minutes int, created_at timestamp(6) not null default now(),
  updated_at timestamp(6) not null default now(), open_all_day boolean default false
);

create table contacts (
  id serial primary key, name varchar default '', email varchar, phone_number varchar, account_id int not null,
  created_at timestamp not null default now(), updated_at timestamp not null default now(),
  additional_attributes jsonb default '{}', identifier varchar, custom_attributes jsonb default '{}',
  last_activity_at timestamp, contact_type int default 0, middle_name varchar default '', last_name varchar default '',
  location varchar default '', country_code varchar default '', blocked boolean not null default false,
  unique (email, account_id), unique (identifier, account_id)
);
create table notes (
  id bigserial primary key, content text not null, account_id bigint not null, contact_id bigint not null, user_id bigint,
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now()
);
create table contact_inboxes (
  id bigserial primary key, contact_id bigint, inbox_id bigint, source_id varchar not null,
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now(),
  hmac_verified boolean default false, pubsub_token varchar unique, unique (inbox_id, source_id)
);
create index on contact_inboxes (contact_id);

create table conversations (
  id serial primary key, account_id int not null, inbox_id int not null, status int not null default 0, assignee_id int,
  created_at timestamp not null, updated_at timestamp not null, contact_id bigint, display_id int not null,
  contact_last_seen_at timestamp, agent_last_seen_at timestamp, additional_attributes jsonb default '{}',
  contact_inbox_id bigint, uuid uuid not null default gen_random_uuid() unique, identifier varchar,
  last_activity_at timestamp not null default current_timestamp, team_id bigint, campaign_id bigint,
  snoozed_until timestamp, custom_attributes jsonb default '{}', assignee_last_seen_at timestamp,
  first_reply_created_at timestamp, priority int, sla_policy_id bigint, waiting_since timestamp(6), cached_label_list text,
  unique (account_id, display_id)
);
create table conversation_participants (
  id bigserial primary key, account_id bigint not null, user_id bigint not null, conversation_id bigint not null,
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now(), unique (user_id, conversation_id)
);
create table mentions (
  id bigserial primary key, user_id bigint not null, conversation_id bigint not null, account_id bigint not null,
  mentioned_at timestamp not null, created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now(),
  unique (user_id, conversation_id)
);
create table messages (
  id serial primary key, content text, account_id int not null, inbox_id int not null, conversation_id int not null,
  message_type int not null, created_at timestamp not null, updated_at timestamp not null,
  private boolean not null default false, status int default 0, source_id varchar, content_type int not null default 0,
  content_attributes json default '{}', sender_type varchar, sender_id bigint, external_source_ids jsonb default '{}',
  additional_attributes jsonb default '{}', processed_message_content text, sentiment jsonb default '{}'
);
create index on messages (sender_type, sender_id);
create index on messages (conversation_id);

create table attachments (
  id serial primary key, file_type int default 0, external_url varchar, coordinates_lat float default 0.0,
  coordinates_long float default 0.0, message_id int not null, account_id int not null,
  created_at timestamp not null default now(), updated_at timestamp not null default now(), fallback_title varchar,
  extension varchar, meta jsonb default '{}'
);
create table active_storage_blobs (
  id bigserial primary key, key varchar not null unique, filename varchar not null, content_type varchar, metadata text,
  byte_size bigint not null, checksum varchar, created_at timestamp not null default now(), service_name varchar not null
);
create table active_storage_attachments (
  id bigserial primary key, name varchar not null, record_type varchar not null, record_id bigint not null,
  blob_id bigint not null references active_storage_blobs, created_at timestamp not null default now(),
  unique (record_type, record_id, name, blob_id)
);
create table csat_survey_responses (
  id bigserial primary key, account_id bigint not null, conversation_id bigint not null, message_id bigint not null unique,
  rating int not null, feedback_message text, contact_id bigint not null, assigned_agent_id bigint,
  created_at timestamp(6) not null default now(), updated_at timestamp(6) not null default now()
);

-- Where conversations come from: inboxes, and the contacts who write to them.

create table inboxes (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  name text not null,
  channel_type text not null
    check (channel_type in ('Channel::Api', 'Channel::WebWidget', 'Channel::Email')),
  -- What only this kind of channel has: webhook_url, additional_attributes, website_url, email …
  channel jsonb not null default '{}',
  -- Public name of the channel: inbox_identifier of an API inbox, website_token of a widget.
  identifier text not null unique,
  enable_auto_assignment boolean not null default true,
  greeting_enabled boolean not null default false,
  greeting_message text,
  enable_email_collect boolean not null default true,
  csat_survey_enabled boolean not null default false,
  csat_config jsonb not null default '{}',
  allow_messages_after_resolved boolean not null default true,
  lock_to_single_conversation boolean not null default false,
  working_hours_enabled boolean not null default false,
  out_of_office_message text,
  timezone text not null default 'UTC',
  sender_name_type text not null default 'friendly' check (sender_name_type in ('friendly', 'professional')),
  business_name text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);

create table working_hours (
  account_id bigint not null,
  inbox_id bigint not null,
  day_of_week smallint not null check (day_of_week between 0 and 6), -- 0 is Sunday
  closed_all_day boolean not null default false,
  open_all_day boolean not null default false,
  open_hour smallint check (open_hour between 0 and 23),
  open_minutes smallint check (open_minutes between 0 and 59),
  close_hour smallint check (close_hour between 0 and 23),
  close_minutes smallint check (close_minutes between 0 and 59),
  primary key (account_id, inbox_id, day_of_week),
  foreign key (account_id, inbox_id) references inboxes (account_id, id) on delete cascade
);

create table inbox_members (
  account_id bigint not null,
  inbox_id bigint not null,
  user_id bigint not null,
  -- When round-robin assignment last picked this member; the one picked longest ago is next.
  picked_at timestamptz,
  primary key (account_id, inbox_id, user_id),
  foreign key (account_id, inbox_id) references inboxes (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade
);
create index inbox_members_user on inbox_members (account_id, user_id);

create table agent_bot_inboxes (
  account_id bigint not null,
  inbox_id bigint not null,
  agent_bot_id bigint not null,
  status text not null default 'active' check (status in ('active', 'inactive')),
  primary key (account_id, inbox_id),
  foreign key (account_id, inbox_id) references inboxes (account_id, id) on delete cascade,
  foreign key (account_id, agent_bot_id) references account_agent_bots (account_id, agent_bot_id) on delete cascade
);

create table contacts (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  name text not null default '',
  email text,
  phone_number text,
  identifier text,
  blocked boolean not null default false,
  avatar_url text not null default '',
  additional_attributes jsonb not null default '{}',
  custom_attributes jsonb not null default '{}',
  last_activity_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index contacts_email on contacts (account_id, lower(email));
create unique index contacts_identifier on contacts (account_id, identifier);
create unique index contacts_phone on contacts (account_id, phone_number);

create table contact_inboxes (
  account_id bigint not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  inbox_id bigint not null,
  source_id text not null,
  hmac_verified boolean not null default false,
  pubsub_token text not null default encode(uuid_send(gen_random_uuid()), 'hex'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, contact_id) references contacts (account_id, id) on delete cascade,
  foreign key (account_id, inbox_id) references inboxes (account_id, id) on delete cascade
);
create unique index contact_inboxes_source on contact_inboxes (account_id, inbox_id, source_id);
create index contact_inboxes_source_only on contact_inboxes (account_id, source_id);
create index contact_inboxes_contact on contact_inboxes (account_id, contact_id);

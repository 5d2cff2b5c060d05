-- Who there is: accounts, people, bots, and the credentials they act with.

create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gin;

create table accounts (
  id bigint generated always as identity primary key,
  name text not null,
  locale text not null default 'en',
  status text not null default 'active' check (status in ('active', 'suspended')),
  domain text,
  support_email text,
  -- auto_resolve_after (minutes), auto_resolve_message, auto_resolve_ignore_waiting, auto_resolve_label
  settings jsonb not null default '{}',
  features jsonb not null default '{}',
  custom_attributes jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table users (
  id bigint generated always as identity primary key,
  name text not null,
  display_name text,
  email text not null,
  password_digest text,
  confirmed_at timestamptz,
  avatar_url text not null default '',
  message_signature text,
  ui_settings jsonb not null default '{}',
  custom_attributes jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));

-- A removed member keeps the row (removed_at), because messages and assignments go on naming them.
create table memberships (
  account_id bigint not null references accounts (id) on delete cascade,
  user_id bigint not null references users (id) on delete cascade,
  role text not null check (role in ('agent', 'administrator')),
  availability text not null default 'online' check (availability in ('online', 'offline', 'busy')),
  auto_offline boolean not null default true,
  active_at timestamptz,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, user_id)
);
create index memberships_user on memberships (user_id);

-- Who is connected right now. Losing it in a crash costs nothing: clients report every 20 seconds.
create unlogged table presence (
  account_id bigint not null,
  kind text not null check (kind in ('User', 'Contact')),
  id bigint not null,
  seen_at timestamptz not null default now(),
  primary key (account_id, kind, id)
);

-- A bot without account_id belongs to the installation and may be used by every account.
create table agent_bots (
  id bigint generated always as identity primary key,
  account_id bigint references accounts (id) on delete cascade,
  name text not null,
  description text,
  outgoing_url text,
  avatar_url text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- The bots that rows of an account may refer to: its own, and those of the installation it has used.
create table account_agent_bots (
  account_id bigint not null references accounts (id) on delete cascade,
  agent_bot_id bigint not null references agent_bots (id) on delete cascade,
  primary key (account_id, agent_bot_id)
);

-- The token itself is only here encrypted (AES-256-GCM); a request finds it by its keyed digest.
create table access_tokens (
  id bigint generated always as identity primary key,
  user_id bigint references users (id) on delete cascade,
  agent_bot_id bigint references agent_bots (id) on delete cascade,
  digest bytea not null unique,
  ciphertext bytea not null,
  created_at timestamptz not null default now(),
  check (num_nonnulls(user_id, agent_bot_id) = 1)
);
create unique index access_tokens_user on access_tokens (user_id) where user_id is not null;
create unique index access_tokens_bot on access_tokens (agent_bot_id) where agent_bot_id is not null;

create table user_sessions (
  user_id bigint not null references users (id) on delete cascade,
  client text not null,
  digest bytea not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (user_id, client)
);

create table teams (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  name text not null,
  description text,
  allow_auto_assign boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index teams_name on teams (account_id, name);

create table team_members (
  account_id bigint not null,
  team_id bigint not null,
  user_id bigint not null,
  primary key (account_id, team_id, user_id),
  foreign key (account_id, team_id) references teams (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade
);
create index team_members_user on team_members (account_id, user_id);

create table labels (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  title text not null,
  description text,
  color text not null default '#1f93ff',
  show_on_sidebar boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index labels_title on labels (account_id, title);

create table custom_attribute_definitions (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  attribute_model text not null check (attribute_model in ('conversation_attribute', 'contact_attribute')),
  attribute_key text not null,
  attribute_display_name text not null,
  attribute_display_type text not null check (attribute_display_type in
    ('text', 'number', 'currency', 'percent', 'link', 'date', 'list', 'checkbox')),
  attribute_description text,
  attribute_values jsonb not null default '[]',
  default_value text,
  regex_pattern text,
  regex_cue text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index custom_attribute_definitions_key
  on custom_attribute_definitions (account_id, attribute_model, attribute_key);

-- What accounts are run with: roles, pictures, the trail of changes, and the small records of settings.

create table custom_roles (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  name text not null,
  description text,
  -- What its holders may do beyond reading; the names are those of the wire.
  permissions text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);

alter table memberships add column custom_role_id bigint;
alter table memberships add foreign key (account_id, custom_role_id)
  references custom_roles (account_id, id) on delete set null (custom_role_id);
alter table memberships add column inviter_id bigint references users (id) on delete set null;

-- Who changed what in an account. Nothing refers to what it is about: the trail outlives the record.
create table audits (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  auditable_type text not null,
  auditable_id bigint not null,
  associated_type text,
  associated_id bigint,
  user_type text,
  user_id bigint,
  username text,
  action text not null check (action in ('create', 'update', 'destroy', 'sign_in', 'sign_out')),
  audited_changes jsonb not null default '{}',
  comment text,
  request_uuid text,
  remote_address text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (account_id, id)
);
create index audits_record on audits (account_id, auditable_type, auditable_id, id);

-- When the labels, inboxes or teams of an account last changed, in seconds; clients keep copies until then.
create table cache_keys (
  account_id bigint not null references accounts (id) on delete cascade,
  model text not null check (model in ('label', 'inbox', 'team')),
  changed_at bigint not null,
  primary key (account_id, model)
);

-- Pictures of people, contacts, inboxes and bots. Like a blob, its token is the capability in its URL.
create table avatars (
  id bigint generated always as identity primary key,
  user_id bigint unique references users (id) on delete cascade,
  agent_bot_id bigint unique references agent_bots (id) on delete cascade,
  account_id bigint,
  contact_id bigint,
  inbox_id bigint,
  key text not null unique,
  token text not null unique,
  filename text not null,
  url_name text not null,
  content_type text not null,
  byte_size bigint not null,
  checksum text not null,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  foreign key (account_id, contact_id) references contacts (account_id, id) on delete cascade,
  foreign key (account_id, inbox_id) references inboxes (account_id, id) on delete cascade,
  unique (account_id, contact_id),
  unique (account_id, inbox_id),
  check (num_nonnulls(user_id, agent_bot_id, contact_id, inbox_id) = 1),
  check ((account_id is null) = (contact_id is null and inbox_id is null))
);

-- What needs a blob that is no attachment of a message; the sweep leaves these alone.
alter table blobs add column claimed_by text
  check (claimed_by in ('contact_import', 'contact_export', 'macro', 'automation_rule'));

alter table inboxes add column avatar_url text not null default '';

alter table contacts
  add column contact_type text not null default 'visitor' check (contact_type in ('visitor', 'lead', 'customer')),
  add column middle_name text not null default '',
  add column last_name text not null default '',
  add column location text,
  add column country_code text,
  -- The customer's own labels: contacts are sorted by them as conversations are.
  add column labels text[] not null default '{}';

create table notes (
  account_id bigint not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  user_id bigint,
  content text not null,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (account_id, id),
  foreign key (account_id, contact_id) references contacts (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete set null (user_id)
);
create index notes_contact on notes (account_id, contact_id, id desc);

create table canned_responses (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  short_code text not null,
  content text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);
create unique index canned_responses_short_code on canned_responses (account_id, short_code);

create table macros (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  name text not null,
  visibility text not null default 'personal' check (visibility in ('personal', 'global')),
  actions jsonb not null default '[]',
  created_by_id bigint,
  updated_by_id bigint,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, created_by_id) references memberships (account_id, user_id) on delete set null (created_by_id),
  foreign key (account_id, updated_by_id) references memberships (account_id, user_id) on delete set null (updated_by_id)
);

-- Saved views: private to their user, or shared with the account.
create table custom_filters (
  account_id bigint not null,
  id bigint generated always as identity,
  user_id bigint not null,
  name text not null,
  filter_type text not null default 'conversation' check (filter_type in ('conversation', 'contact', 'report')),
  query jsonb not null default '{}',
  shared boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade
);
create index custom_filters_user on custom_filters (account_id, user_id, filter_type);

create table dashboard_apps (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  title text not null,
  content jsonb not null,
  user_id bigint references users (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);

create table webhooks (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  name text,
  url text not null,
  inbox_id bigint,
  subscriptions text[] not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, inbox_id) references inboxes (account_id, id) on delete cascade
);
create unique index webhooks_url on webhooks (account_id, url);

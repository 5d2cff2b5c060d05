-- Conversations, their messages, and what hangs on them.

-- Labels keep their spelling; lists find them whatever their case.
create function confab_lower_all(labels text[]) returns text[] language sql immutable parallel safe strict
  as $$ select lower(labels::text)::text[] $$;

create table conversations (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  display_id bigint not null,
  uuid uuid not null default gen_random_uuid(),
  inbox_id bigint not null,
  contact_id bigint not null,
  contact_inbox_id bigint not null,
  status smallint not null default 0 check (status between 0 and 3), -- open, resolved, pending, snoozed
  priority smallint check (priority between 0 and 3),                -- low, medium, high, urgent
  assignee_id bigint,
  assignee_agent_bot_id bigint,
  team_id bigint,
  campaign_id bigint,
  sla_policy_id bigint,
  identifier text,
  labels text[] not null default '{}',
  additional_attributes jsonb not null default '{}',
  custom_attributes jsonb not null default '{}',
  snoozed_until timestamptz,
  waiting_since timestamptz,
  first_reply_created_at timestamptz,
  agent_last_seen_at timestamptz,
  assignee_last_seen_at timestamptz,
  contact_last_seen_at timestamptz,
  last_activity_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (account_id, id),
  unique (account_id, display_id),
  foreign key (account_id, inbox_id) references inboxes (account_id, id) on delete cascade,
  foreign key (account_id, contact_id) references contacts (account_id, id) on delete cascade,
  foreign key (account_id, contact_inbox_id) references contact_inboxes (account_id, id) on delete cascade,
  foreign key (account_id, assignee_id) references memberships (account_id, user_id),
  foreign key (account_id, assignee_agent_bot_id) references account_agent_bots (account_id, agent_bot_id)
    on delete set null (assignee_agent_bot_id),
  foreign key (account_id, team_id) references teams (account_id, id) on delete set null (team_id)
) with (fillfactor = 85);

-- Every message moves last_activity_at, so each of these is written once per message: keep them few.
create index conversations_activity on conversations (account_id, last_activity_at desc, id desc);
create index conversations_status on conversations (account_id, status, last_activity_at desc, id desc);
create index conversations_inbox on conversations (account_id, inbox_id, status, last_activity_at desc, id desc);
create index conversations_assignee on conversations (account_id, assignee_id, status, last_activity_at desc, id desc)
  where assignee_id is not null;
create index conversations_unassigned on conversations (account_id, status, last_activity_at desc, id desc)
  where assignee_id is null;
create index conversations_team on conversations (account_id, team_id, status, last_activity_at desc, id desc)
  where team_id is not null;
create index conversations_created on conversations (account_id, created_at, id);
create index conversations_contact on conversations (account_id, contact_id);
create index conversations_contact_inbox on conversations (account_id, contact_inbox_id);
create index conversations_labels on conversations using gin (account_id, confab_lower_all(labels)) where labels <> '{}';
create index conversations_snoozed on conversations (snoozed_until) where status = 3 and snoozed_until is not null;

-- One sequence per account: numbers never wait for another writer's commit and never come back.
create function confab_display_ids(account_id bigint) returns text language sql immutable
  as $$ select 'display_ids_' || account_id $$;

create function confab_create_display_ids() returns trigger language plpgsql as $$
begin
  execute format('create sequence %I', confab_display_ids(new.id));
  return null;
end $$;
create trigger accounts_create_display_ids after insert on accounts
  for each row execute function confab_create_display_ids();

create function confab_drop_display_ids() returns trigger language plpgsql as $$
begin
  execute format('drop sequence if exists %I', confab_display_ids(old.id));
  return null;
end $$;
create trigger accounts_drop_display_ids after delete on accounts
  for each row execute function confab_drop_display_ids();

create function confab_set_display_id() returns trigger language plpgsql as $$
begin
  new.display_id := nextval(confab_display_ids(new.account_id)::regclass);
  return new;
end $$;
create trigger conversations_set_display_id before insert on conversations
  for each row execute function confab_set_display_id();

-- How many conversations there are per inbox, status and assignee, kept as a sum of small changes.
-- Writers only ever insert, so two of them never wait for each other; a job folds the rows together.
create table conversation_counts (
  account_id bigint not null references accounts (id) on delete cascade,
  inbox_id bigint not null,
  status smallint not null,
  assignee_id bigint,
  total bigint not null
);
create index conversation_counts_account on conversation_counts (account_id, status, inbox_id)
  include (assignee_id, total);

create function confab_count_inserted() returns trigger language plpgsql as $$
begin
  insert into conversation_counts (account_id, inbox_id, status, assignee_id, total)
  select account_id, inbox_id, status, assignee_id, count(*) from added
  group by account_id, inbox_id, status, assignee_id;
  return null;
end $$;
create trigger conversations_count_inserted after insert on conversations
  referencing new table as added for each statement execute function confab_count_inserted();

create function confab_count_deleted() returns trigger language plpgsql as $$
begin
  insert into conversation_counts (account_id, inbox_id, status, assignee_id, total)
  select r.account_id, r.inbox_id, r.status, r.assignee_id, -count(*)
  from removed r join accounts a on a.id = r.account_id
  group by r.account_id, r.inbox_id, r.status, r.assignee_id;
  return null;
end $$;
create trigger conversations_count_deleted after delete on conversations
  referencing old table as removed for each statement execute function confab_count_deleted();

create function confab_count_moved() returns trigger language plpgsql as $$
begin
  insert into conversation_counts (account_id, inbox_id, status, assignee_id, total)
  values (old.account_id, old.inbox_id, old.status, old.assignee_id, -1),
         (new.account_id, new.inbox_id, new.status, new.assignee_id, 1);
  return null;
end $$;
create trigger conversations_count_moved after update of inbox_id, status, assignee_id on conversations
  for each row when (
    (old.inbox_id, old.status, old.assignee_id) is distinct from (new.inbox_id, new.status, new.assignee_id)
  ) execute function confab_count_moved();

-- Search ignores case and accents. unaccent() is only "stable" because its dictionary could be
-- edited; we never do, so an index may rest on it.
create function confab_fold(content text) returns text language sql immutable parallel safe strict
  as $$ select lower(public.unaccent('public.unaccent'::regdictionary, content)) $$;

create table messages (
  account_id bigint not null,
  id bigint generated always as identity,
  conversation_id bigint not null,
  inbox_id bigint not null,
  message_type smallint not null check (message_type between 0 and 3), -- incoming, outgoing, activity, template
  content_type smallint not null default 0 check (content_type between 0 and 12),
  status smallint not null default 0 check (status between 0 and 3),   -- sent, delivered, read, failed
  private boolean not null default false,
  content text,
  processed_message_content text,
  source_id text,
  echo_id text,
  sender_user_id bigint,
  sender_contact_id bigint,
  sender_agent_bot_id bigint,
  content_attributes jsonb not null default '{}',
  additional_attributes jsonb not null default '{}',
  external_source_ids jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (account_id, id),
  foreign key (account_id, conversation_id) references conversations (account_id, id) on delete cascade,
  foreign key (account_id, sender_user_id) references memberships (account_id, user_id),
  foreign key (account_id, sender_contact_id) references contacts (account_id, id) on delete cascade,
  foreign key (account_id, sender_agent_bot_id) references account_agent_bots (account_id, agent_bot_id)
    on delete set null (sender_agent_bot_id),
  check (num_nonnulls(sender_user_id, sender_contact_id, sender_agent_bot_id) <= 1)
);
create index messages_conversation on messages (account_id, conversation_id, id);
create index messages_incoming on messages (account_id, conversation_id, created_at) where message_type = 0;
-- Both may be longer than an index entry can be.
create index messages_source on messages (account_id, conversation_id, md5(source_id)) where source_id is not null;
create index messages_echo on messages (account_id, conversation_id, md5(echo_id)) where echo_id is not null;
create index messages_search on messages
  using gin (account_id, confab_fold(content) gin_trgm_ops) where message_type in (0, 1);

-- A stored file. Its token is the capability in its URL: 256 bits, gone when the row is gone.
create table blobs (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  key text not null unique,
  token text not null unique,
  filename text not null,
  url_name text not null, -- the filename as it stands in URLs
  content_type text not null,
  byte_size bigint not null,
  checksum text not null, -- base64 of the MD5, as direct uploads announce it
  metadata jsonb not null default '{}',
  -- Announced by a direct upload and not yet received.
  pending boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (account_id, id)
);
create index blobs_created on blobs (created_at);

create table attachments (
  account_id bigint not null,
  id bigint generated always as identity,
  message_id bigint not null,
  file_type smallint not null check (file_type between 0 and 12),
  blob_id bigint,
  external_url text,
  fallback_title text,
  coordinates_lat double precision,
  coordinates_long double precision,
  meta jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  primary key (account_id, id),
  foreign key (account_id, message_id) references messages (account_id, id) on delete cascade,
  foreign key (account_id, blob_id) references blobs (account_id, id)
);
create index attachments_message on attachments (account_id, message_id);
create index attachments_blob on attachments (account_id, blob_id) where blob_id is not null;

create table conversation_participants (
  account_id bigint not null,
  conversation_id bigint not null,
  user_id bigint not null,
  created_at timestamptz not null default now(),
  primary key (account_id, conversation_id, user_id),
  foreign key (account_id, conversation_id) references conversations (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade
);
create index conversation_participants_user on conversation_participants (account_id, user_id);

create table mentions (
  account_id bigint not null,
  conversation_id bigint not null,
  user_id bigint not null,
  mentioned_at timestamptz not null default now(),
  primary key (account_id, conversation_id, user_id),
  foreign key (account_id, conversation_id) references conversations (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade
);
create index mentions_user on mentions (account_id, user_id);

create table drafts (
  account_id bigint not null,
  conversation_id bigint not null,
  message text not null,
  updated_at timestamptz not null default now(),
  primary key (account_id, conversation_id),
  foreign key (account_id, conversation_id) references conversations (account_id, id) on delete cascade
);

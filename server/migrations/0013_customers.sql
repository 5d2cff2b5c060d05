-- Those outside of accounts: programs of the operator, customers who rate, and what is on its way out.

-- A program that sets up accounts and people. Its token stands in access_tokens like every other.
create table platform_apps (
  id bigint generated always as identity primary key,
  name text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

alter table access_tokens add column platform_app_id bigint references platform_apps (id) on delete cascade;
alter table access_tokens drop constraint access_tokens_check;
alter table access_tokens add constraint access_tokens_owner
  check (num_nonnulls(user_id, agent_bot_id, platform_app_id) = 1);
create unique index access_tokens_platform_app on access_tokens (platform_app_id) where platform_app_id is not null;

-- What a platform app may touch: what it made, and what it was given.
create table platform_app_permissibles (
  platform_app_id bigint not null references platform_apps (id) on delete cascade,
  account_id bigint references accounts (id) on delete cascade,
  user_id bigint references users (id) on delete cascade,
  agent_bot_id bigint references agent_bots (id) on delete cascade,
  created_at timestamptz not null default now(),
  check (num_nonnulls(account_id, user_id, agent_bot_id) = 1)
);
create unique index platform_app_permissibles_account on platform_app_permissibles (platform_app_id, account_id)
  where account_id is not null;
create unique index platform_app_permissibles_user on platform_app_permissibles (platform_app_id, user_id)
  where user_id is not null;
create unique index platform_app_permissibles_bot on platform_app_permissibles (platform_app_id, agent_bot_id)
  where agent_bot_id is not null;
create index platform_app_permissibles_accounts on platform_app_permissibles (account_id) where account_id is not null;
create index platform_app_permissibles_users on platform_app_permissibles (user_id) where user_id is not null;
create index platform_app_permissibles_bots on platform_app_permissibles (agent_bot_id) where agent_bot_id is not null;

-- Deleted, and removed piece by piece: from then on it does not exist for anybody.
alter table accounts add column deleted_at timestamptz;
alter table users add column deleted_at timestamptz;
-- How much of everything the account may have, as a platform app set it: agents, inboxes …
alter table accounts add column limits jsonb not null default '{}';

-- How customers found the help they got, one answer per question.
create table csat_survey_responses (
  account_id bigint not null,
  id bigint generated always as identity,
  conversation_id bigint not null,
  message_id bigint not null,
  contact_id bigint not null,
  -- Who was assigned when the answer came.
  assigned_agent_id bigint,
  rating smallint not null check (rating between 1 and 5),
  feedback_message text,
  csat_review_notes text,
  review_notes_updated_at timestamptz,
  review_notes_updated_by_id bigint,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (account_id, id),
  unique (account_id, message_id),
  foreign key (account_id, conversation_id) references conversations (account_id, id) on delete cascade,
  foreign key (account_id, message_id) references messages (account_id, id) on delete cascade,
  foreign key (account_id, contact_id) references contacts (account_id, id) on delete cascade,
  foreign key (account_id, assigned_agent_id) references memberships (account_id, user_id)
    on delete set null (assigned_agent_id),
  foreign key (account_id, review_notes_updated_by_id) references memberships (account_id, user_id)
    on delete set null (review_notes_updated_by_id)
);
create index csat_survey_responses_created on csat_survey_responses (account_id, created_at, id);
create index csat_survey_responses_conversation on csat_survey_responses (account_id, conversation_id);
create index csat_survey_responses_contact on csat_survey_responses (account_id, contact_id);

-- The survey page knows a conversation by its uuid alone; and reports count the questions asked.
create unique index conversations_uuid on conversations (uuid);
create index messages_survey on messages (account_id, created_at) where content_type = 9;

alter table memberships add column if not exists id bigint generated always as identity;
alter table memberships add column if not exists updated_at timestamptz not null default now();

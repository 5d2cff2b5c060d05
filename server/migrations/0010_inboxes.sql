-- Inboxes as administrators set them up, and what is connected to them.

-- Files that were uploaded for their address: pictures in messages, signatures, settings.
alter table blobs drop constraint blobs_claimed_by_check;
alter table blobs add constraint blobs_claimed_by_check
  check (claimed_by in ('contact_import', 'contact_export', 'macro', 'automation_rule', 'upload'));

alter table inboxes
  add column auto_assignment_config jsonb not null default '{}',
  -- Passwords of the mailbox and the key of identity proofs, encrypted: a JSON object once decrypted.
  add column secrets bytea,
  -- An inbox on its way out is invisible at once; a job removes what it holds in many small steps.
  add column deleted_at timestamptz;

-- Two mailboxes of one address would take each other's mail, also across accounts.
create unique index inboxes_email on inboxes (lower(channel ->> 'email'))
  where channel_type = 'Channel::Email' and channel ->> 'email' is not null and deleted_at is null;

alter table agent_bots
  add column bot_type text not null default 'webhook' check (bot_type = 'webhook'),
  add column bot_config jsonb not null default '{}';
create index agent_bots_account on agent_bots (account_id);
-- What refers to a bot lets go of it when it is deleted, and must be found for that.
create index conversations_bot on conversations (account_id, assignee_agent_bot_id)
  where assignee_agent_bot_id is not null;
create index messages_bot on messages (account_id, sender_agent_bot_id) where sender_agent_bot_id is not null;
create index agent_bot_inboxes_bot on agent_bot_inboxes (account_id, agent_bot_id);

-- What deliveries are signed with, encrypted.
alter table webhooks add column secret bytea;

create table integration_hooks (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  app_id text not null,
  inbox_id bigint,
  hook_type text not null check (hook_type in ('account', 'inbox')),
  status boolean not null default true,
  -- Keys and tokens of the other side, encrypted: a JSON object once decrypted.
  settings bytea not null,
  reference_id text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, inbox_id) references inboxes (account_id, id) on delete cascade,
  check ((hook_type = 'inbox') = (inbox_id is not null))
);
create index integration_hooks_app on integration_hooks (account_id, app_id);
-- Apps that an account is connected to once, however many ask for it at the same time.
create unique index integration_hooks_single on integration_hooks (account_id, app_id)
  where app_id in ('openai', 'google_translate', 'dyte');

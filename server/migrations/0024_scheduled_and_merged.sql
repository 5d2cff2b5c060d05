-- Messages that are sent later, and conversations that were merged into others.

-- A message that waits for its instant, and what became of it. It outlives its conversation, so that whoever
-- wrote it learns that it was never sent.
create table scheduled_messages (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  conversation_id bigint,
  display_id bigint not null,                  -- of the conversation, and its inbox: what is left of a deleted one
  inbox_id bigint not null,
  user_id bigint,
  agent_bot_id bigint,
  input jsonb not null,                        -- as the message was written, without its files
  file_ids bigint[] not null default '{}',     -- its files, until a message has them
  scheduled_at timestamptz not null,
  cancel_on_reply boolean not null default false,
  expected_last_message_id bigint,
  state text not null default 'scheduled' check (state in ('scheduled', 'sent', 'held', 'failed', 'cancelled')),
  reason text,                                 -- of every other state but sent
  error text,                                  -- what the refusal said
  message_id bigint,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (account_id, id),
  foreign key (account_id, conversation_id) references conversations (account_id, id)
    on delete set null (conversation_id),
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade,
  foreign key (account_id, agent_bot_id) references account_agent_bots (account_id, agent_bot_id)
    on delete set null (agent_bot_id),
  foreign key (account_id, message_id) references messages (account_id, id) on delete set null (message_id)
);
create index scheduled_messages_conversation on scheduled_messages (account_id, conversation_id, scheduled_at);
create index scheduled_messages_author on scheduled_messages (account_id, user_id, scheduled_at);
create index scheduled_messages_message on scheduled_messages (account_id, message_id) where message_id is not null;
create index scheduled_messages_due on scheduled_messages (scheduled_at) where state = 'scheduled';
create index scheduled_messages_old on scheduled_messages (updated_at) where state <> 'scheduled';

-- Files that nothing keeps are removed by the sweep.
create function confab_release_scheduled_files() returns trigger language plpgsql as $$
begin
  update blobs set claimed_by = null
  where account_id = old.account_id and id = any(old.file_ids) and claimed_by = 'scheduled_message';
  return null;
end $$;
create trigger scheduled_messages_release_files after delete on scheduled_messages
  for each row when (old.file_ids <> '{}') execute function confab_release_scheduled_files();

-- With a conversation goes what was to be said in it.
create function confab_forget_scheduled() returns trigger language plpgsql as $$
begin
  update blobs set claimed_by = null
  where account_id = old.account_id and id = any(old.file_ids) and claimed_by = 'scheduled_message';
  new.input := '{}';
  new.file_ids := '{}';
  -- One that waits goes on waiting: at its time its author is told.
  if old.state in ('held', 'failed') then
    new.state := 'failed';
    new.reason := 'conversation_deleted';
    new.error := null;
    new.updated_at := clock_timestamp();
  end if;
  return new;
end $$;
create trigger scheduled_messages_forget before update of conversation_id on scheduled_messages
  for each row when (old.conversation_id is not null and new.conversation_id is null)
  execute function confab_forget_scheduled();

alter table blobs drop constraint blobs_claimed_by_check;
alter table blobs add constraint blobs_claimed_by_check check (claimed_by in
  ('contact_import', 'contact_export', 'macro', 'automation_rule', 'upload', 'scheduled_message'));

-- A reply of the customer cancels a message that waits. It stands on the conversation, whose row whoever writes
-- has locked and read anyway.
alter table conversations add column cancels_on_reply boolean not null default false;

-- scheduled_message_failed 9
alter table notifications drop constraint notifications_notification_type_check;
alter table notifications add constraint notifications_notification_type_check
  check (notification_type between 1 and 9);

-- A conversation that became part of another is left as a resolved stub that says where it went.
alter table conversations
  add column merged_into_id bigint,
  add foreign key (account_id, merged_into_id) references conversations (account_id, id)
    on delete set null (merged_into_id);
create index conversations_merged on conversations (account_id, merged_into_id) where merged_into_id is not null;

-- What a merge moved and changed, so that it can be undone for a day.
create table conversation_merges (
  account_id bigint not null,
  id bigint generated always as identity,
  source_id bigint not null,
  target_id bigint not null,
  message_ids bigint[] not null,
  scheduled_ids bigint[] not null,
  stub_ids bigint[] not null,         -- what was merged into the source before
  participant_ids bigint[] not null,  -- who takes part in the target by it
  mentioned_ids bigint[] not null,
  source_before jsonb not null,
  target_before jsonb not null,
  target_after jsonb not null,
  agent_seen_before timestamptz,
  assignee_seen_before timestamptz,
  seen_after timestamptz,
  merged_at timestamptz not null default clock_timestamp(),
  unmerged_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, source_id) references conversations (account_id, id) on delete cascade,
  foreign key (account_id, target_id) references conversations (account_id, id) on delete cascade
);
create index conversation_merges_source on conversation_merges (account_id, source_id);
create index conversation_merges_target on conversation_merges (account_id, target_id);
create index conversation_merges_merged on conversation_merges (merged_at);

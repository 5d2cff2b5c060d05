-- People and what they are told: teams that go, notifications, and the settings of both.

-- A team that was deleted stays until its conversations have let go of it, where nobody sees it.
alter table teams add column removed_at timestamptz;
drop index teams_name;
create unique index teams_name on teams (account_id, name) where removed_at is null;

create index audits_newest on audits (account_id, id desc);

-- What somebody is told of a conversation. There is one for each: what is newer takes its place.
create table notifications (
  account_id bigint not null,
  id bigint generated always as identity,
  user_id bigint not null,
  conversation_id bigint not null,
  -- conversation_creation 1, conversation_assignment 2, assigned_conversation_new_message 3, conversation_mention 4,
  -- participating_conversation_new_message 5, sla_missed_first_response 6, …_next_response 7, …_resolution 8
  notification_type smallint not null check (notification_type between 1 and 8),
  message_id bigint,
  secondary_user_id bigint,
  -- The event it tells of: an older one never takes its place.
  event_id bigint not null,
  read_at timestamptz,
  snoozed_until timestamptz,
  last_activity_at timestamptz not null default clock_timestamp(),
  meta jsonb not null default '{}',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (account_id, id),
  unique (account_id, user_id, conversation_id),
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade,
  foreign key (account_id, conversation_id) references conversations (account_id, id) on delete cascade,
  foreign key (account_id, message_id) references messages (account_id, id) on delete set null (message_id),
  foreign key (account_id, secondary_user_id) references memberships (account_id, user_id)
    on delete set null (secondary_user_id),
  check (num_nonnulls(message_id, secondary_user_id) <= 1)
);
create index notifications_list on notifications (account_id, user_id, last_activity_at desc, id desc);
create index notifications_unread on notifications (account_id, user_id, conversation_id)
  where read_at is null and snoozed_until is null;
create index notifications_conversation on notifications (account_id, conversation_id);
create index notifications_message on notifications (account_id, message_id) where message_id is not null;
create index notifications_snoozed on notifications (snoozed_until) where snoozed_until is not null;
create index notifications_created on notifications (created_at);

-- Events whose notifications were made: a job that runs again finds its work done.
create table notified_events (
  account_id bigint not null references accounts (id) on delete cascade,
  event_id bigint not null,
  created_at timestamptz not null default now(),
  primary key (account_id, event_id)
);
create index notified_events_created on notified_events (created_at);

-- What members want to be told by mail and by push; the names are the types above.
create table notification_settings (
  account_id bigint not null,
  id bigint generated always as identity,
  user_id bigint not null,
  email_flags text[] not null default '{conversation_assignment}',
  push_flags text[] not null default '{conversation_assignment}',
  primary key (account_id, id),
  unique (account_id, user_id),
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade
);

-- Whoever becomes a member, by whatever way, has settings; who leaves has none.
create function confab_settle_member() returns trigger language plpgsql as $$
begin
  if new.removed_at is null then
    insert into notification_settings (account_id, user_id) values (new.account_id, new.user_id)
    on conflict (account_id, user_id) do nothing;
  else
    delete from notification_settings where account_id = new.account_id and user_id = new.user_id;
  end if;
  return null;
end $$;
create trigger memberships_settle after insert or update of removed_at on memberships
  for each row execute function confab_settle_member();
insert into notification_settings (account_id, user_id)
  select account_id, user_id from memberships where removed_at is null;

-- Browsers and phones that want to be told, whichever account their person works in.
create table notification_subscriptions (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id) on delete cascade,
  subscription_type text not null check (subscription_type in ('browser_push', 'fcm')),
  subscription_attributes jsonb not null default '{}',
  identifier text not null unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index notification_subscriptions_user on notification_subscriptions (user_id);

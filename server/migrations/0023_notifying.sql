-- What is told outside of the product: by mail and by push. And work that waits for somebody to be there.

-- A mail to one person about one conversation. While it waits it collects what else happens there; it is
-- closed when its time has come.
create table notification_mails (
  account_id bigint not null,
  id bigint generated always as identity,
  user_id bigint not null,
  conversation_id bigint not null,
  -- waiting, then sending (also between two tries), and in the end sent, skipped or failed
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'skipped', 'failed')),
  -- Why it was skipped, or what the last try met.
  reason text,
  -- Oldest first: the number of the notification's type, its event, the message, who did it, and when.
  items jsonb not null,
  -- How much it tells of, also beyond the items that are kept.
  told bigint not null default 1,
  tries bigint not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (account_id, id),
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade,
  foreign key (account_id, conversation_id) references conversations (account_id, id) on delete cascade
);
create unique index notification_mails_waiting on notification_mails (account_id, user_id, conversation_id)
  where state = 'waiting';
create index notification_mails_list on notification_mails (account_id, user_id, id desc);
create index notification_mails_conversation on notification_mails (account_id, conversation_id);
create index notification_mails_created on notification_mails (created_at);

-- What became of the last push to a browser.
alter table notification_subscriptions add column last_sent_at timestamptz;
alter table notification_subscriptions add column failed_at timestamptz;
alter table notification_subscriptions add column failure text;

-- Whether the conversation became open while nobody was there to have it, and is given to whoever comes. What
-- was taken from somebody by hand is not.
alter table conversations add column awaits_agent boolean not null default false;
create index conversations_awaiting on conversations
  (account_id, inbox_id, (coalesce(waiting_since, 'infinity'::timestamptz)), id) where awaits_agent;

-- How many open conversations an agent of the inbox is given at most, or null. An import may have left anything there.
create function confab_assignment_limit(config jsonb) returns int immutable language sql as $$
  select case when config ->> 'max_assignment_limit' ~ '^[1-9][0-9]{0,8}$'
    then (config ->> 'max_assignment_limit')::int end
$$;

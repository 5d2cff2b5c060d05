-- What reports count. Nothing here refers to a conversation, an inbox, a person or a team: what
-- happened goes on counting when what it happened to is deleted.

-- How long something took, recorded in the transaction in which it was done. Seconds are whole.
create table reporting_events (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  name text not null check (name in ('first_response', 'reply_time', 'conversation_opened',
    'conversation_resolved', 'conversation_bot_resolved', 'conversation_bot_handoff')),
  value double precision not null,
  value_in_business_hours double precision not null,
  inbox_id bigint not null,
  user_id bigint,
  team_id bigint,
  conversation_id bigint not null,
  event_start_time timestamptz not null,
  event_end_time timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (account_id, id)
);
create index reporting_events_time on reporting_events (account_id, name, created_at)
  include (value, value_in_business_hours, inbox_id, user_id, team_id, conversation_id);
create index reporting_events_conversation
  on reporting_events (account_id, conversation_id, name, event_end_time);

-- A conversation as reports know it: where it came in, who has it, how it is labelled. It stays as it
-- was when the conversation is deleted, and names an agent or a team that are gone.
create table report_conversations (
  account_id bigint not null references accounts (id) on delete cascade,
  conversation_id bigint not null,
  display_id bigint not null,
  inbox_id bigint not null,
  user_id bigint,
  team_id bigint,
  labels text[] not null default '{}', -- in lower case
  created_at timestamptz not null,
  primary key (account_id, conversation_id)
);
create index report_conversations_time on report_conversations (account_id, created_at)
  include (inbox_id, user_id, team_id, conversation_id);
create index report_conversations_labels on report_conversations using gin (account_id, labels)
  where labels <> '{}';

create function confab_report_conversations() returns trigger language plpgsql as $$
begin
  insert into report_conversations
    (account_id, conversation_id, display_id, inbox_id, user_id, team_id, labels, created_at)
  select account_id, id, display_id, inbox_id, assignee_id, team_id, confab_lower_all(labels), created_at
  from added;
  return null;
end $$;
create trigger conversations_report_inserted after insert on conversations
  referencing new table as added for each statement execute function confab_report_conversations();

-- Who loses a conversation because they left the account, or because the team was deleted, had it last.
create function confab_report_moved() returns trigger language plpgsql as $$
begin
  update report_conversations r
  set inbox_id = new.inbox_id, labels = confab_lower_all(new.labels), created_at = new.created_at,
    user_id = case
      when new.assignee_id is not distinct from old.assignee_id then r.user_id
      when new.assignee_id is null and not exists (select from memberships m
        where m.account_id = old.account_id and m.user_id = old.assignee_id and m.removed_at is null)
      then r.user_id else new.assignee_id end,
    team_id = case
      when new.team_id is not distinct from old.team_id then r.team_id
      when new.team_id is null and not exists (select from teams t
        where t.account_id = old.account_id and t.id = old.team_id and t.removed_at is null)
      then r.team_id else new.team_id end
  where r.account_id = new.account_id and r.conversation_id = new.id;
  return null;
end $$;
create trigger conversations_report_moved
  after update of inbox_id, assignee_id, team_id, labels, created_at on conversations
  for each row when (
    (old.inbox_id, old.assignee_id, old.team_id, old.labels, old.created_at) is distinct from
    (new.inbox_id, new.assignee_id, new.team_id, new.labels, new.created_at)
  ) execute function confab_report_moved();

-- What customers and the team said to each other, without notes. A customer's message is its
-- assignee's, an answer its author's; the team is the one that had the conversation then.
-- One is written with every message, so it has no foreign key: checking and locking the account each time
-- would cost about as much as the row. A trigger removes the rows of an account that is deleted.
create table report_messages (
  account_id bigint not null,
  created_at timestamptz not null,
  message_id bigint not null,
  message_type smallint not null check (message_type in (0, 1)), -- incoming, outgoing
  inbox_id bigint not null,
  user_id bigint,
  team_id bigint,
  conversation_id bigint not null,
  primary key (account_id, created_at, message_id)
    include (message_type, inbox_id, user_id, team_id, conversation_id)
);

create function confab_forget_report_messages() returns trigger language plpgsql as $$
begin
  delete from report_messages where account_id = old.id;
  return null;
end $$;
create trigger accounts_forget_report_messages after delete on accounts
  for each row execute function confab_forget_report_messages();

create function confab_report_messages() returns trigger language plpgsql as $$
begin
  insert into report_messages
    (account_id, created_at, message_id, message_type, inbox_id, user_id, team_id, conversation_id)
  select m.account_id, m.created_at, m.id, m.message_type, m.inbox_id,
    case m.message_type when 0 then c.assignee_id else m.sender_user_id end, c.team_id, c.id
  from added m join conversations c on c.account_id = m.account_id and c.id = m.conversation_id
  where m.message_type in (0, 1) and not m.private;
  return null;
end $$;
create trigger messages_report_inserted after insert on messages
  referencing new table as added for each statement execute function confab_report_messages();

-- The seconds between two instants that lie within an inbox's working hours, on the clock of its time
-- zone: a day whose clocks change has 23 or 25 hours. An inbox without hours never closes, and neither
-- does a day of which nothing is known; a time zone that nobody knows is UTC.
create function confab_business_seconds(of_account bigint, of_inbox bigint, since timestamptz, until timestamptz)
returns double precision language plpgsql stable as $$
declare
  zone text;
  first timestamptz := date_trunc('second', since);
  last timestamptz := date_trunc('second', until);
begin
  select i.timezone into zone from inboxes i
  where i.account_id = of_account and i.id = of_inbox and i.working_hours_enabled;
  if not found then
    return greatest(0, extract(epoch from last - first));
  end if;
  begin
    perform first at time zone zone;
  exception when invalid_parameter_value then
    zone := 'UTC';
  end;
  return (
    select coalesce(sum(greatest(0, extract(epoch from
      least(last, span.closes at time zone zone) - greatest(first, span.opens at time zone zone)))), 0)
    from generate_series(date_trunc('day', first at time zone zone), last at time zone zone, '1 day') day
    left join working_hours h on h.account_id = of_account and h.inbox_id = of_inbox
      and h.day_of_week = extract(dow from day)
    cross join lateral (select
      case when h.inbox_id is null or h.open_all_day then day
        else day + make_interval(hours => coalesce(h.open_hour, 0), mins => coalesce(h.open_minutes, 0)) end as opens,
      case when h.inbox_id is null or h.open_all_day then day + interval '1 day'
        else day + make_interval(hours => coalesce(h.close_hour, 24), mins => coalesce(h.close_minutes, 0)) end as closes
    ) span
    where h.inbox_id is null or h.open_all_day or not h.closed_all_day);
end $$;

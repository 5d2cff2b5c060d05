-- The order of what happened: every committed event gets a position, once and for ever. Readers go by it.

create table event_log (
  account_id bigint not null, -- no foreign key: who publishes must not wait for an account that is being deleted
  position bigint not null,
  event_id bigint not null,
  primary key (account_id, position)
);
create unique index event_log_position on event_log (position);

-- What was published so far, newest last: all that `snapshot` shows, up to `position`. Rows are only added,
-- and the newest is found from the end of its index: a single row that is updated would grow slow behind a
-- long transaction that keeps its old versions alive. The oldest is the floor: what is below it was swept.
create table event_publications (
  position bigint primary key,
  snapshot pg_snapshot not null,
  published_at timestamptz not null default clock_timestamp()
);

-- Where positions come from. Another place (a backup was put back, a copy was made, a standby took over) may
-- give positions again that were shown already, so it begins another epoch, and readers are told. Ids up to
-- `after_id` came with the copy, and their xids mean nothing here.
create table event_epoch (
  single boolean primary key default true check (single),
  epoch text not null,
  place text not null,
  after_id bigint not null
);

create function confab_place() returns text language sql stable as $$
  select concat_ws('/', (select system_identifier from pg_control_system()),
    left(pg_walfile_name(pg_current_wal_insert_lsn()), 8),
    (select oid from pg_database where datname = current_database()))
$$;

-- Publishes what was committed since the last time, and gives the newest position; null when somebody else is
-- at it. What an earlier snapshot showed is published, so this looks at nothing but what came after it: new
-- xids, and the few that were open then. Within one conversation events are recorded under its row lock, so
-- that the order of their ids is theirs, and the later is never seen without the earlier.
-- To be called outside of a transaction: every statement needs a snapshot of its own, taken under the lock.
-- (The planner does not know how little is new, and would rather read the whole table.)
create function confab_publish_events() returns bigint language plpgsql
  set enable_seqscan = off set enable_bitmapscan = off as $$
declare
  place event_epoch;
  last event_publications;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('confab/publish', 0)) then
    return null;
  end if;
  -- A position that was shown must not be given again after a crash.
  if current_setting('synchronous_commit') = 'off' then
    perform set_config('synchronous_commit', 'local', true);
  end if;
  select * into place from event_epoch;
  if place.place is distinct from confab_place() then
    -- Writers finish and wait, so that everything which came from elsewhere is seen, and nothing else.
    lock table events in share mode;
    select * into last from event_publications order by position desc limit 1;
    with fresh as (
      select e.account_id, e.id from events e
      where not exists (select from event_log l where l.account_id = e.account_id and l.event_id = e.id)
    ), logged as (
      insert into event_log (account_id, position, event_id)
      select account_id, coalesce(last.position, 0) + row_number() over (order by id), id from fresh returning position
    )
    insert into event_publications (position, snapshot)
    select greatest(max(logged.position), coalesce(last.position, 0) + 1), pg_current_snapshot() from logged;
    insert into event_epoch (epoch, place, after_id)
    select left(replace(gen_random_uuid()::text, '-', ''), 12), confab_place(), coalesce(max(id), 0) from events
    on conflict (single) do update
      set epoch = excluded.epoch, place = excluded.place, after_id = excluded.after_id;
    return (select max(position) from event_publications);
  end if;
  select * into last from event_publications order by position desc limit 1;
  with fresh as materialized (
    select account_id, id from events
    where xid >= pg_snapshot_xmax(last.snapshot) and id > place.after_id
    union all
    select account_id, id from events
    where xid = any (array(select pg_snapshot_xip(last.snapshot))) and id > place.after_id
  ), logged as (
    insert into event_log (account_id, position, event_id)
    select account_id, last.position + row_number() over (order by id), id from fresh returning position
  )
  insert into event_publications (position, snapshot)
  select max(position), pg_current_snapshot() from logged having count(*) > 0;
  return (select max(position) from event_publications);
end
$$;

select confab_publish_events();

-- Who looks at which conversation, and when they last said so.
create table conversation_viewers (
  account_id bigint not null,
  conversation_id bigint not null,
  user_id bigint not null,
  since timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  primary key (account_id, conversation_id, user_id),
  foreign key (account_id, conversation_id) references conversations (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade
);
create index conversation_viewers_user on conversation_viewers (account_id, user_id);
create index conversation_viewers_seen on conversation_viewers (seen_at);

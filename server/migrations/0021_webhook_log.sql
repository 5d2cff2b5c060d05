-- What other servers are told: where, what, and what became of it.

-- An address that is told what happens. It outlives what it was set up with (no foreign keys there),
-- because the log of what was sent does.
create table webhook_endpoints (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  -- webhook: of the account; inbox: of an API inbox; agent_bot: of a bot; action: of macros and rules.
  kind text not null check (kind in ('webhook', 'inbox', 'agent_bot', 'action')),
  webhook_id bigint,
  inbox_id bigint,
  agent_bot_id bigint,
  url text not null,
  -- strict: nothing of a conversation is sent past an event that was not delivered, while it is tried.
  ordering text not null default 'lane' check (ordering in ('lane', 'strict')),
  -- What deliveries are signed with, encrypted; the one before goes on signing for a while.
  secret bytea,
  previous_secret bytea,
  previous_secret_until timestamptz,
  paused_at timestamptz,
  paused_because text check (paused_because in ('asked', 'gone', 'failing')),
  -- Since when no delivery succeeded.
  failing_since timestamptz,
  -- The receiver asked to be left alone until then.
  held_until timestamptz,
  warned_at timestamptz,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  check (num_nonnulls(webhook_id, inbox_id, agent_bot_id) = case kind when 'action' then 0 else 1 end)
);
create unique index webhook_endpoints_webhook on webhook_endpoints (account_id, webhook_id) where webhook_id is not null;
create unique index webhook_endpoints_inbox on webhook_endpoints (account_id, inbox_id) where inbox_id is not null;
create unique index webhook_endpoints_bot on webhook_endpoints (account_id, agent_bot_id) where agent_bot_id is not null;
create unique index webhook_endpoints_action on webhook_endpoints (account_id, url) where kind = 'action';

-- One event for one endpoint. The body is what is sent on every try, byte for byte.
create table webhook_deliveries (
  account_id bigint not null,
  id bigint generated always as identity, -- also the sequence that receivers see
  uuid uuid not null default gen_random_uuid(),
  endpoint_id bigint not null,
  event text not null,
  event_id bigint, -- null for a test
  conversation_id bigint,
  message_id bigint,
  -- What is sent one after the other; null for what has no order.
  lane text,
  -- It no longer holds up its lane.
  slow boolean not null default false,
  body text not null,
  state text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  attempts integer not null default 0,
  -- Of the attempts those since it was last asked for: they count for the schedule.
  tries integer not null default 0,
  next_attempt_at timestamptz default now(),
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, endpoint_id) references webhook_endpoints (account_id, id) on delete cascade
);
create unique index webhook_deliveries_uuid on webhook_deliveries (uuid);
-- Without the account, which the endpoint implies, so that nobody takes these for the way to a row by its key.
create index webhook_deliveries_endpoint on webhook_deliveries (endpoint_id, id);
create index webhook_deliveries_open on webhook_deliveries (endpoint_id, lane, id)
  where state in ('pending', 'dead');
create index webhook_deliveries_age on webhook_deliveries using brin (created_at);

create table webhook_attempts (
  account_id bigint not null,
  delivery_id bigint not null,
  number integer not null,
  started_at timestamptz not null,
  request_headers jsonb not null,
  status smallint,
  response_headers jsonb,
  response_body text,
  error text,
  -- Milliseconds from the start.
  timing jsonb not null,
  primary key (account_id, delivery_id, number),
  foreign key (account_id, delivery_id) references webhook_deliveries (account_id, id) on delete cascade
);

-- Deliveries whose lane does not know of them yet. Writers only ever insert here, so that they never
-- wait for whoever sends.
create table webhook_arrivals (
  account_id bigint not null,
  delivery_id bigint not null,
  endpoint_id bigint not null,
  lane text,
  primary key (account_id, delivery_id)
);

-- Lanes in which something waits. Who sends leases the lane, so there is one at a time: `due_at` is then
-- the end of the lease. A lane of one delivery alone names it.
create table webhook_lanes (
  account_id bigint not null,
  endpoint_id bigint not null,
  lane text not null,
  delivery_id bigint,
  due_at timestamptz not null,
  lease uuid,
  primary key (account_id, endpoint_id, lane),
  foreign key (account_id, endpoint_id) references webhook_endpoints (account_id, id) on delete cascade
) with (fillfactor = 70);
create index webhook_lanes_due on webhook_lanes (endpoint_id, due_at);

-- Whoever saves an address, a request, an import or a platform app, cannot forget its endpoint.
create function keep_webhook_endpoint(
  in_account bigint, in_kind text, in_webhook bigint, in_inbox bigint, in_bot bigint, in_url text
) returns void language plpgsql as $$
begin
  if coalesce(btrim(in_url), '') = '' then
    update webhook_endpoints e set removed_at = now()
    where e.account_id = in_account and e.removed_at is null
      and (e.webhook_id = in_webhook or e.inbox_id = in_inbox or e.agent_bot_id = in_bot);
    return;
  end if;
  -- Another address is another try: what the one before did is forgotten.
  update webhook_endpoints e set removed_at = null, url = btrim(in_url),
    paused_at = case when e.url = btrim(in_url) then e.paused_at end,
    paused_because = case when e.url = btrim(in_url) then e.paused_because end,
    failing_since = case when e.url = btrim(in_url) then e.failing_since end,
    held_until = case when e.url = btrim(in_url) then e.held_until end
  where e.account_id = in_account
    and (e.webhook_id = in_webhook or e.inbox_id = in_inbox or e.agent_bot_id = in_bot)
    and (e.url <> btrim(in_url) or e.removed_at is not null);
  insert into webhook_endpoints (account_id, kind, webhook_id, inbox_id, agent_bot_id, url)
  select in_account, in_kind, in_webhook, in_inbox, in_bot, btrim(in_url)
  where not exists (select from webhook_endpoints e where e.account_id = in_account
    and (e.webhook_id = in_webhook or e.inbox_id = in_inbox or e.agent_bot_id = in_bot))
  on conflict do nothing;
end $$;

create function webhooks_endpoint() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform keep_webhook_endpoint(old.account_id, 'webhook', old.id, null, null, null);
  else
    perform keep_webhook_endpoint(new.account_id, 'webhook', new.id, null, null, new.url);
  end if;
  return null;
end $$;
create trigger webhooks_endpoint after insert or update of url or delete on webhooks
  for each row execute function webhooks_endpoint();

create function inboxes_endpoint() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform keep_webhook_endpoint(old.account_id, 'inbox', null, old.id, null, null);
  else
    perform keep_webhook_endpoint(new.account_id, 'inbox', null, new.id, null,
      case when new.deleted_at is null then new.channel ->> 'webhook_url' end);
  end if;
  return null;
end $$;
create trigger inboxes_endpoint after insert or update of channel, deleted_at on inboxes
  for each row when (new.channel_type = 'Channel::Api') execute function inboxes_endpoint();
create trigger inboxes_endpoint_gone after delete on inboxes
  for each row when (old.channel_type = 'Channel::Api') execute function inboxes_endpoint();

-- A bot has an endpoint in each account that uses it, with a secret and a log of its own.
create function agent_bots_endpoint() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'agent_bots' then
    perform keep_webhook_endpoint(a.account_id, 'agent_bot', null, null, new.id, new.outgoing_url)
    from account_agent_bots a where a.agent_bot_id = new.id;
  elsif tg_op = 'DELETE' then
    perform keep_webhook_endpoint(old.account_id, 'agent_bot', null, null, old.agent_bot_id, null);
  else
    perform keep_webhook_endpoint(new.account_id, 'agent_bot', null, null, new.agent_bot_id, b.outgoing_url)
    from agent_bots b where b.id = new.agent_bot_id;
  end if;
  return null;
end $$;
create trigger agent_bots_endpoint after update of outgoing_url on agent_bots
  for each row execute function agent_bots_endpoint();
create trigger account_agent_bots_endpoint after insert or delete on account_agent_bots
  for each row execute function agent_bots_endpoint();

do $$ begin
  perform keep_webhook_endpoint(account_id, 'webhook', id, null, null, url) from webhooks;
  perform keep_webhook_endpoint(account_id, 'inbox', null, id, null, channel ->> 'webhook_url')
    from inboxes where channel_type = 'Channel::Api' and deleted_at is null;
  perform keep_webhook_endpoint(a.account_id, 'agent_bot', null, null, b.id, b.outgoing_url)
    from account_agent_bots a join agent_bots b on b.id = a.agent_bot_id;
end $$;

update webhook_endpoints e set secret = w.secret
from webhooks w where w.account_id = e.account_id and w.id = e.webhook_id;
alter table webhooks drop column secret;

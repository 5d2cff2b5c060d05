-- What happened, in the transaction in which it happened.

-- Ids are taken before commit, so a reader following `id` alone would miss late committers:
-- read in the order (xid, id), and only below pg_snapshot_xmin(pg_current_snapshot()).
create table events (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  name text not null,
  conversation_id bigint, -- no foreign key: the record of what happened outlives the conversation
  payload jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (account_id, id)
);
create index events_order on events (xid, id);

-- The answer to a write that carried an Idempotency-Key, stored by the write's own transaction.
create table idempotency_keys (
  account_id bigint not null references accounts (id) on delete cascade,
  actor text not null,
  key text not null,
  fingerprint bytea not null,
  status smallint not null,
  body text not null,
  created_at timestamptz not null default now(),
  primary key (account_id, actor, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);

-- Allowances that must hold across processes and restarts, one row per window.
create table allowances (
  account_id bigint not null references accounts (id) on delete cascade,
  name text not null,
  window_start timestamptz not null,
  used integer not null,
  primary key (account_id, name, window_start)
);

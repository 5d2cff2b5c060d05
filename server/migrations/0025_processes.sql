-- What several processes and machines have to agree on.

-- Attempts that are limited, by what is limited and for whom; the keys are keyed digests, because some
-- are addresses of people. Not logged: after a crash of the database everybody begins anew, and in
-- return counting costs no write to disk.
create unlogged table throttles (
  name text not null,
  key bytea not null,
  "window" bigint not null,
  used integer not null,
  expires_at timestamptz not null,
  primary key (name, key, "window")
);
create index throttles_expired on throttles (expires_at);

-- One row: by what the key is recognised that tokens are encrypted with.
create table installation (
  only_one boolean primary key default true check (only_one),
  key_fingerprint bytea not null,
  made_at timestamptz not null default now()
);

-- How people prove who they are, and what programs act with.

alter table users
  -- An address that was asked for and takes the place of `email` once its owner has confirmed it.
  add column unconfirmed_email text,
  -- Counts the passwords: whatever was signed under an earlier one is void.
  add column credentials_version integer not null default 0,
  -- The second factor; asked for at signing in once it has been switched on.
  add column otp_secret bytea,
  add column otp_enabled_at timestamptz,
  -- The last 30 seconds whose code was used: a code works once.
  add column otp_last_step bigint;

-- Whether anybody still has a password that came from elsewhere, which takes longer to check.
create index users_imported_passwords on users (id) where password_digest like '$2%';

create table backup_codes (
  user_id bigint not null references users (id) on delete cascade,
  digest bytea not null,
  primary key (user_id, digest)
);

-- One link, one signing in.
create table sso_tokens (
  digest bytea primary key,
  user_id bigint not null references users (id) on delete cascade,
  expires_at timestamptz not null
);
create index sso_tokens_user on sso_tokens (user_id);

alter table user_sessions
  add column id bigint generated always as identity unique,
  add column last_used_at timestamptz not null default now(),
  add column user_agent text not null default '',
  add column address text not null default '';

-- What programs act with. Each is a user of its own, which nobody can sign in as, in the place of a member
-- who has left: so it sees the inboxes it is a member of, and nobody can assign, mention or count it.
create table service_keys (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  user_id bigint not null,
  scopes text[] not null check (scopes <> '{}' and scopes <@ '{read,write}'),
  all_inboxes boolean not null,
  digest bytea not null unique,
  created_by_id bigint,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (account_id, id),
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade,
  foreign key (account_id, created_by_id) references memberships (account_id, user_id) on delete set null (created_by_id)
);

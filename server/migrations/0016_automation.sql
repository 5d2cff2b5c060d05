-- What is to be done by itself when something happens in a conversation.
create table automation_rules (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  name text not null,
  description text,
  event_name text not null,
  conditions jsonb not null default '[]',
  actions jsonb not null default '[]',
  active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, id)
);
create index automation_rules_event on automation_rules (account_id, event_name) where active;

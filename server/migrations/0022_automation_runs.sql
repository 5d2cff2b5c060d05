-- What automation rules did, and why they did not.

alter table automation_rules
  -- Of the rules for one event the lowest comes first; among equals the oldest.
  add column position integer not null default 0,
  -- How often in a row it could not be looked at, and why; it is switched off after the second time.
  add column failures smallint not null default 0,
  add column problem text;

create table automation_runs (
  account_id bigint not null references accounts (id) on delete cascade,
  id bigint generated always as identity,
  rule_id bigint,
  rule_name text not null, -- the log outlives the rule
  conversation_id bigint not null,
  event_id bigint not null, -- no foreign key: the log outlives the events, too
  event_name text not null,
  -- running, finished: it acts, or has acted. unmatched: a condition did not hold. skipped: it had acted too
  -- often. failed: it could not be looked at.
  status text not null check (status in ('running', 'finished', 'unmatched', 'skipped', 'failed')),
  reason text,
  conditions jsonb not null default '[]',
  actions jsonb not null default '[]',
  steps jsonb not null default '[]',
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, rule_id) references automation_rules (account_id, id) on delete set null (rule_id),
  foreign key (account_id, conversation_id) references conversations (account_id, id) on delete cascade
);
-- Once for each event, however often the job about it runs.
create unique index automation_runs_once on automation_runs (account_id, rule_id, event_id) where status <> 'unmatched';
-- Of those that did not match the last one is kept, for each rule and conversation.
create unique index automation_runs_unmatched on automation_runs (account_id, rule_id, conversation_id)
  where status = 'unmatched';
create index automation_runs_rule on automation_runs (account_id, rule_id, id desc);
create index automation_runs_conversation on automation_runs (account_id, conversation_id, id desc);
create index automation_runs_created on automation_runs (created_at);

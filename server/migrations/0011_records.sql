-- Search over contacts, and what the small records of an account need beyond their tables.

-- The text that a search for people looks in, without case and accents. It is made anew only when one
-- of these columns is written, so that a contact's last activity stays a cheap update.
alter table contacts add column folded text generated always as (confab_fold(
  coalesce(name, '') || E'\n' || coalesce(email, '') || E'\n' || coalesce(phone_number, '') || E'\n' || coalesce(identifier, '')
)) stored;
create index contacts_search on contacts using gin (account_id, folded gin_trgm_ops);

-- Null on the wire until somebody decides.
alter table labels alter column show_on_sidebar drop not null, alter column show_on_sidebar drop default;

-- A whole number on the wire.
alter table custom_attribute_definitions alter column default_value type bigint
  using case when default_value ~ '^-?[0-9]{1,15}$' then default_value::bigint end;

create index custom_filters_shared on custom_filters (account_id, filter_type, id) where shared;

-- One run of a macro over one conversation: what is to be done, how far it got, and what went wrong on
-- the way. Each action's effect is committed together with its line in `steps`.
create table macro_executions (
  account_id bigint not null,
  id bigint generated always as identity,
  macro_id bigint not null,
  conversation_id bigint not null,
  user_id bigint not null,
  actions jsonb not null,
  steps jsonb not null default '[]',
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id, macro_id) references macros (account_id, id) on delete cascade,
  foreign key (account_id, conversation_id) references conversations (account_id, id) on delete cascade,
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete cascade
);
create index macro_executions_macro on macro_executions (account_id, macro_id, id desc);
create index macro_executions_conversation on macro_executions (account_id, conversation_id);
create index macro_executions_created on macro_executions (created_at);

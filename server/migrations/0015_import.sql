-- What was brought from another desk: where each of its rows went, so that an import can be broken off
-- at any instant and repeated at will.

create table import_sources (
  id smallint generated always as identity primary key,
  -- The same for a database and its copies, wherever they are reached.
  fingerprint text not null unique,
  created_at timestamptz not null default now(),
  -- The end of the last run that came to its end.
  finished_at timestamptz
);

-- Committed with the rows themselves. Not of one account: people are shared by accounts, and a row
-- that was deleted here stays known, so that repeating the import does not bring it back.
create table import_ids (
  source_id smallint not null references import_sources (id) on delete cascade,
  kind text collate "C" not null,
  old_id bigint not null,
  new_id bigint not null,
  owner_account bigint,
  primary key (source_id, kind, old_id)
);

-- Ids that were set aside for a source before anything else could take them: its rows keep their ids
-- in (above, upto], and get new ones outside.
create table import_ranges (
  source_id smallint not null references import_sources (id) on delete cascade,
  kind text collate "C" not null,
  above bigint not null,
  upto bigint not null,
  primary key (source_id, kind, upto)
);

-- An imported conversation brings its number.
drop trigger conversations_set_display_id on conversations;
create trigger conversations_set_display_id before insert on conversations
  for each row when (new.display_id is null) execute function confab_set_display_id();

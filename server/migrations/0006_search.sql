-- The text that search looks in, kept beside the message: folding it again for every message that
-- the index proposes, or for all of them when the search is shorter than three characters, takes
-- seconds where comparing takes milliseconds.

alter table messages add column folded text
  generated always as (case when message_type in (0, 1) then confab_fold(content) end) stored;
drop index messages_search;
create index messages_search on messages using gin (account_id, folded gin_trgm_ops)
  where folded is not null;

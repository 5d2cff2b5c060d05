-- Filters count all that match, and a priority is what most of them name: counted from the index alone, a hundred
-- times as many conversations cost little more. The columns are what such filters name besides.
drop index conversations_priority;
create index conversations_priority on conversations
  (account_id, priority, status, last_activity_at desc, id desc)
  include (inbox_id, assignee_id, team_id, created_at) where priority is not null;

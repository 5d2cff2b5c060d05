-- Whoever is told something gets the number of what they have not read, of what they may open: counted each time, so
-- with thousands unread it must not look up each conversation. Its inbox, which never becomes another, says nearly
-- always that it may be opened. Null where code of before has written it: then the conversation is looked up.
alter table notifications add column inbox_id bigint;

update notifications n set inbox_id = c.inbox_id from conversations c
where c.account_id = n.account_id and c.id = n.conversation_id and n.read_at is null and n.snoozed_until is null;

drop index notifications_unread;
create index notifications_unread on notifications (account_id, user_id, conversation_id) include (inbox_id)
  where read_at is null and snoozed_until is null;

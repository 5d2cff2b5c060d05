-- Each look of autovacuum at a table has every connection plan anew whatever reads it, several times over for its
-- neighbours. What changes with every message was looked at each half minute on a busy desk, and for seconds everybody
-- waited. Plans depend on how large a table is, hardly on what changed in it: the server looks when one has doubled
-- (statistics.ts), autovacuum after so many changes more than usual.
alter table conversations set
  (autovacuum_analyze_threshold = 50000, autovacuum_vacuum_threshold = 50000, autovacuum_vacuum_insert_threshold = 50000);
alter table messages set
  (autovacuum_analyze_threshold = 50000, autovacuum_vacuum_threshold = 50000, autovacuum_vacuum_insert_threshold = 50000);
alter table contacts set
  (autovacuum_analyze_threshold = 50000, autovacuum_vacuum_threshold = 50000, autovacuum_vacuum_insert_threshold = 50000);
alter table notifications set
  (autovacuum_analyze_threshold = 50000, autovacuum_vacuum_threshold = 50000, autovacuum_vacuum_insert_threshold = 50000);
alter table events set
  (autovacuum_analyze_threshold = 50000, autovacuum_vacuum_threshold = 50000, autovacuum_vacuum_insert_threshold = 50000);
alter table event_log set
  (autovacuum_analyze_threshold = 50000, autovacuum_vacuum_threshold = 50000, autovacuum_vacuum_insert_threshold = 50000);
alter table attachments set
  (autovacuum_analyze_threshold = 50000, autovacuum_vacuum_threshold = 50000, autovacuum_vacuum_insert_threshold = 50000);
alter table blobs set
  (autovacuum_analyze_threshold = 50000, autovacuum_vacuum_threshold = 50000, autovacuum_vacuum_insert_threshold = 50000);
-- A few rows, that change all the time.
alter table presence set (autovacuum_analyze_threshold = 50000);

-- A realtime connection of a customer shows this and nothing else. Not unique: an installation may have
-- imported one source twice.
create index contact_inboxes_pubsub on contact_inboxes (pubsub_token);

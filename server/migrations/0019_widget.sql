-- The website widget.

-- Clients of the widget read the hours of its inbox as rows of their own.
alter table working_hours
  add column id bigint generated always as identity,
  add column created_at timestamptz not null default now(),
  add column updated_at timestamptz not null default now();

-- A visitor who has ended their session is not known by its token any more.
alter table contact_inboxes add column revoked_at timestamptz;

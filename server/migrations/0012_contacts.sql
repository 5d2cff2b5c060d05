-- Contacts as records of their own: merged, deleted in the background, listed by the million.

-- A deleted contact is invisible at once and gives up its name and addresses; the row goes when a job
-- has removed the conversations that refer to it.
alter table contacts add column deleted_at timestamptz;

-- Merging and deleting a contact find what it wrote; without this they would read every message.
create index messages_sender_contact on messages (account_id, sender_contact_id)
  where sender_contact_id is not null;

-- Search finds people by their company, too.
drop index contacts_search;
alter table contacts drop column folded;
alter table contacts add column folded text generated always as (confab_fold(
  coalesce(name, '') || E'\n' || coalesce(email, '') || E'\n' || coalesce(phone_number, '') || E'\n'
  || coalesce(identifier, '') || E'\n' || coalesce(additional_attributes ->> 'company_name', '')
)) stored;
create index contacts_search on contacts using gin (account_id, folded gin_trgm_ops);

-- Lists show who can be told from others ("resolved"). The conditions of these indexes stand in
-- server/src/contacts/finder.ts word for word.
create index contacts_resolved on contacts (account_id, id)
  where deleted_at is null and (email is not null or phone_number is not null or identifier is not null);
create index contacts_name on contacts (account_id, lower(name), id)
  where deleted_at is null and (email is not null or phone_number is not null or identifier is not null);
create index contacts_created on contacts (account_id, created_at, id)
  where deleted_at is null and (email is not null or phone_number is not null or identifier is not null);

-- Every message of a customer moves last_activity_at. An index on it, or an expression over it, would make
-- each of them write every index of the table anew, the trigrams first of all. So the day alone is
-- indexed: the update stays within its page but for the first of a day, and a list sorts only the
-- contacts of the days that it shows. Of those who never wrote the id is the order, and indexed.
alter table contacts set (fillfactor = 85);
alter table contacts add column active_on date
  generated always as ((last_activity_at at time zone 'UTC')::date) stored;
create index contacts_activity on contacts
  (account_id, active_on, (case when active_on is null then id end))
  where deleted_at is null and (email is not null or phone_number is not null or identifier is not null);
-- Those who never wrote stand last in both directions: the other one is no reading backwards.
create index contacts_activity_desc on contacts
  (account_id, active_on desc nulls last, (case when active_on is null then id end) desc)
  where deleted_at is null and (email is not null or phone_number is not null or identifier is not null);

create index contacts_leads on contacts (account_id, id) where contact_type = 'lead' and deleted_at is null;
create index contacts_labels on contacts using gin (account_id, confab_lower_all(labels)) where labels <> '{}';

-- A file that is only there for a while: its address works until then, and the sweep removes it.
alter table blobs add column expires_at timestamptz;
create index blobs_expiring on blobs (expires_at) where expires_at is not null;

-- A file of contacts on its way in. `position` is how many of its rows are done; it moves in the
-- transaction that does them, so that a run that died is continued where it ended.
create table contact_imports (
  account_id bigint not null,
  id bigint generated always as identity,
  user_id bigint,
  status text not null default 'pending' check (status in ('pending', 'processing', 'completed', 'failed')),
  filename text not null,
  blob_id bigint,
  report_blob_id bigint,
  total_records bigint not null default 0,
  position bigint not null default 0,
  processed_records bigint not null default 0,
  rejected_records bigint not null default 0,
  -- The names of the columns, for the report.
  header text[] not null default '{}',
  error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id) references accounts (id) on delete cascade,
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete set null (user_id),
  foreign key (account_id, blob_id) references blobs (account_id, id) on delete set null (blob_id),
  foreign key (account_id, report_blob_id) references blobs (account_id, id) on delete set null (report_blob_id)
);

-- Rows that broke a rule, as they stood in the file, until the report of them is written.
create table contact_import_rejects (
  account_id bigint not null,
  import_id bigint not null,
  position bigint not null,
  cells jsonb not null,
  errors text not null,
  primary key (account_id, import_id, position),
  foreign key (account_id, import_id) references contact_imports (account_id, id) on delete cascade
);

create table contact_exports (
  account_id bigint not null,
  id bigint generated always as identity,
  user_id bigint,
  status text not null default 'pending' check (status in ('pending', 'completed', 'failed')),
  columns text[] not null,
  -- What was asked for: a filter, or a label, or everybody.
  filter jsonb,
  label text,
  blob_id bigint,
  total_records bigint not null default 0,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (account_id, id),
  foreign key (account_id) references accounts (id) on delete cascade,
  foreign key (account_id, user_id) references memberships (account_id, user_id) on delete set null (user_id),
  foreign key (account_id, blob_id) references blobs (account_id, id) on delete set null (blob_id)
);

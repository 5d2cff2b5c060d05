-- What filters read of a custom attribute's value: NULL for a value of another type, never an error.
-- Not "strict", so that PostgreSQL inlines them.

create function confab_number(value text) returns numeric language sql immutable parallel safe
  as $$ select case when length(value) <= 100
    and value ~ '^ *[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})? *$' then value::numeric end $$;

-- Of a date and of an ISO 8601 time alike the day; a cast would fail on a 31st of February.
create function confab_day(value text) returns date language sql immutable parallel safe
  as $$ select case when value ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([T ]|$)' and value !~ '^0000' then
    case when substr(value, 9, 2)::int <= extract(day from
      make_date(left(value, 4)::int, substr(value, 6, 2)::int, 1) + interval '1 month' - interval '1 day')
    then make_date(left(value, 4)::int, substr(value, 6, 2)::int, substr(value, 9, 2)::int) end end $$;

create function confab_boolean(value text) returns boolean language sql immutable parallel safe
  as $$ select case when lower(btrim(value)) in ('true', 't', 'yes', 'y', 'on', '1') then true
    when lower(btrim(value)) in ('false', 'f', 'no', 'n', 'off', '0') then false end $$;

-- A filter on a priority (most conversations have none) counts its matches without reading the rest.
create index conversations_priority on conversations
  (account_id, priority, status, last_activity_at desc, id desc) where priority is not null;

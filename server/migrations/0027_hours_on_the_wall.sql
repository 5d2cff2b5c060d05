-- On a day whose clocks change an opening time may be there twice, or not at all. Such a day is gone through by
-- the minute, and a minute is open that the clock on the wall calls open: as whoever writes in it is answered.
create or replace function confab_business_seconds(of_account bigint, of_inbox bigint, since timestamptz, until timestamptz)
returns double precision language plpgsql stable as $$
declare
  zone text;
  first timestamptz := date_trunc('second', since);
  last timestamptz := date_trunc('second', until);
begin
  select i.timezone into zone from inboxes i
  where i.account_id = of_account and i.id = of_inbox and i.working_hours_enabled;
  if not found then
    return greatest(0, extract(epoch from last - first));
  end if;
  begin
    perform first at time zone zone;
  exception when invalid_parameter_value then
    zone := 'UTC';
  end;
  return (
    select coalesce(sum(case
      when ends - begins <> interval '24 hours' then (
        select coalesce(sum(extract(epoch from least(last, minute + interval '1 minute') - greatest(first, minute))), 0)
        from generate_series(greatest(begins, date_trunc('minute', first)),
          least(ends, last) - interval '1 second', '1 minute') minute
        cross join lateral (select minute at time zone zone as at) wall
        left join working_hours m on m.account_id = of_account and m.inbox_id = of_inbox
          and m.day_of_week = extract(dow from wall.at)
        where m.inbox_id is null or m.open_all_day
          or not m.closed_all_day
            and extract(hour from wall.at) * 60 + extract(minute from wall.at)
              >= coalesce(m.open_hour, 0) * 60 + coalesce(m.open_minutes, 0)
            and extract(hour from wall.at) * 60 + extract(minute from wall.at)
              < coalesce(m.close_hour, 24) * 60 + coalesce(m.close_minutes, 0))
      when h.inbox_id is null or h.open_all_day
        then greatest(0, extract(epoch from least(last, ends) - greatest(first, begins)))
      when not h.closed_all_day then greatest(0, extract(epoch from
        least(last, (day + make_interval(hours => coalesce(h.close_hour, 24), mins => coalesce(h.close_minutes, 0))) at time zone zone)
        - greatest(first, (day + make_interval(hours => coalesce(h.open_hour, 0), mins => coalesce(h.open_minutes, 0))) at time zone zone)))
      else 0 end), 0)
    from generate_series(date_trunc('day', first at time zone zone), last at time zone zone, '1 day') day
    cross join lateral (
      select day at time zone zone as begins, (day + interval '1 day') at time zone zone as ends) span
    left join working_hours h on h.account_id = of_account and h.inbox_id = of_inbox
      and h.day_of_week = extract(dow from day));
end $$;

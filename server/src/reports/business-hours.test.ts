import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isOutsideHours, type WorkingHour } from '../messages/working-hours.ts';
import { configure, sql } from '../../test/inside.ts';
import { createWorld } from '../../test/world.ts';

const world = await createWorld();
const { acme } = world;

type Week = Omit<WorkingHour, 'day_of_week'>[];

const closed = { closed_all_day: true, open_all_day: false };
const day = (
  open_hour: number,
  open_minutes: number,
  close_hour: number,
  close_minutes: number,
) => ({
  closed_all_day: false,
  open_all_day: false,
  open_hour,
  open_minutes,
  close_hour,
  close_minutes,
});
const never = { ...day(9, 0, 17, 0), ...closed };
const always = { ...day(9, 0, 17, 0), open_all_day: true };
/** Open on Sundays from one to four in the morning. */
const night: Week = [day(1, 0, 4, 0), ...Array.from({ length: 6 }, () => never)];
const office: Week = [never, ...Array.from({ length: 5 }, () => day(9, 0, 17, 30)), never];

async function keepHours(week: Week, timezone: string): Promise<void> {
  await configure(world, acme.support, { working_hours_enabled: true, timezone });
  await sql(world, 'delete from working_hours where account_id = $1', [acme.id]);
  await sql(
    world,
    `insert into working_hours (account_id, inbox_id, day_of_week, closed_all_day, open_all_day,
       open_hour, open_minutes, close_hour, close_minutes)
     select $1, $2, (h ->> 'd')::int, (h ->> 'closed_all_day')::bool, (h ->> 'open_all_day')::bool,
       (h ->> 'open_hour')::int, (h ->> 'open_minutes')::int, (h ->> 'close_hour')::int, (h ->> 'close_minutes')::int
     from jsonb_array_elements($3::jsonb) h`,
    [acme.id, acme.support.id, JSON.stringify(week.map((each, d) => ({ ...each, d })))],
  );
}

async function seconds(since: string, until: string): Promise<number> {
  const [found] = await sql<{ seconds: number }>(
    world,
    'select confab_business_seconds($1, $2, $3, $4) as seconds',
    [acme.id, acme.support.id, since, until],
  );
  return found?.seconds ?? Number.NaN;
}

const hours = (count: number): number => count * 3600;

// Clocks go forward in Berlin on 29 March 2026 and back on 25 October; in New York on 8 March and 1 November; on
// Lord Howe, by half an hour, on 4 October and back on 5 April.
for (const [what, week, zone, since, until, expected] of [
  ['within a day', office, 'UTC', '2026-06-01T10:00:00Z', '2026-06-01T10:00:59Z', 59],
  ['over a night', office, 'UTC', '2026-06-01T17:00:00Z', '2026-06-02T10:00:00Z', hours(1.5)],
  ['over a weekend', office, 'UTC', '2026-06-05T17:00:00Z', '2026-06-08T09:30:00Z', hours(1)],
  ['before opening', office, 'UTC', '2026-06-01T01:00:00Z', '2026-06-01T09:00:00Z', 0],
  ['a week', office, 'UTC', '2026-06-01T00:00:00Z', '2026-06-08T00:00:00Z', hours(42.5)],
  ['in Berlin', office, 'Europe/Berlin', '2026-06-01T06:00:00Z', '2026-06-01T08:00:00Z', hours(1)],
  [
    'Friday to Monday, clocks forward',
    office,
    'Europe/Berlin',
    '2026-03-27T16:00:00Z',
    '2026-03-30T08:00:00Z',
    hours(1.5),
  ],
  [
    'a day of 23 hours',
    [always, ...office.slice(1)],
    'Europe/Berlin',
    '2026-03-28T23:00:00Z',
    '2026-03-29T22:00:00Z',
    hours(23),
  ],
  [
    'a day of 25 hours',
    [always, ...office.slice(1)],
    'Europe/Berlin',
    '2026-10-24T22:00:00Z',
    '2026-10-25T23:00:00Z',
    hours(25),
  ],
  ...(
    [
      ['night, forward', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 2],
      ['night, back', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', 4],
      ['night, forward', 'America/New_York', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z', 2],
      ['night, back', 'America/New_York', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z', 4],
      [
        'night, forward',
        'Australia/Lord_Howe',
        '2026-10-03T13:30:00Z',
        '2026-10-04T13:00:00Z',
        2.5,
      ],
      ['night, back', 'Australia/Lord_Howe', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z', 3.5],
      ['night, no change', 'Asia/Kolkata', '2026-03-28T18:30:00Z', '2026-03-29T18:30:00Z', 3],
    ] as const
  ).map(
    ([what, zone, since, until, count]) =>
      [`${what} in ${zone}`, night, zone, since, until, hours(count)] as const,
  ),
  ...(
    [
      ['forward', 'America/New_York', '2026-03-06T21:00:00Z', '2026-03-09T14:00:00Z', 2.5],
      ['back', 'America/New_York', '2026-10-30T20:00:00Z', '2026-11-02T15:00:00Z', 2.5],
      ['back', 'Europe/Berlin', '2026-10-23T14:00:00Z', '2026-10-26T09:00:00Z', 2.5],
      ['forward', 'Australia/Lord_Howe', '2026-10-02T05:30:00Z', '2026-10-04T23:00:00Z', 2.5],
      ['back', 'Australia/Lord_Howe', '2026-04-03T05:00:00Z', '2026-04-05T23:30:00Z', 2.5],
    ] as const
  ).map(
    ([what, zone, since, until, count]) =>
      [
        `from Friday to Monday, ${what} in ${zone}`,
        office,
        zone,
        since,
        until,
        hours(count),
      ] as const,
  ),
  [
    'a zone that nobody knows',
    office,
    'Mars/Olympus',
    '2026-06-01T09:00:00Z',
    '2026-06-01T10:00:00Z',
    hours(1),
  ],
  ['an end before the beginning', office, 'UTC', '2026-06-01T12:00:00Z', '2026-06-01T10:00:00Z', 0],
] as const) {
  test(`business seconds ${what}`, async () => {
    await keepHours([...week], zone);
    assert.equal(await seconds(since, until), expected);
  });
}

test('an inbox without hours, or with hours that are switched off, is always open', async () => {
  await keepHours(office, 'UTC');
  await configure(world, acme.support, { working_hours_enabled: false });
  assert.equal(await seconds('2026-06-06T00:00:00.900Z', '2026-06-06T00:01:00.100Z'), 60);
});

test('business seconds are the minutes that the out-of-office rule calls open, one by one', async () => {
  const time = fc.record({ h: fc.integer({ min: 0, max: 22 }), m: fc.constantFrom(0, 15, 30, 59) });
  const someDay = fc.oneof(
    { weight: 5, arbitrary: fc.tuple(time, time).map(([a, b]) => day(a.h, a.m, b.h, b.m)) },
    { weight: 1, arbitrary: fc.constantFrom(never, always) },
  );
  const week = fc.array(someDay, { minLength: 7, maxLength: 7 });
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
  );
  const around = fc.constantFrom(
    '2026-03-07',
    '2026-03-27',
    '2026-04-03',
    '2026-06-10',
    '2026-10-03',
    '2026-10-23',
    '2026-10-31',
  );
  const span = fc.tuple(
    around,
    fc.integer({ min: 0, max: 2880 }),
    fc.integer({ min: 0, max: 3000 }),
  );
  await fc.assert(
    fc.asyncProperty(week, zone, span, async (days, timezone, [date, offset, minutes]) => {
      await keepHours(days, timezone);
      const list = days.map((each, day_of_week) => ({ ...each, day_of_week }));
      const first = Date.parse(`${date}T00:00:00Z`) + offset * 60_000;
      const open = Array.from({ length: minutes }, (_, n) => new Date(first + n * 60_000)).filter(
        (at) => !isOutsideHours(list, timezone, at),
      );
      const until = new Date(first + minutes * 60_000).toISOString();
      assert.equal(await seconds(new Date(first).toISOString(), until), open.length * 60);
    }),
    { numRuns: 40, seed: 11 },
  );
});

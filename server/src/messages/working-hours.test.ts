import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOutsideHours, type WorkingHour } from './working-hours.ts';

const day = (day_of_week: number, open: string, close: string): WorkingHour => {
  const [open_hour = 0, open_minutes = 0] = open.split(':').map(Number);
  const [close_hour = 0, close_minutes = 0] = close.split(':').map(Number);
  const hours = { open_hour, open_minutes, close_hour, close_minutes };
  return { day_of_week, closed_all_day: false, open_all_day: false, ...hours };
};
const closed = (day_of_week: number): WorkingHour => {
  return { ...day(day_of_week, '9:00', '17:30'), closed_all_day: true };
};
const openAllDay = (day_of_week: number): WorkingHour => {
  return { ...day(day_of_week, '9:00', '17:00'), open_all_day: true };
};

const office = [0, 1, 2, 3, 4, 5, 6].map((each) =>
  each === 0 || each === 6 ? closed(each) : day(each, '9:00', '17:30'),
);

// 2026-06-01 is a Monday. New York changes its clocks on 8 March and 1 November 2026, Berlin on 29 March.
for (const [what, instant, zone, outside] of [
  ['the minute before opening', '2026-06-01T08:59:59Z', 'UTC', true],
  ['the minute of opening', '2026-06-01T09:00:00Z', 'UTC', false],
  ['the last minute', '2026-06-01T17:29:59Z', 'UTC', false],
  ['the minute of closing', '2026-06-01T17:30:00Z', 'UTC', true],
  ['midnight', '2026-06-01T00:00:00Z', 'UTC', true],
  ['a Saturday noon', '2026-06-06T12:00:00Z', 'UTC', true],
  ['a Sunday noon', '2026-06-07T12:00:00Z', 'UTC', true],
  ['a morning that has come in Berlin first', '2026-06-01T07:00:00Z', 'Europe/Berlin', false],
  ['an evening that has come in Berlin first', '2026-06-01T15:30:00Z', 'Europe/Berlin', true],
  ['a Monday that is still Sunday in Honolulu', '2026-06-01T09:30:00Z', 'Pacific/Honolulu', true],
  ['a Sunday that is Monday in Auckland', '2026-05-31T21:30:00Z', 'Pacific/Auckland', false],
  ['a zone of half an hour', '2026-06-01T03:30:00Z', 'Asia/Kolkata', false],
  ['the minute before, in a zone of half an hour', '2026-06-01T03:29:00Z', 'Asia/Kolkata', true],
  ['9:00 in New York before the clocks change', '2026-03-06T14:00:00Z', 'America/New_York', false],
  ['8:59 in New York before the clocks change', '2026-03-06T13:59:00Z', 'America/New_York', true],
  ['9:00 in New York after the clocks changed', '2026-03-09T13:00:00Z', 'America/New_York', false],
  ['8:59 in New York after the clocks changed', '2026-03-09T12:59:00Z', 'America/New_York', true],
  ['9:00 in New York in winter again', '2026-11-02T14:00:00Z', 'America/New_York', false],
  ['8:00 in New York in winter again', '2026-11-02T13:00:00Z', 'America/New_York', true],
  ['an unknown zone, which is UTC', '2026-06-01T09:00:00Z', 'Mars/Olympus', false],
  ['no zone, which is UTC', '2026-06-01T17:30:00Z', '', true],
] as const) {
  test(`${what} is ${outside ? 'outside' : 'inside'} the hours`, () => {
    assert.equal(isOutsideHours(office, zone, new Date(instant)), outside);
  });
}

test('a Sunday whose clocks change keeps its hours', () => {
  const sunday = [day(0, '1:00', '4:00')];
  const at = (instant: string): boolean =>
    isOutsideHours(sunday, 'Europe/Berlin', new Date(instant));
  // In Berlin the hour from 2 to 3 does not exist on that day: 1:30, then 3:30, then 4:00.
  assert.deepEqual(
    [
      '2026-03-28T23:59:00Z',
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:30:00Z',
      '2026-03-29T02:00:00Z',
    ].map(at),
    [true, false, false, true],
  );
});

// The hours of a Sunday, from the minute before they begin to the minute in which they end, on the day whose
// clocks go forward and on that whose clocks go back. What does not exist on it begins or ends with the jump;
// what is there twice is open twice.
for (const [what, zone, open, close, instants] of [
  ['forward, hours that begin in what is left out', 'Europe/Berlin', '2:30', '9:00', {
    '2026-03-29T00:59Z': true, '2026-03-29T01:00Z': false, '2026-03-29T06:59Z': false, '2026-03-29T07:00Z': true,
  }],
  ['forward, hours that end in what is left out', 'Europe/Berlin', '0:00', '2:30', {
    '2026-03-28T22:59Z': true, '2026-03-28T23:00Z': false, '2026-03-29T00:59Z': false, '2026-03-29T01:00Z': true,
  }],
  ['back, hours that begin in what is there twice', 'Europe/Berlin', '2:30', '9:00', {
    '2026-10-25T00:29Z': true, '2026-10-25T00:30Z': false, '2026-10-25T01:00Z': true, '2026-10-25T01:29Z': true,
    '2026-10-25T01:30Z': false, '2026-10-25T07:59Z': false, '2026-10-25T08:00Z': true,
  }],
  ['back, hours that end in what is there twice', 'Europe/Berlin', '0:00', '2:30', {
    '2026-10-24T22:00Z': false, '2026-10-25T00:29Z': false, '2026-10-25T00:30Z': true, '2026-10-25T01:00Z': false,
    '2026-10-25T01:29Z': false, '2026-10-25T01:30Z': true,
  }],
  ['forward', 'America/New_York', '1:00', '4:00', {
    '2026-03-08T05:59Z': true, '2026-03-08T06:00Z': false, '2026-03-08T06:59Z': false, '2026-03-08T07:00Z': false,
    '2026-03-08T07:59Z': false, '2026-03-08T08:00Z': true,
  }],
  ['back', 'America/New_York', '1:00', '4:00', {
    '2026-11-01T04:59Z': true, '2026-11-01T05:00Z': false, '2026-11-01T05:59Z': false, '2026-11-01T06:00Z': false,
    '2026-11-01T08:59Z': false, '2026-11-01T09:00Z': true,
  }],
  ['forward by half an hour', 'Australia/Lord_Howe', '1:00', '3:00', {
    '2026-10-03T14:29Z': true, '2026-10-03T14:30Z': false, '2026-10-03T15:29Z': false, '2026-10-03T15:30Z': false,
    '2026-10-03T15:59Z': false, '2026-10-03T16:00Z': true,
  }],
  ['back by half an hour', 'Australia/Lord_Howe', '1:00', '2:00', {
    '2026-04-04T13:59Z': true, '2026-04-04T14:00Z': false, '2026-04-04T14:59Z': false, '2026-04-04T15:00Z': false,
    '2026-04-04T15:29Z': false, '2026-04-04T15:30Z': true,
  }],
  ['not at all', 'Asia/Kolkata', '1:00', '4:00', {
    '2026-03-28T19:29Z': true, '2026-03-28T19:30Z': false, '2026-03-28T22:29Z': false, '2026-03-28T22:30Z': true,
  }],
] as const) {
  test(`a Sunday in ${zone} on which clocks go ${what} is open by the clock on the wall`, () => {
    const sunday = [closed(6), day(0, open, close), closed(1)];
    const seen = Object.keys(instants).map((at) => [at, isOutsideHours(sunday, zone, new Date(at))]);
    assert.deepEqual(Object.fromEntries(seen), instants);
  });
} // prettier-ignore

test('a day that is open all day has no hours, whatever stands there', () => {
  assert.equal(isOutsideHours([openAllDay(1)], 'UTC', new Date('2026-06-01T03:00:00Z')), false);
});

test('a day of which nothing is known is open', () => {
  assert.equal(isOutsideHours([], 'UTC', new Date('2026-06-01T03:00:00Z')), false);
  assert.equal(isOutsideHours([closed(2)], 'UTC', new Date('2026-06-01T03:00:00Z')), false);
});

test('a day without an end is open until midnight', () => {
  const late: WorkingHour = { ...day(1, '9:00', '0:0'), close_hour: null, close_minutes: null };
  assert.equal(isOutsideHours([late], 'UTC', new Date('2026-06-01T23:59:00Z')), false);
  assert.equal(isOutsideHours([late], 'UTC', new Date('2026-06-01T08:00:00Z')), true);
});

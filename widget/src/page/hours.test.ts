import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkingHour } from './globals.ts';
import { clockIn, isWorking, minutesUntilWork } from './hours.ts';

const closed = { closed_all_day: true, open_all_day: false, open_hour: null, open_minutes: null, close_hour: null, close_minutes: null }; // prettier-ignore
const office = { ...closed, closed_all_day: false, open_hour: 9, open_minutes: 0, close_hour: 17, close_minutes: 0 }; // prettier-ignore
const week: WorkingHour[] = [0, 1, 2, 3, 4, 5, 6].map((day_of_week) => ({
  day_of_week,
  ...(day_of_week === 0 || day_of_week === 6 ? closed : office),
}));
const at = (day: number, hour: number, minute = 0) => ({ day, minute: hour * 60 + minute });

test('the clock is that of the inbox, whatever the visitor’s own shows', () => {
  const noon = new Date('2026-11-27T12:00:00Z');
  assert.deepEqual(clockIn('Asia/Kolkata', noon), at(5, 17, 30));
  assert.deepEqual(clockIn('America/Los_Angeles', noon), at(5, 4));
  assert.deepEqual(clockIn('Nowhere/None', noon), at(5, 12));
  assert.deepEqual(clockIn('UTC', new Date('2026-11-28T00:05:00Z')), at(6, 0, 5));
});

test('the team is there from its first minute to its last', () => {
  const cases = [[at(1, 9), true], [at(1, 17), true], [at(1, 8, 59), false], [at(1, 17, 1), false], [at(6, 12), false]] as const; // prettier-ignore
  for (const [clock, expected] of cases) assert.equal(isWorking(week, clock), expected);
  assert.equal(isWorking([{ ...office, day_of_week: 3, open_all_day: true }], at(3, 23, 59)), true);
  assert.equal(isWorking([], at(1, 12)), false);
});

test('a visitor learns when the team is back', () => {
  assert.equal(minutesUntilWork(week, at(1, 8)), 60);
  assert.equal(minutesUntilWork(week, at(5, 18)), 63 * 60);
  assert.equal(minutesUntilWork(week, at(0, 9)), 24 * 60);
  assert.equal(minutesUntilWork([], at(1, 12)), undefined);
});

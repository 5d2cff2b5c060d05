import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupingOf, groupingsFor, readReport, spanOf } from './span.ts';

const now = new Date(2026, 10, 26, 15, 30);
const at = (...parts: [number, number, number]): number => Math.floor(new Date(...parts).getTime() / 1000); // prettier-ignore

test('a report is about whole days, today included', () => {
  assert.deepEqual(spanOf({}, now), { since: at(2026, 10, 20), until: at(2026, 10, 27) });
  assert.deepEqual(spanOf({ range: 'today' }, now), { since: at(2026, 10, 26), until: at(2026, 10, 27) });
  const named = { from: '2026-02-27', to: '2026-03-01' };
  assert.deepEqual(spanOf(named, now), { since: at(2026, 1, 27), until: at(2026, 2, 2) });
}); // prettier-ignore

test('what an address says about a report survives, and nonsense is left out', () => {
  const good = { from: '2026-01-01', to: '2026-01-31', group: 'week', business: true, metric: 'reply_time', id: 3 }; // prettier-ignore
  assert.deepEqual(readReport(good), good);
  assert.deepEqual(readReport({ range: '30d', business: 'true' }), {
    range: '30d',
    business: true,
  });
  for (const bad of [{ range: 'ever' }, { from: '2026-01-01' }, { from: '2026-02-01', to: '2026-01-01' }, { from: 'x', to: 'y' }, { id: '-1' }, { id: 'x' }, { group: 'decade' }, { metric: 4 }]) {
    assert.deepEqual(readReport(bad), {}, JSON.stringify(bad));
  } // prettier-ignore
});

test('a long time is not cut into hours', () => {
  const year = spanOf({ range: '365d' }, now);
  assert.equal(groupingOf({ group: 'hour' }, year), 'month');
  assert.ok(!groupingsFor(year).includes('hour'));
  assert.equal(groupingOf({ group: 'week' }, year), 'week');
  assert.equal(groupingOf({}, spanOf({ range: 'today' }, now)), 'hour');
});

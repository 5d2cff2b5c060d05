import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  assigneeLine,
  labelLines,
  muteLine,
  priorityLine,
  statusLine,
  teamLine,
  unmuteLine,
  type Cause,
} from './activities.ts';

const ada: Cause = { by: 'actor', id: 1, name: 'Ada', type: 'User' };
const inactive = (minutes: number): Cause => ({ by: 'inactivity', minutes });

for (const [line, expected] of [
  [statusLine('resolved', ada), 'Conversation was marked resolved by Ada'],
  [statusLine('open', ada), 'Conversation was reopened by Ada'],
  [statusLine('pending', ada), 'Conversation was marked as pending by Ada'],
  [statusLine('snoozed', ada), 'Conversation was snoozed by Ada'],
  [
    statusLine('open', { by: 'customer_message' }),
    'System reopened the conversation due to a new incoming message.',
  ],
  [
    statusLine('resolved', inactive(2880)),
    'Conversation was marked resolved by system due to 2 days of inactivity',
  ],
  [
    statusLine('resolved', inactive(1440)),
    'Conversation was marked resolved by system due to 1 days of inactivity',
  ],
  [
    statusLine('resolved', inactive(1500)),
    'Conversation was marked resolved by system due to 25 hours of inactivity',
  ],
  [
    statusLine('resolved', inactive(60)),
    'Conversation was marked resolved by system due to 1 hours of inactivity',
  ],
  [
    statusLine('resolved', inactive(90)),
    'Conversation was marked resolved by system due to 90 minutes of inactivity',
  ],
  [
    statusLine('resolved', inactive(10)),
    'Conversation was marked resolved by system due to 10 minutes of inactivity',
  ],
  [priorityLine({ before: null, after: 'high' }, 'Ada'), 'Ada set the priority to high'],
  [
    priorityLine({ before: 'high', after: 'urgent' }, 'Ada'),
    'Ada changed the priority from high to urgent',
  ],
  [priorityLine({ before: 'urgent', after: null }, 'Ada'), 'Ada removed the priority'],
  [
    assigneeLine({ id: 1, name: 'Ada' }, { id: 1, name: 'Ada', type: 'User' }),
    'Ada self-assigned this conversation',
  ],
  [
    assigneeLine({ id: 1, name: 'Ada' }, { id: 1, name: 'Rex', type: 'AgentBot' }),
    'Assigned to Ada by Rex',
  ],
  [
    assigneeLine({ id: 2, name: 'Ben' }, { id: 1, name: 'Ada', type: 'User' }),
    'Assigned to Ben by Ada',
  ],
  [assigneeLine(null, { id: 1, name: 'Ada', type: 'User' }), 'Conversation unassigned by Ada'],
  [teamLine({ before: null, after: 'billing' }, null, 'Ada'), 'Assigned to billing by Ada'],
  [
    teamLine({ before: 'sales', after: 'billing' }, { id: 2, name: 'Ben' }, 'Ada'),
    'Assigned to Ben via billing by Ada',
  ],
  [teamLine({ before: 'billing', after: null }, null, 'Ada'), 'Unassigned from billing by Ada'],
  [labelLines({ before: [], after: ['a', 'b'] }, 'Ada').join('|'), 'Ada added a, b'],
  [labelLines({ before: ['c'], after: [] }, 'Ada').join('|'), 'Ada removed c'],
  [
    labelLines({ before: ['c', 'd'], after: ['d', 'a'] }, 'Ada').join('|'),
    'Ada added a|Ada removed c',
  ],
  [labelLines({ before: ['a', 'b'], after: ['b', 'a'] }, 'Ada').join('|'), ''],
  [muteLine('Ada'), 'Ada has muted the conversation'],
  [unmuteLine('Ada'), 'Ada has unmuted the conversation'],
] as const) {
  test(`the team reads: ${expected || 'nothing'}`, () => {
    assert.equal(line, expected);
  });
}

test('what happens without anybody leaves a line only where the contract has one', () => {
  for (const status of ['open', 'resolved', 'pending', 'snoozed'] as const) {
    assert.equal(statusLine(status, { by: 'system' }), undefined);
  }
  assert.equal(statusLine('pending', { by: 'customer_message' }), undefined);
  assert.equal(statusLine('open', inactive(10)), undefined);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Conversation } from '../conversation-data.ts';
import { readFilter } from './address.ts';
import { judge } from './judge.ts';

const now = Date.parse('2026-11-26T12:00:00Z');
const conversation = {
  id: 42,
  status: 'open',
  priority: null,
  inbox_id: 3,
  labels: ['vip'],
  created_at: Date.parse('2026-11-20T23:30:00Z') / 1000,
  last_activity_at: now / 1000,
  meta: { assignee: { id: 7 }, assignee_type: 'User' },
} as unknown as Conversation;

const says = (text: string, about = conversation) => judge(readFilter(text), about, now);

test('what a conversation shows is judged here as the server judges it', () => {
  for (const [text, expected] of [
    ['status.is.open.pending', true],
    ['status.not.open', false],
    ['status.is.all', true],
    ['priority.is.high', false],
    ['priority.not.high', false],
    ['priority.unset', true],
    ['assignee_id.is.7', true],
    ['assignee_id.unset', false],
    ['team_id.set', false],
    ['inbox_id.not.4', true],
    ['labels.is.vip.new', true],
    ['labels.not.new', true],
    ['labels.not.vip', false],
    ['display_id.is.42', true],
    ['created_at.over.2026-11-20', false],
    ['created_at.over.2026-11-19', true],
    ['created_at.under.2026-11-21', true],
    ['created_at.older.6', false],
    ['created_at.older.5', true],
  ] as const) {
    assert.equal(says(text), expected, text);
  }
});

test('a bot that has a conversation is no assignee', () => {
  const meta = { assignee: { id: 7 }, assignee_type: 'AgentBot' };
  const botHas = { ...conversation, meta } as unknown as Conversation;
  assert.equal(says('assignee_id.is.7', botHas), false);
  assert.equal(says('assignee_id.unset', botHas), true);
});

test('what only the server can say is left to it, unless the rest decides', () => {
  assert.equal(says('plan.is.gold'), undefined);
  assert.equal(says('display_id.has.4'), undefined);
  assert.equal(says('plan.is.gold and status.is.resolved'), false);
  assert.equal(says('plan.is.gold and status.is.open'), undefined);
  assert.equal(says('plan.is.gold or status.is.open'), true);
  assert.equal(says('plan.is.gold or status.is.resolved'), undefined);
  assert.equal(says(''), true);
});

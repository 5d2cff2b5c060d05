import { iso, jsonObject } from '../db/json.ts';

/** Run `x` in conversation `c`, as JSON. */
export const runJson = jsonObject({
  id: 'x.id',
  automation_rule_id: 'x.rule_id',
  automation_rule_name: 'x.rule_name',
  conversation_id: 'c.display_id',
  event_name: 'x.event_name',
  event_id: 'x.event_id',
  status: 'x.status',
  reason: 'x.reason',
  conditions: 'x.conditions',
  steps: 'x.steps',
  created_at: iso('x.created_at'),
  finished_at: iso('x.finished_at'),
});

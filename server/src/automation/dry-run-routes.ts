import { Type } from 'typebox';
import { lenientId } from '../conversations/queries.ts';
import { administrators, read, type Route } from '../http/route.ts';
import { Anything } from '../http/schema.ts';
import { dryRunDraft, dryRunRule } from './dry-run.ts';
import { DryRun } from './run-shapes.ts';
import { exampleRule, RuleInput } from './schema.ts';

const tag = 'Automation rules';
const description =
  'Nothing is changed or sent. What changed is asked of the event, everything else of the conversation as it is now. What rules did themselves is left out, as it triggers none.';

const bounds = {
  since: Type.Optional(
    Anything({
      description: 'From when on: unix seconds or ISO 8601. A month ago when absent.',
      examples: ['2026-11-01'],
      as: Type.String(),
    }),
  ),
  limit: Type.Optional(
    Type.Integer({
      description: 'How many occasions are looked at, the newest first: 1 to 200, 50 when absent.',
      examples: [50],
    }),
  ),
};

const unsaved = Type.Object({ ...RuleInput.properties, ...bounds });

export const automationDryRunRoutes: Route[] = [
  read({
    method: 'POST',
    path: '/automation_rules/dry_run',
    access: administrators,
    summary: 'Try an automation rule that is not saved',
    description,
    tag,
    operation: 'tryAutomationRule',
    input: unsaved,
    output: DryRun,
    examples: { request: { ...exampleRule, limit: 20 } },
    handle: async ({ db, actor, input }) => dryRunDraft(db, actor, input),
  }),
  read({
    method: 'POST',
    path: '/automation_rules/:automation_rule_id/dry_run',
    access: administrators,
    summary: 'Try an automation rule on what happened',
    description,
    tag,
    operation: 'trySavedAutomationRule',
    input: Type.Object(bounds),
    output: DryRun,
    examples: { request: { limit: 20 } },
    handle: async ({ db, actor, params, input }) =>
      dryRunRule(db, actor, { id: lenientId(params['automation_rule_id']), ...input }),
  }),
];

import { lenientId } from '../conversations/queries.ts';
import { administrators, members, read, type Route } from '../http/route.ts';
import { pageNumber } from '../http/schema.ts';
import { runsInConversation, runsOfRule } from './log.ts';
import { AutomationRuns, RunsInput } from './run-shapes.ts';

const tag = 'Automation rules';
const kept =
  'What rules did is kept for 90 days. Of those that did nothing the last time is kept for two days, for each rule and conversation.';

export const automationLogRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/conversations/:conversation_id/automation_runs',
    access: members,
    summary: 'List what rules did in a conversation',
    description: kept,
    tag,
    operation: 'listConversationAutomationRuns',
    input: RunsInput,
    output: AutomationRuns,
    handle: async ({ db, actor, params, input }) =>
      runsInConversation(db, actor, {
        id: params['conversation_id'],
        page: pageNumber(input.page),
        status: input.status,
      }),
  }),
  read({
    method: 'GET',
    path: '/automation_rules/:automation_rule_id/runs',
    access: administrators,
    summary: 'List what a rule did',
    description: kept,
    tag,
    operation: 'listAutomationRuleRuns',
    input: RunsInput,
    output: AutomationRuns,
    handle: async ({ db, actor, params, input }) =>
      runsOfRule(db, actor, {
        id: lenientId(params['automation_rule_id']),
        page: pageNumber(input.page),
        status: input.status,
      }),
  }),
];

import { lenientId } from '../conversations/queries.ts';
import { administrators, read, write, type Route } from '../http/route.ts';
import { cloneRule, createRule, removeRule, updateRule } from './automation.ts';
import { listRules, showRule, showWrappedRule } from './queries.ts';
import { AutomationRule, exampleRule, RuleInput, RuleList, WrappedRule } from './schema.ts';

const tag = 'Automation rules';
const path = '/automation_rules';
const one = `${path}/:automation_rule_id`;

const idIn = (params: Record<string, string>): number | null =>
  lenientId(params['automation_rule_id']);

export const automationRoutes: Route[] = [
  read({
    method: 'GET',
    path,
    access: administrators,
    summary: 'List the automation rules',
    tag,
    output: RuleList,
    handle: async ({ db, actor }) => listRules(db, actor.account_id),
  }),
  write({
    method: 'POST',
    path,
    access: administrators,
    summary: 'Make an automation rule',
    description: 'The answer is the rule itself; every other endpoint has it under `payload`.',
    tag,
    input: RuleInput,
    output: AutomationRule,
    examples: { request: exampleRule },
    handle: async ({ tx, actor, platform, input }) =>
      showRule(tx, actor.account_id, await createRule(tx, { actor, platform }, input)),
  }),
  read({
    method: 'GET',
    path: one,
    access: administrators,
    summary: 'Show an automation rule',
    tag,
    output: WrappedRule,
    handle: async ({ db, actor, params }) => showWrappedRule(db, actor.account_id, idIn(params)),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: one,
    access: administrators,
    summary: 'Change an automation rule',
    tag,
    input: RuleInput,
    output: WrappedRule,
    examples: { request: { active: false } },
    handle: async ({ tx, actor, platform, params, input }) => {
      const id = await updateRule(tx, { actor, platform }, { id: idIn(params), input });
      return showWrappedRule(tx, actor.account_id, id);
    },
  }),
  write({
    method: 'POST',
    path: `${one}/clone`,
    access: administrators,
    summary: 'Copy an automation rule',
    description: 'The copy is not active, and has no files: what sends one is left out.',
    tag,
    operation: 'cloneAutomationRule',
    output: WrappedRule,
    handle: async ({ tx, actor, params }) => {
      const id = await cloneRule(tx, actor, idIn(params));
      return showWrappedRule(tx, actor.account_id, id);
    },
  }),
  write({
    method: 'DELETE',
    path: one,
    access: administrators,
    summary: 'Delete an automation rule',
    tag,
    handle: async ({ tx, actor, params }) => removeRule(tx, actor, idIn(params)),
  }),
];

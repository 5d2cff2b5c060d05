import type { Shape } from '@confab/client';
import { RULE_EVENTS, type RuleEvent } from './condition-language.ts';

type Rule = Shape<'AutomationRule'>;

/** Those for an event, in the order in which they act. */
export function rulesByEvent(rules: readonly Rule[]): { event: string; rules: Rule[] }[] {
  const groups = Map.groupBy(rules, ({ event_name }) => event_name);
  const rank = (event: string): number => RULE_EVENTS.indexOf(event as RuleEvent) >>> 0;
  return [...groups]
    .map(([event, group]) => ({
      event,
      rules: group.toSorted((a, b) => a.position - b.position || a.id - b.id),
    }))
    .toSorted((a, b) => rank(a.event) - rank(b.event));
}

/** The rules whose position has to change so that they act in this order. */
export function repositioned(ordered: readonly Rule[]): { id: number; position: number }[] {
  return ordered
    .map(({ id, position }, index) => ({ id, position: index + 1, before: position }))
    .filter(({ position, before }) => position !== before)
    .map(({ id, position }) => ({ id, position }));
}

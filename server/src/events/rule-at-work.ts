import { AsyncLocalStorage } from 'node:async_hooks';
import type { RuleAtWork } from './events.ts';

const rule = new AsyncLocalStorage<number>();

/**
 * Whatever is recorded while `work` runs is the rule's doing, even what names nobody: a question that
 * an inbox asks by itself because the rule resolved the conversation.
 */
export const atWork = async <T>(rule_id: number, work: () => Promise<T>): Promise<T> =>
  rule.run(rule_id, work);

export function ruleAtWork(): RuleAtWork {
  const rule_id = rule.getStore();
  return rule_id === undefined ? {} : { rule_id };
}

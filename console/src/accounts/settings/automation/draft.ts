import type { Shape } from '@confab/client';
import {
  draftAction,
  draftActions,
  isComplete as isCompleteAction,
  wireActions,
  type DraftAction,
} from '../actions/action-language.ts';
import {
  draftConditions,
  isCompleteCondition,
  wireConditions,
  type Definition,
  type DraftCondition,
} from './condition-language.ts';

/** A rule as it is being written. */
export interface DraftRule {
  name: string;
  description: string;
  event_name: string;
  active: boolean;
  conditions: DraftCondition[];
  actions: DraftAction[];
}

/** A saved rule to be changed, or a new one. */
export function draftOf(rule: Shape<'AutomationRule'> | undefined): DraftRule {
  return {
    name: rule?.name ?? '',
    description: rule?.description ?? '',
    event_name: rule?.event_name ?? 'message_created',
    active: rule?.active ?? true,
    conditions: draftConditions(rule?.conditions ?? []),
    actions: rule === undefined ? [draftAction('assign_agent')] : draftActions(rule.actions),
  };
}

/** Whether conditions and actions have all that they take: enough to try it. */
export const canBeTried = (
  { conditions, actions }: DraftRule,
  definitions: readonly Definition[],
): boolean =>
  conditions.every((each) => isCompleteCondition(each, definitions)) &&
  actions.every(isCompleteAction);

/** Whether it can be saved. */
export const isComplete = (draft: DraftRule, definitions: readonly Definition[]): boolean =>
  draft.name.trim() !== '' && draft.actions.length > 0 && canBeTried(draft, definitions);

/** As the API takes it. */
export const bodyOf = (draft: DraftRule, definitions: readonly Definition[]) => ({
  name: draft.name.trim(),
  description: draft.description,
  event_name: draft.event_name,
  active: draft.active,
  conditions: wireConditions(draft.conditions, definitions),
  actions: wireActions(draft.actions),
});

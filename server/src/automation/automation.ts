import { filesOf, ownFiles } from '../actions/files.ts';
import { releaseFiles } from '../actions/queries.ts';
import { readActions } from '../actions/rules.ts';
import type { Action } from '../actions/schema.ts';
import { audit, differences } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import type { Db, Tx } from '../db/pool.ts';
import { HttpError, invalidFields } from '../errors.ts';
import { insideOf } from '../http/refuse-inside.ts';
import type { Platform } from '../platform.ts';
import { understandRules } from './conditions.ts';
import { deleteRule, insertRule, lockRule, saveRule, type Rule } from './queries.ts';
import { RULE_ACTIONS, RULE_EVENTS } from './rules.ts';
import type { RuleInput } from './schema.ts';

const changeable = [
  'name',
  'description',
  'event_name',
  'conditions',
  'actions',
  'active',
  'position',
] as const;

const owner = 'automation_rule' as const;

interface Caller {
  actor: Actor;
  platform: Platform;
}

/** Makes a rule; returns its id. Throws 422 naming what is wrong. */
export async function createRule(tx: Tx, by: Caller, input: RuleInput): Promise<number> {
  const { account_id } = by.actor;
  const parts = { ...everything, isInside: insideOf(by.platform.config) };
  const { actions, ...read } = await checked(tx, account_id, draftOf(input), parts);
  const owned = await ownFiles(tx, by.platform, { account_id, owner, actions, had: [] });
  const rule = { ...read, actions: owned };
  const id = await insertRule(tx, account_id, rule);
  await audit(tx, by.actor, { type: 'AutomationRule', id, action: 'create', changes: { ...rule } });
  return id;
}

/** A rule as it was sent, with what is usual for what was not. */
export const draftOf = (input: RuleInput): Draft => ({
  name: input.name ?? '',
  description: input.description ?? null,
  event_name: input.event_name ?? '',
  conditions: input.conditions ?? [],
  actions: input.actions ?? [],
  active: input.active ?? true,
  position: input.position ?? 0,
});

/**
 * Changes a rule; what is absent stays, and is not looked at: what has lost its meaning, or was imported,
 * can be switched off and renamed all the same. To be switched on, the conditions must have one.
 */
export async function updateRule(
  tx: Tx,
  { actor, platform }: Caller,
  { id, input }: { id: number | null; input: RuleInput },
): Promise<number> {
  const { account_id } = actor;
  const before = await lockRule(tx, account_id, id);
  const given = Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined),
  );
  const parts = {
    conditions: input.conditions !== undefined || input.active === true,
    actions: input.actions !== undefined,
    isInside: insideOf(platform.config),
  };
  const after = { ...before, ...(await checked(tx, account_id, { ...before, ...given }, parts)) };
  if (parts.actions) {
    const had = filesOf(before.actions);
    after.actions = await ownFiles(tx, platform, {
      account_id,
      owner,
      actions: after.actions,
      had,
    });
    const kept = new Set(filesOf(after.actions));
    const gone = had.filter((file) => !kept.has(file));
    await releaseFiles(tx, { account_id, owner }, gone);
  }
  await saveRule(tx, account_id, { rule: after, mended: parts.conditions });
  const changes = differences(before, after, changeable);
  await audit(tx, actor, { type: 'AutomationRule', id: before.id, action: 'update', changes });
  return before.id;
}

/**
 * A copy that begins inactive, so that nothing is done twice before somebody looked at it. It has no
 * files, and so nothing of what sends them (contract: platform §4.9).
 */
export async function cloneRule(tx: Tx, actor: Actor, id: number | null): Promise<number> {
  const { id: original, ...rule } = await lockRule(tx, actor.account_id, id);
  const actions = rule.actions.filter(({ action_name }) => action_name !== 'send_attachment');
  const copied = { ...rule, actions, active: false };
  const copy = await insertRule(tx, actor.account_id, copied);
  const changes = { ...copied, cloned_from: original };
  await audit(tx, actor, { type: 'AutomationRule', id: copy, action: 'create', changes });
  return copy;
}

export async function removeRule(tx: Tx, actor: Actor, id: number | null): Promise<void> {
  const { account_id } = actor;
  const { id: found, ...rule } = await lockRule(tx, account_id, id);
  await deleteRule(tx, account_id, found);
  await releaseFiles(tx, { account_id, owner }, filesOf(rule.actions));
  await audit(tx, actor, { type: 'AutomationRule', id: found, action: 'destroy', changes: rule });
}

/** A rule of which nothing was looked at yet. */
type Draft = Omit<Rule, 'id' | 'actions' | 'conditions'> & {
  actions: unknown;
  conditions: unknown;
};

interface Parts {
  conditions: boolean;
  actions: boolean;
  /** Which addresses its actions may not call, when the rule is to be saved. */
  isInside?: (url: string) => boolean;
}

const everything: Parts = { conditions: true, actions: true };

/** The rule with its actions read. Throws 422 naming what is wrong with these parts of it. */
export async function checked(
  db: Db,
  account_id: number,
  draft: Draft,
  parts = everything,
): Promise<Omit<Rule, 'id'>> {
  if (draft.name.trim() === '') throw invalidFields([['name', "can't be blank"]]);
  if (!RULE_EVENTS.includes(draft.event_name as never)) {
    throw invalidFields([['event_name', `must be one of ${RULE_EVENTS.join(', ')}`]]);
  }
  const [understood] = parts.conditions
    ? await understandRules(db, account_id, [draft.conditions])
    : [];
  const read = parts.actions
    ? readActions(draft.actions, {
        allowed: RULE_ACTIONS,
        what: 'Automation',
        isInside: parts.isInside,
      })
    : { actions: draft.actions as Action[] };
  const problems = {
    ...(understood !== undefined && 'problem' in understood
      ? { conditions: [understood.problem] }
      : {}),
    ...('problem' in read ? { actions: [read.problem] } : {}),
  };
  if ('problem' in read || Object.keys(problems).length > 0) {
    throw new HttpError(422, { error: problems });
  }
  return { ...draft, conditions: draft.conditions as Rule['conditions'], actions: read.actions };
}

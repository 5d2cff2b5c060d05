import type { Conversation } from '../conversations/queries.ts';
import { parseLabels } from '../conversations/rules.ts';
import { PRIORITIES, type Status } from '../conversations/enums.ts';

/** What a merge unites, and an un-merge puts back. Instants as JSON has them. */
export interface Values {
  status: Status;
  snoozed_until: string | null;
  priority: Conversation['priority'];
  assignee_id: number | null;
  assignee_agent_bot_id: number | null;
  team_id: number | null;
  labels: string[];
  custom_attributes: Record<string, unknown>;
  waiting_since: string | null;
  first_reply_created_at: string | null;
  awaits_agent: boolean;
}

const text = (date: Date | null): string | null => date?.toISOString() ?? null;

export const valuesOf = (of: Conversation): Values => ({
  status: of.status,
  snoozed_until: text(of.snoozed_until),
  priority: of.priority,
  assignee_id: of.assignee_id,
  assignee_agent_bot_id: of.assignee_agent_bot_id,
  team_id: of.team_id,
  labels: of.labels,
  custom_attributes: of.custom_attributes,
  waiting_since: text(of.waiting_since),
  first_reply_created_at: text(of.first_reply_created_at),
  awaits_agent: of.awaits_agent,
});

// What needs somebody soonest first.
const urgency: readonly Status[] = ['open', 'pending', 'snoozed', 'resolved'];

const earliest = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b < a) ? b : a;

/**
 * What the target becomes. Nothing that somebody waits for is lost: it is as open as the more urgent of
 * the two, and whoever waited in either waits. What it has itself stays: its assignee and team, and of
 * two values of one attribute its own.
 */
export function united(target: Values, source: Values): Values {
  const status =
    urgency.indexOf(source.status) < urgency.indexOf(target.status) ? source.status : target.status;
  const isFree =
    target.assignee_id === null && target.assignee_agent_bot_id === null && target.team_id === null;
  const rank = ({ priority }: Values): number =>
    priority === null ? -1 : PRIORITIES.indexOf(priority);
  return {
    status,
    snoozed_until: status === 'snoozed' ? (target.snoozed_until ?? source.snoozed_until) : null,
    priority: rank(source) > rank(target) ? source.priority : target.priority,
    assignee_id: isFree ? source.assignee_id : target.assignee_id,
    assignee_agent_bot_id: target.assignee_agent_bot_id,
    team_id: isFree ? source.team_id : target.team_id,
    labels: parseLabels([...target.labels, ...source.labels]),
    custom_attributes: { ...source.custom_attributes, ...target.custom_attributes },
    waiting_since:
      status === 'resolved' ? null : earliest(target.waiting_since, source.waiting_since),
    first_reply_created_at: earliest(target.first_reply_created_at, source.first_reply_created_at),
    awaits_agent: target.awaits_agent,
  };
}

/** A merge as far as it is a change of its target. */
export interface Union {
  source_before: Values;
  target_before: Values;
  target_after: Values;
}

interface Undoing<U extends Union> {
  undone: Union;
  /** Those into the same target after it, oldest first. */
  later: readonly U[];
  /** The target now. */
  now: Values;
  /** When a customer wrote in the target first since then. */
  arrived: string | null;
}

/**
 * What the target becomes when a source is taken out of it, and what the later merges are then: as if it had
 * never been merged. What somebody has changed by hand stays. A customer who has written since waits,
 * and keeps the conversation open.
 */
export function separated<U extends Union>({ undone, later, now, arrived }: Undoing<U>) {
  let [was, is] = [undone.target_after, undone.target_before];
  const rest: U[] = [];
  for (const each of later) {
    const target_before = carried(each.target_before, was, is);
    const [then, instead] = [each.target_before, target_before].map((before) =>
      united(before, each.source_before),
    ) as [Values, Values];
    const target_after = carried(each.target_after, then, instead);
    [was, is] = [each.target_after, target_after];
    rest.push({ ...each, target_before, target_after });
  }
  const left = carried(now, was, is);
  if (arrived !== null) {
    left.status = now.status;
    left.snoozed_until = now.snoozed_until;
    if (now.status !== 'resolved') left.waiting_since ??= arrived;
  }
  return { left, later: rest };
}

/** The values, with what they have of `was` as it `is` instead. */
function carried(values: Values, was: Values, is: Values): Values {
  const names = Object.keys(values) as (keyof Values)[];
  const result = Object.fromEntries(
    names.map((name) => [name, same(values[name], was[name]) ? is[name] : values[name]]),
  ) as unknown as Values;
  const gone = (label: string): boolean => has(was.labels, label) && !has(is.labels, label);
  result.labels = values.labels.filter((label) => !gone(label));
  result.custom_attributes = { ...values.custom_attributes };
  for (const [key, value] of Object.entries(was.custom_attributes)) {
    if (!same(values.custom_attributes[key], value)) continue;
    if (Object.hasOwn(is.custom_attributes, key))
      result.custom_attributes[key] = is.custom_attributes[key];
    else delete result.custom_attributes[key];
  }
  return result;
}

const has = (labels: readonly string[], label: string): boolean =>
  labels.some((each) => each.toLowerCase() === label.toLowerCase());

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

import type { Conversation } from '../conversation-data.ts';
import type { Condition, Filter } from './language.ts';

type Facts = (conversation: Conversation) => (string | number | null | undefined)[];

// What a conversation has for each key, as the server compares it.
const facts: Record<string, Facts> = {
  status: ({ status }) => [status],
  priority: ({ priority }) => [priority],
  assignee_id: ({ meta }) => [meta.assignee_type === 'AgentBot' ? null : meta.assignee?.id],
  inbox_id: ({ inbox_id }) => [inbox_id],
  team_id: ({ meta }) => [meta.team?.id],
  display_id: ({ id }) => [id],
  labels: ({ labels }) => labels,
};

const times: Record<string, (conversation: Conversation) => number> = {
  created_at: ({ created_at }) => created_at,
  last_activity_at: ({ last_activity_at }) => last_activity_at,
};

const DAY = 24 * 60 * 60 * 1000;
const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

/** Times are compared by their day in UTC. */
function judgeTime(seconds: number, { operator, values: [value = ''] }: Condition, now: number): boolean | undefined {
  const day = dayOf(seconds * 1000);
  if (operator === 'days_before') {
    return /^\d{1,5}$/.test(value) ? day < dayOf(now - Number(value) * DAY) : undefined;
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  if (operator === 'is_greater_than') return day > value;
  return operator === 'is_less_than' ? day < value : undefined;
} // prettier-ignore

function judgeCondition(condition: Condition, conversation: Conversation, now: number): boolean | undefined {
  const { key, operator, values } = condition;
  const time = times[key];
  if (time !== undefined) return judgeTime(time(conversation), condition, now);
  const found = facts[key]?.(conversation)
    .filter((fact) => fact !== null && fact !== undefined)
    .map(String);
  if (found === undefined) return undefined;
  if (key === 'status' && values.includes('all')) return operator === 'equal_to';
  const isOne = found.some((fact) => values.includes(fact));
  switch (operator) {
    case 'equal_to':
      return isOne;
    case 'not_equal_to':
      // Who has none is not different from one, except among labels.
      return !isOne && (found.length > 0 || key === 'labels');
    case 'is_present':
      return found.length > 0;
    case 'is_not_present':
      return found.length === 0;
    default:
      return undefined;
  }
} // prettier-ignore

/** Whether a conversation meets a filter; undefined where only the server can say. */
export function judge(
  filter: Filter,
  conversation: Conversation,
  now = Date.now(),
): boolean | undefined {
  // prettier-ignore
  if (filter.length === 0) return true;
  const groups = filter.map((group) => {
    const judged = group.map((condition) => judgeCondition(condition, conversation, now));
    return judged.includes(false) ? false : judged.includes(undefined) ? undefined : true;
  });
  return groups.includes(true) ? true : groups.includes(undefined) ? undefined : false;
}

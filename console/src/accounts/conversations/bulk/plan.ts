import type { Conversation } from '../conversation-data.ts';

/** One change to many conversations, as the API takes it. Null takes somebody or a team away; seconds for times. */
export interface BulkChange {
  fields?: {
    status?: Conversation['status'];
    assignee_id?: number | null;
    team_id?: number | null;
  };
  labels?: { add?: string[]; remove?: string[] };
  snoozed_until?: number;
}

/** Of a conversation, what a change can be compared with. */
export interface Known extends Pick<Conversation, 'id' | 'status' | 'snoozed_until' | 'labels'> {
  meta: {
    assignee?: { id: number } | null;
    assignee_type?: string | null;
    team?: { id: number } | null;
  };
}

export interface Step {
  ids: number[];
  change: BulkChange;
}

const assigneeOf = ({ meta }: Known): number | null =>
  meta.assignee_type === 'AgentBot' ? null : (meta.assignee?.id ?? null);

const teamOf = ({ meta }: Known): number | null => meta.team?.id ?? null;

function differs(conversation: Known, { fields = {}, labels = {} }: BulkChange): boolean {
  const { status, assignee_id, team_id } = fields;
  const has = (label: string): boolean => conversation.labels.includes(label);
  return (
    // Whoever is snoozed may be snoozed until another time.
    (status !== undefined && (status === 'snoozed' || status !== conversation.status)) ||
    (assignee_id !== undefined &&
      (assignee_id !== assigneeOf(conversation) ||
        (assignee_id === null && conversation.meta.assignee != null))) ||
    (team_id !== undefined && team_id !== teamOf(conversation)) ||
    (labels.add ?? []).some((label) => !has(label)) ||
    (labels.remove ?? []).some(has)
  );
}

/** Those that a change would change. */
export const plan = <T extends Known>(conversations: readonly T[], change: BulkChange): T[] =>
  conversations.filter((each) => differs(each, change));

/** What gives one conversation back what it had. */
function backTo(before: Known, { fields = {}, labels }: BulkChange): BulkChange {
  const back: BulkChange = {};
  if (fields.status !== undefined) {
    back.fields = { status: before.status };
    if (before.status === 'snoozed' && before.snoozed_until != null)
      back.snoozed_until = Math.floor(new Date(before.snoozed_until).getTime() / 1000);
  }
  if (fields.assignee_id !== undefined)
    back.fields = { ...back.fields, assignee_id: assigneeOf(before) };
  if (fields.team_id !== undefined) back.fields = { ...back.fields, team_id: teamOf(before) };
  if (labels !== undefined) {
    back.labels = {
      add: (labels.remove ?? []).filter((label) => before.labels.includes(label)),
      remove: (labels.add ?? []).filter((label) => !before.labels.includes(label)),
    };
  }
  return back;
}

/** What takes a change back; those that had the same are one step. */
export function undoOf(before: readonly Known[], change: BulkChange): Step[] {
  const steps = new Map<string, Step>();
  for (const each of before) {
    const back = backTo(each, change);
    const key = JSON.stringify(back);
    const step = steps.get(key) ?? { ids: [], change: back };
    step.ids.push(each.id);
    steps.set(key, step);
  }
  return [...steps.values()];
}

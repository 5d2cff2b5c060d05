import type { Performer } from '../events/events.ts';
import type { Priority, Status } from './enums.ts';

/** Who or what made a change, as far as the lines about it differ. */
export type Cause =
  | { by: 'actor'; name: string; id: number; type: Performer['type'] }
  | { by: 'customer_message' }
  | { by: 'customer'; name: string }
  | { by: 'inactivity'; minutes: number }
  | { by: 'failing_bot' }
  | { by: 'system' };

interface Sides<T> {
  before: T;
  after: T;
}

const statusTexts: Record<Status, (actor: string) => string> = {
  resolved: (actor) => `Conversation was marked resolved by ${actor}`,
  open: (actor) => `Conversation was reopened by ${actor}`,
  pending: (actor) => `Conversation was marked as pending by ${actor}`,
  snoozed: (actor) => `Conversation was snoozed by ${actor}`,
};

/** The line about a new status, or undefined when the contract writes none (§9). */
export function statusLine(status: Status, cause: Cause): string | undefined {
  if (cause.by === 'actor') return statusTexts[status](cause.name);
  if (cause.by === 'customer_message' && status === 'open') {
    return 'System reopened the conversation due to a new incoming message.';
  }
  if (cause.by === 'customer' && status === 'resolved') {
    return `Conversation was resolved by ${capitalised(cause.name)}`;
  }
  if (cause.by === 'inactivity' && status === 'resolved') {
    return `Conversation was marked resolved by system due to ${inactivity(cause.minutes)} of inactivity`;
  }
  if (cause.by === 'failing_bot' && status === 'open') {
    return 'Conversation was marked open by system due to an error with the agent bot.';
  }
  return undefined;
}

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function inactivity(minutes: number): string {
  if (minutes >= 1440 && minutes % 1440 === 0) return `${minutes / 1440} days`;
  if (minutes >= 60 && minutes % 60 === 0) return `${minutes / 60} hours`;
  return `${minutes} minutes`;
}

export function priorityLine({ before, after }: Sides<Priority | null>, actor: string): string {
  if (after === null) return `${actor} removed the priority`;
  if (before === null) return `${actor} set the priority to ${after}`;
  return `${actor} changed the priority from ${before} to ${after}`;
}

interface Person {
  id: number;
  name: string;
}

export function assigneeLine(
  assignee: Person | null,
  actor: { id: number; name: string; type: Performer['type'] },
): string {
  if (assignee === null) return `Conversation unassigned by ${actor.name}`;
  if (actor.type === 'User' && assignee.id === actor.id) {
    return `${actor.name} self-assigned this conversation`;
  }
  return `Assigned to ${assignee.name} by ${actor.name}`;
}

/** About a team change; an assignee who came with it is named in the same line. */
export function teamLine(
  team: Sides<string | null>,
  assignee: Person | null,
  actor: string,
): string {
  if (team.after === null) return `Unassigned from ${team.before ?? ''} by ${actor}`;
  if (assignee !== null) return `Assigned to ${assignee.name} via ${team.after} by ${actor}`;
  return `Assigned to ${team.after} by ${actor}`;
}

export function labelLines({ before, after }: Sides<string[]>, actor: string): string[] {
  const added = after.filter((label) => !before.includes(label));
  const removed = before.filter((label) => !after.includes(label));
  return [
    ...(added.length > 0 ? [`${actor} added ${added.join(', ')}`] : []),
    ...(removed.length > 0 ? [`${actor} removed ${removed.join(', ')}`] : []),
  ];
}

export const muteLine = (actor: string): string => `${actor} has muted the conversation`;
export const unmuteLine = (actor: string): string => `${actor} has unmuted the conversation`;

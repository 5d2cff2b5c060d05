import type { LoggedEvent } from '../events/read-log.ts';
import type { Audience } from './audience.ts';
import { customersCopy } from './customers-copy.ts';
import { pushedAs } from './events.ts';
import { keyOf, type Listener } from './listeners.ts';

type Json = Record<string, unknown>;

/** What is sent of an event: its object as it was, whose account it is in, and who caused it. */
export function dataOf(
  { name, account_id, payload }: LoggedEvent,
  performer: Json | null,
): Json | null {
  const how = pushedAs(name);
  // A customer is not named as the cause of what they did (contract: platform §6.3).
  const isNamed = how?.anonymous !== true && performer !== null && performer['type'] !== 'contact';
  return (
    how && {
      ...how.data(payload as Json, performer),
      account_id,
      ...(isNamed ? { performer } : {}),
    }
  );
}

/** The message as text, made when the first hears it: for the team, for customers, and for each who is shown less. */
export function messageOf(
  event: LoggedEvent,
  performer: Json | null,
  audience: Audience,
): (listener: Listener) => string {
  const made = new Map<string, string>();
  const make = (kind: Listener['kind'], self: Json | null): string => {
    const data = dataOf(event, performer) ?? {};
    return JSON.stringify({
      event: event.name,
      data: kind === 'User' ? data : customersCopy(data, self),
    });
  };
  return (listener) => {
    const self = audience.selfOf(listener);
    const key = self === null ? listener.kind : keyOf(listener);
    const text = made.get(key) ?? make(listener.kind, self);
    made.set(key, text);
    return text;
  };
}

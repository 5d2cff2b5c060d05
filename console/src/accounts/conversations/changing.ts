import type { LiveContext } from '../../live/registry.ts';
import type { Conversation } from './conversation-data.ts';
import { known, showConversation } from './live.ts';
import { bringIn } from './unknown.ts';

export interface Change {
  /** What is shown at once, before the server has said anything. */
  shown: Partial<Conversation>;
  send: () => Promise<unknown>;
}

/** Shows a change before the server has said anything, and takes it back when it is refused. */
export async function changeAtOnce(
  context: LiveContext,
  id: number,
  { shown, send }: Change,
): Promise<void> {
  const before = known(context, id);
  if (before !== undefined) showConversation(context, { ...before, ...shown });
  try {
    await send();
  } catch (error) {
    const now = known(context, id);
    if (before !== undefined && now !== undefined) {
      showConversation(context, { ...now, ...takenBack({ before, shown, now }) });
    }
    // An answer that was lost is no refusal: what has become of it, the server knows.
    bringIn(context, id, showConversation);
    throw error;
  }
}

interface Shown {
  before: Conversation;
  shown: Partial<Conversation>;
  now: Conversation;
}

/** What was shown goes back to what was there before it, unless something else has been told meanwhile. */
function takenBack({ before, shown, now }: Shown): Partial<Conversation> {
  const names = Object.keys(shown) as (keyof Conversation)[];
  const untouched = names.filter((name) => now[name] === shown[name]);
  return Object.fromEntries(untouched.map((name) => [name, before[name]]));
}

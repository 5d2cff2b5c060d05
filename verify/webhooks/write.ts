import { setTimeout as pause } from 'node:timers/promises';
import { sideBySide } from '../../server/src/jobs/side-by-side.ts';
import type { Caller } from '../rig/calls.ts';
import type { Stage } from './stage.ts';

const WIDTH = 16;

/** What was acknowledged: the messages of each conversation, in order. */
export type Written = Map<number, number[]>;

export async function makeConversations({ callers, desk }: Stage, count: number): Promise<Written> {
  const { contact_id, inboxes } = desk;
  const [admin] = callers as [Caller];
  const ids = await sideBySide(Array.from({ length: count }), WIDTH, async (_) => {
    const made = await admin.insist('conversations', { contact_id, inbox_id: inboxes[0] });
    return made['id'] as number;
  });
  return new Map(ids.map((id) => [id, []]));
}

/**
 * Writes `rounds` messages into each conversation, one after the other in each and `perSecond` in all.
 * Who writes goes on with the same server when it comes back.
 */
export async function writeMessages(
  callers: readonly Caller[],
  written: Written,
  { rounds, perSecond }: { rounds: number; perSecond: number },
): Promise<void> {
  const began = performance.now();
  let sent = 0;
  const turn = async (): Promise<void> => {
    sent += 1;
    await pause(Math.max(0, began + (sent * 1000) / perSecond - performance.now()));
  };
  const lanes = [...written];
  const perLane = Math.ceil(lanes.length / WIDTH);
  const writers = Array.from({ length: WIDTH }, async (_, index) => {
    const own = lanes.slice(index * perLane, (index + 1) * perLane);
    const caller = callers[index % callers.length] as Caller;
    for (let round = 0; round < rounds; round += 1) {
      for (const [conversation, messages] of own) {
        await turn();
        const path = `conversations/${conversation}/messages`;
        const made = await caller.insist(path, { content: `message ${messages.length}` });
        messages.push(made['id'] as number);
      }
    }
  });
  await Promise.all(writers);
}

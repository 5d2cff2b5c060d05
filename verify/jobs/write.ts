import { pauseUntil } from '../rig/clock.ts';
import type { Random } from '../random.ts';
import type { Stage } from './stage.ts';

const WIDTH = 12;
/** Seconds that a message for later is written ahead: it is tried again while servers are killed. */
const LEAD = 20;

/** Each is told to the assignee by a job. One that is to be refused is, at its commit, when its job is there. */
async function writeOne({ callers, conversations }: Stage, index: number): Promise<void> {
  const caller = callers[index % callers.length];
  const conversation = conversations[index % conversations.length];
  await caller?.insist(`conversations/${conversation}/messages`, {
    content: `message ${index}`,
    message_type: 'incoming',
  });
}

/** So many a second, whether or not those before are answered. Resolves to how many a second were begun. */
export async function writeAtRate(
  stage: Stage,
  { count, rate }: { count: number; rate: number },
): Promise<number> {
  const began = Date.now();
  const writes: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    await pauseUntil(began + (index * 1000) / rate);
    writes.push(writeOne(stage, index));
  }
  const begun = (count * 1000) / (Date.now() - began);
  await Promise.all(writes);
  return begun;
}

interface Load {
  told: number;
  scheduled: number;
  /** Seconds over which the scheduled ones come due. */
  span: number;
  random: Random;
}

/** Writes what jobs follow from, as fast as it goes. Resolves to the texts that are to be sent later. */
export async function writeAll(stage: Stage, load: Load): Promise<string[]> {
  const { told, scheduled, span, random } = load;
  const texts = Array.from({ length: scheduled }, (_, index) => `later ${index}`);
  const acts = [
    ...Array.from({ length: told }, (_, index) => async () => writeOne(stage, index)),
    ...texts.map((content, index) => async () => {
      const id = stage.conversations[index % stage.conversations.length];
      const at = Math.ceil(Date.now() / 1000) + random.between(LEAD, LEAD + span);
      const body = { content, scheduled_at: at };
      await stage.callers[index % 2]?.insist(`conversations/${id}/messages`, body);
    }),
  ].map((act) => ({ act, place: random.next() }));
  const waiting = acts.toSorted((a, b) => a.place - b.place).values();
  const lane = async (): Promise<void> => {
    for (const { act } of waiting) await act();
  };
  await Promise.all(Array.from({ length: WIDTH }, lane));
  return texts;
}

/** Writes that the database refuses at their commit. Resolves to how many were refused. */
export async function writeInVain(
  { callers, conversations }: Stage,
  count: number,
): Promise<number> {
  let refused = 0;
  for (let index = 0; index < count; index += 1) {
    const path = `conversations/${conversations[index % conversations.length]}/messages`;
    const body = { content: `refused ${index}`, message_type: 'incoming' };
    const answer = await callers[index % 2]?.call('POST', path, body);
    if (answer !== undefined && answer.status !== 200) refused += 1;
  }
  return refused;
}

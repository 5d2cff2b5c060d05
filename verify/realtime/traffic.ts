import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Stage } from './stage.ts';

const WIDTH = 8;

export interface Traffic {
  /** How many writes were acknowledged so far. */
  readonly written: number;
  /** Resolves when the last write was answered. */
  stop(): Promise<void>;
}

/** Writes so many times a second: mostly messages, and what else happens to conversations. */
export function write(stage: Stage, random: Random, perSecond: number): Traffic {
  const { admin, conversations } = stage;
  const began = performance.now();
  let stopped = false;
  let sent = 0;
  let written = 0;
  const one = async (): Promise<void> => {
    const path = `conversations/${random.pick(conversations)}`;
    const what = random.next();
    if (what < 0.8) {
      await admin.insist(`${path}/messages`, { content: `message ${sent}`, private: what < 0.1 });
    } else if (what < 0.9) {
      await admin.insist(`${path}/labels`, { labels: [`label-${sent}`] });
    } else {
      const status = random.pick(['open', 'resolved', 'pending']);
      await admin.insist(`${path}/toggle_status`, { status });
    }
    written += 1;
  };
  const writers = Array.from({ length: WIDTH }, async () => {
    while (!stopped) {
      sent += 1;
      await pause(Math.max(0, began + (sent * 1000) / perSecond - performance.now()));
      await one();
    }
  });
  return {
    get written() {
      return written;
    },
    async stop() {
      stopped = true;
      await Promise.all(writers);
    },
  };
}

/** Gives and takes rights at random, so many times a second. Returns how to stop. */
export function shuffleRights(
  { desk, admin, rights }: Stage,
  random: Random,
  perSecond: number,
): () => Promise<void> {
  let stopped = false;
  const run = async (): Promise<void> => {
    while (!stopped) {
      await pause(1000 / perSecond);
      const user = random.pick(desk.agents).id;
      const inbox_id = random.pick(desk.inboxes);
      const member = !rights.isMember(user, inbox_id);
      const invoked = Date.now();
      const body = { inbox_id, user_ids: [user] };
      await admin.insist('inbox_members', body, member ? 'POST' : 'DELETE');
      rights.note(user, inbox_id, { member, invoked, answered: Date.now() });
    }
  };
  const running = run();
  return async () => {
    stopped = true;
    await running;
  };
}

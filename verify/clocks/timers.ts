import { until } from '../rig/clock.ts';
import type { Stage } from './stage.ts';

/** A snooze or a message for later, and when it is due. */
interface Timer {
  conversation: number;
  kind: 'snooze' | 'message';
  /** In milliseconds, by a clock that is right. */
  due: number;
  /** The latest that the database's clock has said since it was set. */
  latest: number;
}

export interface Timers {
  all: Timer[];
}

const MINUTE = 60_000;
const AHEAD = [5000, 30 * MINUTE, 5 * 24 * 60 * MINUTE];

/** Some that come due at once, within the hour and in some days. Both clocks are right. */
export async function setTimers({ admin, desk }: Stage, { all }: Timers): Promise<void> {
  const { contact_id, inboxes } = desk;
  for (const ahead of AHEAD) {
    for (const kind of ['snooze', 'message'] as const) {
      const made = await admin.insist('conversations', { contact_id, inbox_id: inboxes[0] });
      const conversation = made['id'] as number;
      // To the second, as messages for later are.
      const due = Math.ceil((Date.now() + ahead) / 1000) * 1000;
      const at = new Date(due).toISOString();
      await (kind === 'snooze'
        ? admin.insist(`conversations/${conversation}/toggle_status`, { status: 'snoozed', snoozed_until: at }) // prettier-ignore
        : admin.insist(`conversations/${conversation}/messages`, { content: `later ${conversation}`, scheduled_at: at })); // prettier-ignore
      all.push({ conversation, kind, due, latest: 0 });
    }
  }
}

const find = `
  select c.display_id as conversation,
    (select count(*) from events e where e.account_id = c.account_id and e.conversation_id = c.id
       and e.name = 'conversation.opened')::int as snooze,
    (select count(*) from messages m where m.account_id = c.account_id and m.conversation_id = c.id
       and m.content like 'later %')::int as message
  from conversations c where c.account_id = $1 and c.display_id = any($2)`;

interface Fired extends Record<Timer['kind'], number> {
  conversation: number;
}

/** How often each has come. */
async function timesOf({ pool, desk }: Stage, { all }: Timers): Promise<Map<Timer, number>> {
  const ids = all.map(({ conversation }) => conversation);
  const { rows } = await pool.query<Fired>(find, [desk.account_id, ids]);
  const found = new Map(rows.map((row) => [row.conversation, row]));
  return new Map(all.map((timer) => [timer, found.get(timer.conversation)?.[timer.kind] ?? 0]));
}

export interface Wrong {
  missed: string[];
  doubled: string[];
  early: string[];
}

/** Waits until all have come that the database's clock says are due, and looks which are wrong. */
export async function checkTimers(stage: Stage, timers: Timers): Promise<Wrong> {
  const isDue = ({ due, latest }: Timer): boolean => due <= latest;
  const look = (): void => {
    const says = Date.now() + stage.database.offset * 1000;
    for (const timer of timers.all) timer.latest = Math.max(timer.latest, says);
  };
  look();
  await until(async () => {
    const times = await timesOf(stage, timers);
    return timers.all.every((timer) => !isDue(timer) || (times.get(timer) ?? 0) > 0);
  }, 15_000);
  const times = [...(await timesOf(stage, timers))];
  const due = new Set(timers.all.filter(isDue));
  // Also by the clock that was right a moment ago, or is again: neither a must nor too early.
  const now = Date.now() + Math.max(0, stage.database.offset) * 1000;
  const shown = ([{ kind, conversation, due: at }, count]: [Timer, number]): string =>
    `${kind} of conversation ${conversation}, due ${new Date(at).toISOString()}: ${count} times`;
  return {
    missed: times.filter(([timer, count]) => due.has(timer) && count === 0).map(shown),
    doubled: times.filter(([, count]) => count > 1).map(shown),
    early: times
      .filter(([{ due: at, latest }, count]) => at > Math.max(latest, now) && count > 0)
      .map(shown),
  };
}

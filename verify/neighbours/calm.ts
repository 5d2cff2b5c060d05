import { until } from '../rig/clock.ts';
import { createClient } from '../rig/client.ts';
import { atConstantRate, type Done } from '../rig/pace.ts';
import { committedAt } from '../rig/postgres.ts';
import type { Stage } from './stage.ts';

/** A stretch of the life of the neighbour. */
export interface Life {
  done: Done[];
  /** In milliseconds of the wall clock. */
  from: number;
  to: number;
}

/** People who read, search and write now and then, for so many seconds. */
export async function liveCalmly({ calm, server }: Stage, seconds: number): Promise<Life> {
  const { desk, conversations } = calm;
  const { ask, close } = createClient({
    url: server.url,
    token: desk.admin.token,
    connections: 20,
  });
  const place = `/api/v1/accounts/${desk.account_id}`;
  let turn = 0;
  const next = (): string => {
    turn += 1;
    return `${place}/conversations/${conversations[turn % conversations.length]}`;
  };
  const read = (name: string, perSecond: number, path: () => string) => ({
    name,
    perSecond,
    act: async () => ask('GET', path()),
  });
  const from = Date.now();
  const written = { content: 'I have a question', message_type: 'incoming' };
  const done = await atConstantRate(
    [
      read('lists', 6, () => `${place}/conversations`),
      read('pages', 6, () => `${next()}/messages`),
      read('opened', 4, next),
      read('searches', 1, () => `${place}/search?q=calm`),
      {
        name: 'messages',
        perSecond: 3,
        act: async () => ask('POST', `${next()}/messages`, written),
      },
      {
        name: 'exports',
        perSecond: 0.5,
        act: async () => ask('POST', `${place}/contacts/export`, {}),
      },
    ],
    seconds,
  );
  close();
  return { done, from, to: Date.now() };
}

/** Milliseconds from what happened to what follows from it. */
export interface Jobs {
  notifications: number[];
  webhooks: number[];
  exports: number[];
}

const PATIENCE = 20_000;

// Of what was told of a conversation only the newest is kept: each took the place of an older one.
const told = `
  select extract(epoch from n.created_at)::float8 * 1000 as at, ${committedAt('n')} as ended
  from notifications n where n.account_id = $1 and n.notification_type = 3`;
const exported = `
  select extract(epoch from e.created_at)::float8 * 1000 as at, extract(epoch from e.finished_at)::float8 * 1000 as ended
  from contact_exports e where e.account_id = $1`;
const written = `
  select m.id, ${committedAt('m')} as at from messages m
  where m.account_id = $1 and m.message_type = 0 and m.created_at = m.updated_at`;

/** How late everything was that followed from a stretch of life; what never came is as late as we have waited. */
export async function findJobs(
  { postgres, calm, receiver }: Stage,
  { from, to }: Life,
): Promise<Jobs> {
  const account = [calm.desk.account_id];
  const within = <T extends { at: number }>(all: T[]): T[] =>
    all.filter(({ at }) => at >= from && at <= to);
  const find = async (text: string): Promise<{ at: number; ended: number | null }[]> =>
    within((await postgres.pool.query<{ at: number; ended: number | null }>(text, account)).rows);
  const lateness = (all: { at: number; ended: number | null }[]): number[] =>
    all.map(({ at, ended }) => (ended ?? Date.now()) - at);
  await until(async () => (await find(exported)).every(({ ended }) => ended !== null), PATIENCE);
  const messages = await postgres.pool.query<{ id: number; at: number }>(written, account);
  const sent = within(messages.rows);
  const arrived = (): Map<number, number> =>
    new Map(receiver.receipts.toReversed().map(({ subject, at }) => [subject, at]));
  await until(() => sent.every(({ id }) => arrived().has(id)), PATIENCE);
  const arrivals = arrived();
  return {
    notifications: lateness(await find(told)),
    webhooks: sent.map(({ id, at }) => (arrivals.get(id) ?? Date.now()) - at),
    exports: lateness(await find(exported)),
  };
}

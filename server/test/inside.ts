import pg, { type QueryResultRow } from 'pg';
import type { Answer, Caller, World } from './world.ts';

/** What the database holds, for the facts that HTTP does not show. */
export async function sql<R extends QueryResultRow>(
  { pool }: World,
  text: string,
  values: unknown[] = [],
): Promise<R[]> {
  return (await pool.query<R>(text, values)).rows;
}

export interface Recorded {
  name: string;
  payload: Answer['body'];
}

/** The events that were recorded while `work` ran, in order. */
export async function eventsOf(world: World, work: () => Promise<unknown>): Promise<Recorded[]> {
  const [before] = await sql<{ id: number }>(
    world,
    'select coalesce(max(id), 0)::bigint as id from events',
  );
  await work();
  return sql<Recorded>(world, 'select name, payload from events where id > $1 order by id', [
    before?.id,
  ]);
}

export const namesOf = (events: readonly Recorded[]): string[] => events.map(({ name }) => name);

/** The activity lines of a conversation, oldest first. */
export async function linesOf({ ada }: World, id: number): Promise<string[]> {
  const { body } = await ada.get(`/conversations/${id}/messages?per_page=100`);
  const messages = body.payload as { message_type: number; content: string }[];
  return messages.filter(({ message_type }) => message_type === 2).map(({ content }) => content);
}

/** Connects agents, so that they are online for the next 20 seconds; everybody else is not. */
export async function connect(world: World, ...people: Caller[]): Promise<void> {
  await sql(world, 'delete from presence');
  await sql(
    world,
    `insert into presence (account_id, kind, id) select $1, 'User', unnest($2::bigint[])`,
    [world.acme.id, people.map(({ id }) => id)],
  );
}

/** Makes Rex the bot that answers first in an inbox, or lets him go again. */
export async function employRex(
  world: World,
  inbox: { id: number },
  status: 'active' | 'inactive' = 'active',
): Promise<void> {
  await sql(
    world,
    `insert into agent_bot_inboxes (account_id, inbox_id, agent_bot_id, status) values ($1, $2, $3, $4)
     on conflict (account_id, inbox_id) do update set status = excluded.status`,
    [world.acme.id, inbox.id, world.rex.id, status],
  );
}

/** Changes settings of an inbox. */
export async function configure(
  world: World,
  inbox: { id: number },
  settings: Record<string, unknown>,
): Promise<void> {
  const names = Object.keys(settings);
  const assignments = names.map((name, index) => `${name} = $${index + 3}`).join(', ');
  await sql(world, `update inboxes set ${assignments} where account_id = $1 and id = $2`, [
    world.acme.id,
    inbox.id,
    ...Object.values(settings),
  ]);
}

/** A digest of every table but the ones that note who is connected and how often somebody asked. */
export async function digestOfEverything(world: World): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>(
    world,
    `select tablename as name from pg_tables
     where schemaname = 'public' and tablename not in ('presence', 'allowances', 'throttles', 'event_log', 'event_publications')`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const [found] = await sql<{ digest: string }>(
      world,
      `select md5(coalesce(string_agg(row::text, '|' order by row::text), '')) as digest from "${name}" row`,
    );
    digests[name] = found?.digest ?? '';
  }
  return digests;
}

/** The statements that reached the database while `work` ran, `begin` and `commit` included. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const texts: string[] = [];
  const original = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  const counting = function query(this: pg.Client, ...args: unknown[]): unknown {
    const [statement] = args as [string | { text: string }];
    const text = typeof statement === 'string' ? statement : statement.text;
    // Events are published by the clock, whatever is being asked.
    if (!text.includes('confab_publish_events')) texts.push(text);
    return original.apply(this, args);
  };
  pg.Client.prototype.query = counting as typeof pg.Client.prototype.query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original as typeof pg.Client.prototype.query;
  }
  return texts;
}

import { notifyPeople } from '../src/notifications/notify.ts';
import { sql } from './inside.ts';
import type { World } from './world.ts';

type Key = Parameters<typeof notifyPeople>[1];

/** The jobs that notify people, oldest event first. */
export async function notifyingJobs(world: World): Promise<Key[]> {
  const jobs = await sql<{ data: Key }>(
    world,
    `select data from jobs.job where name = 'notify_people' order by (data ->> 'event_id')::bigint`,
  );
  return jobs.map(({ data }) => data);
}

/** Tells people of everything that has happened, as the worker would. */
export async function tellPeople(world: World): Promise<void> {
  for (const key of await notifyingJobs(world)) await notifyPeople(world.pool, key);
  await sql(world, `delete from jobs.job where name = 'notify_people'`);
}

import type { Notice } from '../src/mail/notice.ts';
import { sql } from './inside.ts';
import type { World } from './world.ts';

/** The short mails that wait to be sent, taken out of their queue. */
export async function takeNotices(world: World): Promise<Notice[]> {
  const jobs = await sql<{ data: Notice }>(
    world,
    `delete from jobs.job where name = 'send_notice' returning data`,
  );
  return jobs.map(({ data }) => data);
}

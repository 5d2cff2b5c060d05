import type { Config } from '../config.ts';
import { listFailed, retryFailed } from '../jobs/failed.ts';
import { StartError } from '../start-error.ts';
import type { Values } from './commands.ts';
import { withDatabase } from './database.ts';

const SHOWN = 100;

/** `confab jobs`: what was given up in the last two weeks, the last first. */
export async function showFailedJobs(values: Values, config: Config): Promise<void> {
  await withDatabase(config, async (pool) => {
    const failed = await listFailed(pool, { queue: queueOf(values) }, SHOWN + 1);
    if (failed.length === 0) console.log('No job was given up.');
    for (const { id, queue, account_id, tries, failed_at, reason } of failed.slice(0, SHOWN)) {
      const where = account_id === null ? '' : `, account ${account_id}`;
      const line = reason.replace(/\s+/g, ' ').slice(0, 200);
      console.log(`${failed_at.toISOString()}  ${id}  ${queue}${where}, tried ${tries}×: ${line}`);
    }
    if (failed.length > SHOWN) console.log(`… and more; --queue shows those of one queue`);
  });
}

/** `confab jobs retry`: one more try for those that are named, or for all of a queue. */
export async function retryFailedJobs(values: Values, config: Config): Promise<void> {
  const ids = values['id'] as string[] | undefined;
  const queue = queueOf(values);
  if (ids === undefined && queue === undefined) {
    throw new StartError('Say which: --id ID, which may be repeated, or --queue NAME');
  }
  const wrong = ids?.find((id) => !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id));
  if (wrong !== undefined) throw new StartError(`"${wrong}" is not the id of a job`);
  await withDatabase(config, async (pool) => {
    const count = await retryFailed(pool, { queue, ids });
    console.log(count === 1 ? '1 job is tried again' : `${count} jobs are tried again`);
  });
}

const queueOf = (values: Values): string | undefined =>
  typeof values['queue'] === 'string' ? values['queue'] : undefined;

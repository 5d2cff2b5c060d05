import { tokenBucket } from '../token-bucket.ts';
import type { Job } from './queues.ts';

/** What an account may enqueue in each queue, in this process, before its jobs let those of others pass. */
const CALM = { burst: 20, perSecond: 5 };
const BEHIND = -1;
/** Accounts and queues; beyond it those seen longest ago are forgotten. */
const MOST = 20_000;

const buckets = new Map<string, () => boolean>();

/**
 * The priority of a job. Jobs of an account that enqueues very many stand behind those of the others,
 * which else would wait until all of its are done. Those of a line have none: they keep their order.
 */
export function rankOf({ queue, data, line }: Job): number {
  if (line !== undefined || !('account_id' in data)) return 0;
  const key = `${queue}/${data.account_id}`;
  const isCalm = buckets.get(key) ?? tokenBucket(CALM);
  buckets.delete(key);
  buckets.set(key, isCalm);
  const [oldest] = buckets.keys();
  if (buckets.size > MOST && oldest !== undefined) buckets.delete(oldest);
  return isCalm() ? 0 : BEHIND;
}

import { without } from '../failpoint.ts';

/** What a job can be told to do wrong by its data, where that is allowed. */
export type Misbehaviour = 'throws' | 'hangs' | 'kills';

/** Does what the data says, in tests alone: everywhere else no job can be told so. */
export async function misbehave(data: object): Promise<void> {
  if (!without('jobs-behave')) return;
  const { misbehaviour } = data as { misbehaviour?: Misbehaviour };
  if (misbehaviour === 'throws') throw new Error('it was told to');
  if (misbehaviour === 'hangs') await new Promise(() => {});
  // As the kernel ends who takes too much memory: nothing is said, and nothing put in order.
  if (misbehaviour === 'kills') process.kill(process.pid, 'SIGKILL');
}

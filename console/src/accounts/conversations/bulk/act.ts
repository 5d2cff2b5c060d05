import { api, reasonOf, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { confirm } from '../../../ui/confirm.tsx';
import { say } from '../../../ui/toast.tsx';
import { keys, type Conversation } from '../conversation-data.ts';
import { selection } from '../selection.ts';
import { plan, undoOf, type BulkChange, type Step } from './plan.ts';
import type { SayBulk } from './texts.ts';

/** So many at once: each request is one transaction, and whoever waits sees how far it is. */
const AT_ONCE = 100;

async function send(account: number, { ids, change }: Step, onDone: (count: number) => void) {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    await unwrap(
      api(account).POST('/bulk_actions', {
        // Sent again after a lost answer, it is still done once.
        params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
        body: { type: 'Conversation', ids: some, ...change },
      }),
    );
    onDone(some.length);
  }
}

const refresh = async (account: number): Promise<void> => {
  await Promise.all([
    queries.invalidateQueries({ queryKey: keys.lists(account) }),
    queries.invalidateQueries({ queryKey: keys.counts(account) }),
    queries.invalidateQueries({ queryKey: ['conversation', account] }),
  ]);
};

interface Wish {
  account: number;
  chosen: readonly Conversation[];
  change: BulkChange;
  /** What is done, as the button says it. */
  yes: string;
  onProgress: (done: number | undefined) => void;
  t: SayBulk;
}

/** Says what a change would do, does it when that is wanted, and offers to take it back. */
export function proposeChange({ account, chosen, change, yes, onProgress, t }: Wish): void {
  const changing = plan(chosen, change);
  if (changing.length === 0) return say({ title: t('nothing', { count: chosen.length }) });
  const same = chosen.length - changing.length;
  const names = changing.slice(0, 4).map(({ id, meta }) => meta.sender.name || `#${id}`);
  const rest = changing.length - names.length;
  confirm({
    title: t('title', { action: yes, count: changing.length }),
    hint: [
      names.join(', ') + (rest > 0 ? ` ${t('andMore', { count: rest })}` : '') + '.',
      ...(same > 0 ? [t('same', { count: same })] : []),
      t('canUndo'),
    ].join(' '),
    yes,
    act: async () => {
      let done = 0;
      try {
        await send(account, { ids: changing.map(({ id }) => id), change }, (count) => {
          done += count;
          onProgress(done);
        });
      } catch (error) {
        // What was changed before can be taken back all the same.
        if (done > 0) tell(account, changing.slice(0, done), change, t);
        throw error;
      } finally {
        onProgress(undefined);
        await refresh(account);
      }
      selection.clear();
      tell(account, changing, change, t);
    },
  });
}

function tell(account: number, changed: readonly Conversation[], change: BulkChange, t: SayBulk) {
  say({
    title: t('done', { count: changed.length }),
    action: { label: t('undo'), run: () => void takeBack(account, undoOf(changed, change), t) },
  });
}

async function takeBack(account: number, steps: readonly Step[], t: SayBulk): Promise<void> {
  try {
    for (const step of steps) await send(account, step, () => {});
    say({ title: t('undone') });
  } catch (error) {
    say({ title: reasonOf(error) ?? t('notUndone'), kind: 'error' });
  }
  await refresh(account);
}

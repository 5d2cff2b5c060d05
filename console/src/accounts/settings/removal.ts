import { confirm } from '../../ui/confirm.tsx';
import { say } from '../../ui/toast.tsx';

/** The texts that every page has on whose lines something can be deleted. */
type Words = (
  name: 'removeTitle' | 'removeHint' | 'delete' | 'removed',
  values?: Record<string, string>,
) => string;

/** Asks before something of this name is deleted, and says when it was. */
export const askToRemove = (t: Words, name: string, remove: () => Promise<unknown>): void =>
  confirm({
    title: t('removeTitle', { name }),
    hint: t('removeHint'),
    yes: t('delete'),
    danger: true,
    act: async () => {
      await remove();
      say({ title: t('removed') });
    },
  });

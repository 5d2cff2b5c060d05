import { Suspense, useSyncExternalStore } from 'react';
import { lazily } from './lazily.ts';
import { hasBeenSaid, watchSaid } from './said.ts';

export { say } from './said.ts';

const ToastList = lazily(async () => import('./toast-list.tsx'), 'ToastList');

/** Where things are said. What it takes is loaded when something is, or when there is time. */
export function Toasts() {
  const isNeeded = useSyncExternalStore(watchSaid, hasBeenSaid);
  return isNeeded ? (
    <Suspense>
      <ToastList />
    </Suspense>
  ) : null;
}

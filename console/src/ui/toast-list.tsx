import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useEffect } from 'react';
import { onSaid, type Said } from './said.ts';

const manager = Toast.createToastManager();

function add({ title, kind = 'info', action }: Said): void {
  manager.add({
    title,
    type: kind,
    timeout: action === undefined ? 4000 : 8000,
    priority: kind === 'error' ? 'high' : 'low',
    ...(action === undefined
      ? {}
      : { actionProps: { children: action.label, onClick: action.run } }),
  });
}

/** What is said, one below the other. */
export function ToastList() {
  // After the provider has begun to listen.
  useEffect(() => onSaid(add), []);
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-60 flex w-[min(24rem,calc(100vw-2rem))] flex-col gap-2">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts } = Toast.useToastManager();
  const { t } = useTranslation();
  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      className={`flex items-center gap-3 rounded-card border bg-raised px-3 py-2 text-sm shadow-float ${toast.type === 'error' ? 'border-danger text-danger' : 'border-line'}`}
    >
      <Toast.Content className="min-w-0 flex-1">
        <Toast.Title className="font-normal" />
      </Toast.Content>
      <Toast.Action className="shrink-0 rounded px-1.5 py-0.5 font-medium text-accent hover:bg-hover" />
      <Toast.Close
        aria-label={t('app.close')}
        className="shrink-0 rounded p-0.5 text-ink-faint hover:bg-hover"
      >
        <X aria-hidden="true" className="size-4" />
      </Toast.Close>
    </Toast.Root>
  ));
}

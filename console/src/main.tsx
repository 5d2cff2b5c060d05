import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queries } from './api/queries.ts';
import { session } from './api/session.ts';
import { startI18n } from './i18n/i18n.ts';
import { router } from './router.tsx';
import './styles.css';
import { Confirmations } from './ui/confirm.tsx';
import { loadTheRest } from './ui/lazily.ts';
import { Missing } from './ui/missing.tsx';
import { applyTheme } from './ui/theme.ts';
import { Toasts } from './ui/toast.tsx';

applyTheme();
await startI18n();

// Whoever is signed out, here or in another tab, sees nothing of it any more.
session.watch(() => {
  if (session.get() !== undefined) return;
  queries.clear();
  const { pathname, search } = location;
  if (!pathname.startsWith('/app/accounts/')) return;
  void router.navigate({ to: '/app/login', search: { return_to: pathname + search } });
});

const root = document.querySelector('#root');
if (root === null) throw new Error('there is no place for the console in this page');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
      <Confirmations />
      <Toasts />
      <Missing />
    </QueryClientProvider>
  </StrictMode>,
);
void loadTheRest();

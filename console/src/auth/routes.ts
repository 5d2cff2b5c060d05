import { createRoute, redirect } from '@tanstack/react-router';
import { lazyPage } from '../ui/lazily.ts';
import { rootRoute } from '../accounts/route.ts';
import { session } from '../api/session.ts';
import { NoAccount } from '../pages.tsx';
import { homeOf } from './enter.ts';

const texts = (search: Record<string, unknown>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => typeof value === 'string')) as Record<string, string>; // prettier-ignore

const home = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app',
  beforeLoad: async ({ location }) => {
    if (location.pathname.replace(/\/+$/, '') !== '/app') return;
    throw redirect({ to: session.get() === undefined ? '/app/login' : await homeOf() });
  },
});

const login = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app/login',
  validateSearch: texts,
  component: lazyPage(async () => import('./sign-in.tsx'), 'SignIn'),
});

const requestReset = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app/auth/reset/password',
  component: lazyPage(async () => import('./recover.tsx'), 'RequestReset'),
});

const choosePassword = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app/auth/password/edit',
  validateSearch: texts,
  component: lazyPage(async () => import('./recover.tsx'), 'ChoosePassword'),
});

const confirm = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app/auth/confirmation',
  validateSearch: texts,
  component: lazyPage(async () => import('./recover.tsx'), 'ConfirmAddress'),
});

const noAccount = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app/no-account',
  component: NoAccount,
});

export const authRoutes = [home, login, requestReset, choosePassword, confirm, noAccount] as const;

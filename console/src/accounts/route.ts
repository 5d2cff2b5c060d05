import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { lazyPage } from '../ui/lazily.ts';
import { session } from '../api/session.ts';
import { NotThere } from '../pages.tsx';

export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotThere });

/** Parent of every page of an account. */
export const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/app/accounts/$accountId',
  params: {
    parse: ({ accountId }) => ({ accountId: Number(accountId) }),
    stringify: ({ accountId }) => ({ accountId: String(accountId) }),
  },
  beforeLoad: ({ location }) => {
    if (session.get() !== undefined) return;
    throw redirect({ to: '/app/login', search: { return_to: location.href } });
  },
  component: lazyPage(async () => import('./shell.tsx'), 'Shell'),
});

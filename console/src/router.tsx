import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { conversationRoutes } from './accounts/conversations/routes.ts';
import { contactRoutes } from './accounts/contacts/routes.ts';
import { notificationRoutes } from './accounts/notifications/routes.ts';
import { reportRoutes } from './accounts/reports/routes.ts';
import { accountRoute, rootRoute } from './accounts/route.ts';
import { searchRoutes } from './accounts/search/routes.ts';
import { settingsRoutes } from './accounts/settings/routes.ts';
import { authRoutes } from './auth/routes.ts';
import { NotThere } from './pages.tsx';

/** Addresses of the original's console that people have in mails and bookmarks. */
const dashboard = createRoute({
  getParentRoute: () => accountRoute,
  path: 'dashboard',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/app/accounts/$accountId/conversations', params, search: {} });
  },
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...authRoutes,
    accountRoute.addChildren([
      ...conversationRoutes,
      ...notificationRoutes,
      ...contactRoutes,
      ...reportRoutes,
      ...searchRoutes,
      ...settingsRoutes,
      dashboard,
    ]),
  ]),
  defaultPreload: false,
  defaultNotFoundComponent: NotThere,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

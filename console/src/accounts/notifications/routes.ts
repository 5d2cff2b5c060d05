import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../../ui/lazily.ts';
import { accountRoute } from '../route.ts';
import { readShow } from './notification-data.ts';

export const notificationRoutes = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'notifications',
    validateSearch: readShow,
    component: lazyPage(async () => import('./notifications.tsx'), 'NotificationsPage'),
  }),
] as const;

import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../../ui/lazily.ts';
import { accountRoute } from '../route.ts';
import { readAsked } from './asked.ts';

export const searchRoutes = [
  createRoute({
    getParentRoute: () => accountRoute,
    path: 'search',
    validateSearch: readAsked,
    component: lazyPage(async () => import('./search-page.tsx'), 'SearchPage'),
  }),
] as const;

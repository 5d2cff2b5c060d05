import { createRoute, redirect } from '@tanstack/react-router';
import { lazyPage } from '../../ui/lazily.ts';
import { accountRoute } from '../route.ts';
import { readReport } from './span.ts';

const reports = createRoute({
  getParentRoute: () => accountRoute,
  path: 'reports',
  validateSearch: readReport,
  component: lazyPage(async () => import('./frame.tsx'), 'ReportsFrame'),
});

const first = createRoute({
  getParentRoute: () => reports,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/app/accounts/$accountId/reports/overview', params });
  },
});

const overview = createRoute({
  getParentRoute: () => reports,
  path: 'overview',
  component: lazyPage(async () => import('./overview.tsx'), 'Overview'),
});

const conversations = createRoute({
  getParentRoute: () => reports,
  path: 'conversations',
  component: lazyPage(async () => import('./conversations.tsx'), 'ConversationsReport'),
});

const agents = createRoute({
  getParentRoute: () => reports,
  path: 'agents',
  component: lazyPage(async () => import('./subjects.tsx'), 'AgentsReport'),
});

const inboxes = createRoute({
  getParentRoute: () => reports,
  path: 'inboxes',
  component: lazyPage(async () => import('./subjects.tsx'), 'InboxesReport'),
});

const teams = createRoute({
  getParentRoute: () => reports,
  path: 'teams',
  component: lazyPage(async () => import('./subjects.tsx'), 'TeamsReport'),
});

const labels = createRoute({
  getParentRoute: () => reports,
  path: 'labels',
  component: lazyPage(async () => import('./subjects.tsx'), 'LabelsReport'),
});

const ratings = createRoute({
  getParentRoute: () => reports,
  path: 'ratings',
  component: lazyPage(async () => import('./ratings.tsx'), 'RatingsReport'),
});

const bots = createRoute({
  getParentRoute: () => reports,
  path: 'bots',
  component: lazyPage(async () => import('./bots.tsx'), 'BotsReport'),
});

export const reportRoutes = [
  reports.addChildren([
    first,
    overview,
    conversations,
    agents,
    inboxes,
    teams,
    labels,
    ratings,
    bots,
  ]),
] as const;

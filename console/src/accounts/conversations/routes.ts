import { createRoute } from '@tanstack/react-router';
import { lazyPage } from '../../ui/lazily.ts';
import { accountRoute } from '../route.ts';
import { readView } from './view.ts';

const conversations = createRoute({
  getParentRoute: () => accountRoute,
  path: 'conversations',
  validateSearch: readView,
  component: lazyPage(async () => import('./desk.tsx'), 'Desk'),
});

const conversation = createRoute({
  getParentRoute: () => conversations,
  path: '$conversationId',
  params: {
    parse: ({ conversationId }) => ({ conversationId: Number(conversationId) }),
    stringify: ({ conversationId }) => ({ conversationId: String(conversationId) }),
  },
  component: () => null,
});

export const conversationRoutes = [conversations.addChildren([conversation])] as const;

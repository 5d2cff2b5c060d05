import { conversationRoutes } from './conversations/routes.ts';
import type { Route } from './http/route.ts';

/** Every route of the API. */
export const routes: Route[] = [...conversationRoutes];

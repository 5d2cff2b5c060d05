import { assignmentRoutes } from './assignment/routes.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { sessionRoutes } from './auth/session-routes.ts';
import { bulkRoutes } from './bulk/routes.ts';
import { conversationRoutes } from './conversations/routes.ts';
import { transcriptRoutes } from './conversations/transcript-routes.ts';
import { draftRoutes } from './drafts/routes.ts';
import { filterRoutes } from './filters/routes.ts';
import type { Route } from './http/route.ts';
import { labelRoutes } from './labels/routes.ts';
import { messageRoutes } from './messages/routes.ts';
import { participantRoutes } from './participants/routes.ts';
import { searchRoutes } from './search/routes.ts';

/** Every route of the API. */
export const routes: Route[] = [
  ...sessionRoutes,
  ...conversationRoutes,
  ...filterRoutes,
  ...searchRoutes,
  ...transcriptRoutes,
  ...messageRoutes,
  ...attachmentRoutes,
  ...labelRoutes,
  ...assignmentRoutes,
  ...participantRoutes,
  ...draftRoutes,
  ...bulkRoutes,
];

import { agentBotRoutes } from './agent-bots/routes.ts';
import { accountRoutes } from './accounts/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { agentRoutes } from './agents/routes.ts';
import { assignmentRoutes } from './assignment/routes.ts';
import { attachmentRoutes } from './attachments/routes.ts';
import { uploadRoutes } from './attachments/upload-routes.ts';
import { recoveryRoutes } from './auth/recovery-routes.ts';
import { automationDryRunRoutes } from './automation/dry-run-routes.ts';
import { automationLogRoutes } from './automation/log-routes.ts';
import { automationRoutes } from './automation/routes.ts';
import { sessionRoutes } from './auth/session-routes.ts';
import { cannedResponseRoutes } from './canned-responses/routes.ts';
import { bulkRoutes } from './bulk/routes.ts';
import { clientContactRoutes } from './client-api/contact-routes.ts';
import { clientConversationRoutes } from './client-api/conversation-routes.ts';
import { clientMessageRoutes } from './client-api/message-routes.ts';
import { contactDetailRoutes } from './contacts/detail-routes.ts';
import { contactInboxRoutes } from './contacts/inbox-routes.ts';
import { contactListRoutes } from './contacts/list-routes.ts';
import { mergeRoutes } from './contacts/merge-routes.ts';
import { noteRoutes } from './contacts/note-routes.ts';
import { changeRoutes } from './changes/routes.ts';
import { contactRoutes } from './contacts/routes.ts';
import { contactTransferRoutes } from './contacts/transfer-routes.ts';
import { conversationRoutes } from './conversations/routes.ts';
import { transcriptRoutes } from './conversations/transcript-routes.ts';
import { customRoleRoutes } from './custom-roles/routes.ts';
import { customAttributeRoutes } from './custom-attributes/routes.ts';
import { customFilterRoutes } from './custom-filters/routes.ts';
import { dashboardAppRoutes } from './dashboard-apps/routes.ts';
import { surveyRoutes } from './csat/routes.ts';
import { draftRoutes } from './drafts/routes.ts';
import { filterRoutes } from './filters/routes.ts';
import type { Route } from './http/route.ts';
import { accountLabelRoutes } from './labels/account-routes.ts';
import { inboxConnectionRoutes } from './inboxes/connection-routes.ts';
import { memberRoutes } from './inboxes/member-routes.ts';
import { inboxRoutes } from './inboxes/routes.ts';
import { integrationRoutes } from './integrations/routes.ts';
import { labelRoutes } from './labels/routes.ts';
import { macroRoutes } from './macros/routes.ts';
import { mergingRoutes } from './merging/routes.ts';
import { messageRoutes } from './messages/routes.ts';
import { notificationMailRoutes } from './notifications/mail-routes.ts';
import { notificationRoutes } from './notifications/routes.ts';
import { subscriptionRoutes } from './notifications/subscription-routes.ts';
import { participantRoutes } from './participants/routes.ts';
import { portalRoutes } from './portals/routes.ts';
import { twoFactorRoutes } from './auth/two-factor-routes.ts';
import { profileRoutes } from './profile/routes.ts';
import { sessionListRoutes } from './profile/session-routes.ts';
import { accountSearchRoutes } from './search/account-routes.ts';
import { reportRoutes } from './reports/routes.ts';
import { summaryRoutes } from './reports/summary-routes.ts';
import { serviceKeyRoutes } from './service-keys/routes.ts';
import { signUpRoutes } from './sign-up/routes.ts';
import { platformAccountRoutes } from './platform-apps/account-routes.ts';
import { platformBotRoutes } from './platform-apps/bot-routes.ts';
import { platformUserRoutes } from './platform-apps/user-routes.ts';
import { scheduledMessageRoutes } from './scheduled-messages/routes.ts';
import { searchRoutes } from './search/routes.ts';
import { teamRoutes } from './teams/routes.ts';
import { webhookLogRoutes } from './webhooks/log-routes.ts';
import { webhookRoutes } from './webhooks/routes.ts';
import { widgetConversationRoutes } from './widget/conversation-routes.ts';
import { widgetMessageRoutes } from './widget/message-routes.ts';
import { widgetRoutes } from './widget/routes.ts';
import { visitorRoutes } from './widget/visitor-routes.ts';
import { viewingRoutes } from './viewing/routes.ts';

/** Every route of the API. */
export const routes: Route[] = [
  ...sessionRoutes,
  ...recoveryRoutes,
  ...signUpRoutes,
  ...serviceKeyRoutes,
  ...twoFactorRoutes,
  ...profileRoutes,
  ...sessionListRoutes,
  ...conversationRoutes,
  ...filterRoutes,
  ...searchRoutes,
  ...accountSearchRoutes,
  ...transcriptRoutes,
  ...messageRoutes,
  ...mergingRoutes,
  ...attachmentRoutes,
  ...uploadRoutes,
  ...labelRoutes,
  ...inboxRoutes,
  ...memberRoutes,
  ...inboxConnectionRoutes,
  ...agentBotRoutes,
  ...webhookRoutes,
  ...webhookLogRoutes,
  ...integrationRoutes,
  ...assignmentRoutes,
  ...participantRoutes,
  ...viewingRoutes,
  ...changeRoutes,
  ...portalRoutes,
  ...draftRoutes,
  ...scheduledMessageRoutes,
  ...contactListRoutes,
  ...contactTransferRoutes,
  ...contactRoutes,
  ...contactInboxRoutes,
  ...contactDetailRoutes,
  ...noteRoutes,
  ...mergeRoutes,
  ...bulkRoutes,
  ...reportRoutes,
  ...summaryRoutes,
  ...accountRoutes,
  ...agentRoutes,
  ...teamRoutes,
  ...customRoleRoutes,
  ...clientContactRoutes,
  ...auditRoutes,
  ...notificationRoutes,
  ...notificationMailRoutes,
  ...subscriptionRoutes,
  ...clientConversationRoutes,
  ...clientMessageRoutes,
  ...visitorRoutes,
  ...widgetConversationRoutes,
  ...widgetMessageRoutes,
  ...widgetRoutes,
  ...accountLabelRoutes,
  ...macroRoutes,
  ...cannedResponseRoutes,
  ...customAttributeRoutes,
  ...customFilterRoutes,
  ...dashboardAppRoutes,
  ...automationRoutes,
  ...automationDryRunRoutes,
  ...automationLogRoutes,
  ...surveyRoutes,
  ...platformAccountRoutes,
  ...platformUserRoutes,
  ...platformBotRoutes,
];

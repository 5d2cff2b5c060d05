import { urlOf } from '../../src/http/mount.ts';
import type { Route } from '../../src/http/route.ts';
import type { Targets } from '../malformed/requests.ts';
import type { World } from '../world.ts';

type Body = Record<string, unknown>;

/** A request to the route that succeeds, where the example of the reference is about other records. */
export function bodyFor(world: World, targets: Targets, route: Route): Body {
  const own = bodies(world, targets)[nameOf(route)];
  return own ?? (route.examples?.request as Body | undefined) ?? {};
}

/** `POST /teams`: method and path below the account. */
export function nameOf(route: Route, method = [route.method].flat()[0]): string {
  return `${method} ${urlOf(route).replace('/api/v1/accounts/:account_id', '') || '/'}`;
}

/** Writes that a request of keys alone cannot make succeed; the extra keys must not either. */
export const refused: Record<string, string> = {
  'POST /api/v1/profile/mfa/verify': 'takes a code of the moment',
  'POST /api/v1/profile/mfa/backup_codes': 'takes a code of the moment',
  'DELETE /api/v1/profile/sessions/:session_id': 'Ada came with a token',
  'POST /upload': 'takes a file',
  'POST /contacts/import': 'takes a file',
  'POST /inboxes/:inbox_id/sync_templates': 'for channels that there are not',
  'POST /integrations/hooks/:hook_id/process_event': 'for integrations that there are not',
};

function bodies({ acme, ben }: World, { hints }: Targets): Record<string, Body> {
  const account_id = acme.id;
  return {
    'POST /api/v1/profile/availability': { profile: { account_id, availability: 'busy' } },
    'POST /api/v1/profile/auto_offline': { profile: { account_id, auto_offline: false } },
    'PUT /api/v1/profile/set_active_account': { profile: { account_id } },
    'POST /integrations/hooks': {
      app_id: 'dialogflow',
      inbox_id: acme.website.id,
      settings: { project_id: 'p', credentials: {} },
    },
    'POST /contacts': { name: 'Kim', email: 'kim@example.com' },
    'PATCH /contacts/:contact_id': { name: 'Kim' },
    'PUT /contacts/:contact_id': { name: 'Kim' },
    'POST /teams': { name: 'nights' },
    'PATCH /teams/:team_id': { name: 'nights' },
    'PUT /teams/:team_id': { name: 'nights' },
    'POST /custom_attribute_definitions': {
      attribute_key: 'fresh',
      attribute_display_name: 'Fresh',
    },
    'POST /conversations': { inbox_id: acme.support.id, contact_id: acme.mia.id },
    'POST /conversations/:conversation_id/assignments': { assignee_id: ben.id },
    'POST /conversations/:conversation_id/participants': { user_ids: [ben.id] },
    'PATCH /conversations/:conversation_id/participants': { user_ids: [ben.id] },
    'PUT /conversations/:conversation_id/participants': { user_ids: [ben.id] },
    'DELETE /conversations/:conversation_id/participants': { user_ids: [ben.id] },
    'POST /bulk_actions': {
      type: 'Conversation',
      ids: (hints['ids'] ?? []).slice(0, 2),
      fields: { status: 'resolved' },
    },
  };
}

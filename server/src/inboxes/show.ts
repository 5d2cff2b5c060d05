import { isAdministrator, type Actor } from '../auth/actor.ts';
import type { Platform } from '../platform.ts';
import { inboxJson } from './present.ts';
import type { Inbox } from './queries.ts';
import { hmacToken, openSecrets } from './secrets.ts';

/** The inbox as this caller may see it: secrets are for administrators. */
export function showInbox(
  { config, vault }: Pick<Platform, 'config' | 'vault'>,
  actor: Actor,
  inbox: Inbox,
): Record<string, unknown> {
  const { baseUrl, inboundEmailDomain } = config;
  if (!isAdministrator(actor)) return inboxJson(inbox, { baseUrl, inboundEmailDomain });
  const secrets = openSecrets(vault, inbox.secrets);
  const hmac_token = hmacToken(vault, { identifier: inbox.identifier, secrets });
  return inboxJson(inbox, { baseUrl, inboundEmailDomain, secrets: { ...secrets, hmac_token } });
}

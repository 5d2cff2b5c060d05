import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Vault } from '../auth/vault.ts';
import { unauthorized } from '../errors.ts';
import { hmacToken, openSecrets } from '../inboxes/secrets.ts';
import type { ClientInbox } from './inbox.ts';

export interface Claim {
  identifier?: string | null | undefined;
  identifier_hash?: string | null | undefined;
}

const isBlank = (text: string | null | undefined): boolean => text == null || text.trim() === '';

export const unproven = () => unauthorized('HMAC failed: Invalid Identifier Hash Provided');

/**
 * The identifier that the claim proves to be the caller's; undefined when nothing was to be proven.
 * Throws 401 for a wrong proof, and for none where the inbox wants one (contract: customer §2.2).
 */
export function provenIdentifier(
  vault: Vault,
  { hmac_mandatory, identifier: inbox, secrets }: ClientInbox,
  { identifier, identifier_hash }: Claim,
): string | undefined {
  if (isBlank(identifier_hash) && !hmac_mandatory) return undefined;
  if (identifier == null || isBlank(identifier)) throw unproven();
  const key = hmacToken(vault, { identifier: inbox, secrets: openSecrets(vault, secrets) });
  const expected = createHmac('sha256', key).update(identifier).digest();
  const given = Buffer.from(identifier_hash ?? '', 'utf8');
  const isProof =
    /^[\da-f]{64}$/.test(identifier_hash ?? '') &&
    timingSafeEqual(Buffer.from(given.toString('utf8'), 'hex'), expected);
  if (!isProof) throw unproven();
  return identifier;
}

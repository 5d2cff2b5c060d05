import type { Vault } from '../auth/vault.ts';

/** What an inbox keeps encrypted. */
export interface InboxSecrets {
  imap_password?: string;
  smtp_password?: string;
  /** Only where it was brought along; otherwise the token follows from the installation's secret key. */
  hmac_token?: string;
}

/** Null when there is nothing to keep. */
export const sealSecrets = (vault: Vault, secrets: InboxSecrets): Buffer | null =>
  Object.keys(secrets).length === 0 ? null : vault.encrypt(JSON.stringify(secrets));

export const openSecrets = (vault: Vault, sealed: Buffer | null): InboxSecrets =>
  sealed === null ? {} : (JSON.parse(vault.decrypt(sealed)) as InboxSecrets);

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/**
 * The key with which an application proves whose contact it speaks for (contract: customer §2.2). It
 * stands nowhere: who has the database without the secret key cannot forge proofs.
 */
export function hmacToken(
  vault: Vault,
  { identifier, secrets }: { identifier: string; secrets: InboxSecrets },
): string {
  if (secrets.hmac_token !== undefined) return secrets.hmac_token;
  let number = BigInt(`0x${vault.digest(`inbox hmac ${identifier}`).toString('hex')}`);
  let token = '';
  while (token.length < 24) {
    token += alphabet[Number(number % 58n)];
    number /= 58n;
  }
  return token;
}

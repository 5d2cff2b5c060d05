import { createECDH } from 'node:crypto';
import type { VapidKeys } from '@block65/webcrypto-web-push';
import type { Vault } from '../auth/vault.ts';
import type { Config } from '../config.ts';
import { senderOf } from '../mail/mailer.ts';

const pairs = new WeakMap<Vault, { publicKey: string; privateKey: string }>();

/**
 * With what we sign pushes (RFC 8292). Browsers subscribe for one key, so it must stay: it is that of
 * VAPID_PRIVATE_KEY, or else follows from the secret key and is stored nowhere.
 */
export function vapidKeys(config: Config, vault: Vault): VapidKeys & { publicKey: string } {
  const pair = config.vapid ?? derived(vault);
  // Some push services take nobody without a working address.
  const subject = config.baseUrl.startsWith('https:')
    ? config.baseUrl
    : `mailto:${senderOf(config.mailFrom).address}`;
  return { ...pair, subject };
}

function derived(vault: Vault): { publicKey: string; privateKey: string } {
  const pair = pairs.get(vault) ?? derive(vault);
  pairs.set(vault, pair);
  return pair;
}

/** The first number of a sequence that only our secret key gives, and that is a key of P-256: practically the first. */
function derive(vault: Vault): { publicKey: string; privateKey: string } {
  for (let attempt = 1; ; attempt += 1) {
    const pair = pairOf(vault.mac('vapid', String(attempt)));
    if (pair !== undefined) return pair;
  }
}

function pairOf(secret: Buffer): { publicKey: string; privateKey: string } | undefined {
  const curve = createECDH('prime256v1');
  try {
    curve.setPrivateKey(secret);
  } catch {
    return undefined; // zero, or beyond the curve's order
  }
  return {
    publicKey: curve.getPublicKey('base64url', 'uncompressed'),
    privateKey: secret.toString('base64url'),
  };
}

import { createHmac } from 'node:crypto';

interface Signed {
  /** The same on every attempt. */
  id: string;
  /** Of this attempt, in unix seconds. */
  timestamp: number;
  body: string;
}

/**
 * The headers by which a receiver knows that a delivery is ours: those of later Chatwoot releases, made
 * with the newest secret, and those of standardwebhooks.com, one signature for each secret that is valid.
 */
export function signatureHeaders(
  { id, timestamp, body }: Signed,
  secrets: readonly string[],
): Record<string, string> {
  const [newest] = secrets;
  return {
    'x-chatwoot-delivery': id,
    'x-chatwoot-timestamp': String(timestamp),
    ...(newest === undefined
      ? {}
      : {
          'x-chatwoot-signature': `sha256=${hmac(newest, `${timestamp}.${body}`).toString('hex')}`,
        }),
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    ...(newest === undefined
      ? {}
      : {
          'webhook-signature': secrets
            .map((secret) => hmac(keyOf(secret), `${id}.${timestamp}.${body}`).toString('base64'))
            .map((signature) => `v1,${signature}`)
            .join(' '),
        }),
  };
}

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

const keyOf = (secret: string): Buffer => Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
  type ECDH,
} from 'node:crypto';
import { createServer } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

// Of 127.0.0.1, for a hundred years; it opens nothing else.
const KEY = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIMCi5BZ7nIo6gbFbMAbikZbyNzkM8ftP6bgcs5mVHO46oAoGCCqGSM49
AwEHoUQDQgAE48t0wb/KcwNtnddFNMNauPDnxLSHqA1Sga/rJn/mJ4lz1lvbOb2z
Hmo4ItxpwWOslFzjwGyZDAHQuB2YCK7gUQ==
-----END EC PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUdVnbv9v4fyCeyHTDC4r9SGq4XB8wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJcHVzaC50ZXN0MCAXDTI2MTEyNjA2NDExMVoYDzIxMjYxMTAy
MDY0MTExWjAUMRIwEAYDVQQDDAlwdXNoLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATjy3TBv8pzA22d10U0w1q48OfEtIeoDVKBr+smf+YniXPWW9s5vbMe
ajgi3GnBY6yUXOPAbJkMAdC4HZgIruBRo2QwYjAdBgNVHQ4EFgQUVF+xQXWCgX67
VFsk9lj0DhvXoOwwHwYDVR0jBBgwFoAUVF+xQXWCgX67VFsk9lj0DhvXoOwwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IES+1pIJ72nLea/MUVCA+vjAXROu5U0LboXEDxO13m5EAiEAssPEO7fNx9MoKtNY
oz0mtc8ZuFonzlzljNug29Z248o=
-----END CERTIFICATE-----`;

export interface ReceivedPush {
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Refusal {
  status: number;
  headers?: Record<string, string>;
}

export interface PushService {
  /** Such as https://127.0.0.1:4711, and the same as OUTBOUND_ALLOW wants it. */
  url: string;
  target: string;
  received: ReceivedPush[];
  /** Answers to the next pushes; then it accepts. */
  refuse: Refusal[];
}

/** A real push service that keeps what it gets; taken down after the file's tests. */
export async function startPushService(): Promise<PushService> {
  const state: PushService = { url: '', target: '', received: [], refuse: [] };
  setDefaultCACertificates([...getCACertificates('default'), CERTIFICATE]);
  const server = createServer({ key: KEY, cert: CERTIFICATE }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, headers } = state.refuse.shift() ?? { status: 201, headers: {} };
      state.received.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks),
      });
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  state.target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.url = `https://${state.target}`;
  return state;
}

/** A browser that has subscribed: what it tells us, and how it reads what comes. */
export interface Browser {
  /** As the dashboard sends them. */
  attributes: { endpoint: string; p256dh: string; auth: string };
  /** Decrypts a push as RFC 8291 says. Throws when it is for another browser. */
  read(push: ReceivedPush): unknown;
}

export function newBrowser({ url }: PushService): Browser {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  const auth = randomBytes(16);
  return {
    attributes: {
      endpoint: `${url}/${randomBytes(6).toString('hex')}`,
      p256dh: keys.getPublicKey('base64url'),
      auth: auth.toString('base64url'),
    },
    read: ({ body }) => JSON.parse(decrypt(body, { keys, auth })),
  };
}

/** RFC 8291 §3.4 on top of RFC 8188 §2, for the one record that a push has. */
function decrypt(body: Buffer, { keys, auth }: { keys: ECDH; auth: Buffer }): string {
  const salt = body.subarray(0, 16);
  const length = body.readUInt8(20);
  const theirs = body.subarray(21, 21 + length);
  const record = body.subarray(21 + length);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), theirs]);
  const secret = Buffer.from(hkdfSync('sha256', keys.computeSecret(theirs), auth, info, 32));
  const derived = (name: string, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, salt, `Content-Encoding: ${name}\0`, bytes));
  const cipher = createDecipheriv('aes-128-gcm', derived('aes128gcm', 16), derived('nonce', 12));
  cipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()]);
  const end = padded.lastIndexOf(2);
  return padded.subarray(0, end).toString('utf8');
}

/** What the push is signed with (RFC 8292), if the signature is that of the key. */
export function signatureOf({ headers }: ReceivedPush): {
  key: string;
  claims: Record<string, unknown>;
} {
  const [, token = '', key = ''] =
    /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization ?? '') ?? [];
  const [head = '', payload = '', signature = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  const valid = verify(
    'sha256',
    Buffer.from(`${head}.${payload}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!valid) throw new Error('the signature is not that of the key');
  return { key, claims: JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) };
}

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** A random token of 24 base58 characters (140 bits), the form that clients know (contract: tokens). */
export function randomToken(): string {
  let token = '';
  while (token.length < 24) {
    // 58 does not divide 256: bytes beyond the last multiple are thrown away, so no character is likelier.
    for (const byte of randomBytes(32)) {
      if (byte < 232 && token.length < 24) token += alphabet[byte % 58];
    }
  }
  return token;
}

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(
  scrypt,
);
const cost = { N: 16_384, r: 8, p: 1 };

/** `scrypt$<salt>$<hash>`, both base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password.normalize('NFKC'), salt, 32, cost);
  return `scrypt$${salt.toString('base64')}$${hash.toString('base64')}`;
}

export async function passwordMatches(password: string, digest: string): Promise<boolean> {
  const [scheme, salt, hash] = digest.split('$');
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = await derive(
    password.normalize('NFKC'),
    Buffer.from(salt, 'base64'),
    expected.length,
    cost,
  );
  return timingSafeEqual(actual, expected);
}

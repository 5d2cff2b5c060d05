import { randomBytes } from 'node:crypto';

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

import { timingSafeEqual } from 'node:crypto';
import type { Vault } from './vault.ts';

/** What the token of a visitor says: who they are in which inbox. */
export interface VisitorClaims {
  source_id: string;
  inbox_id: number;
}

const PURPOSE = 'visitor token';
const LIFETIME_SECONDS = 180 * 24 * 60 * 60;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

// The only header that a token of ours has, so that none can ask to be read in another way.
const HEADER = encode({ alg: 'HS256' });

const signature = (vault: Vault, text: string): string =>
  vault.mac(PURPOSE, text).toString('base64url');

/** A JWT (HS256) by which a visitor of a website is known for 180 days (contract: customer §3.2). */
export function visitorToken(
  vault: Vault,
  { source_id, inbox_id }: VisitorClaims,
  now = new Date(),
): string {
  const iat = Math.floor(now.getTime() / 1000);
  const claims = { source_id, inbox_id, iat, exp: iat + LIFETIME_SECONDS };
  const text = `${HEADER}.${encode(claims)}`;
  return `${text}.${signature(vault, text)}`;
}

/** What the token says; undefined for anything that we did not sign for this, and when its time is over. */
export function readVisitorToken(
  vault: Vault,
  token: string,
  now = new Date(),
): VisitorClaims | undefined {
  const [header, claims, signed, ...more] = token.split('.');
  if (header !== HEADER || claims === undefined || signed === undefined || more.length > 0) {
    return undefined;
  }
  // The texts and not the bytes, of which several texts stand for the same.
  const given = Buffer.from(signed);
  const expected = Buffer.from(signature(vault, `${header}.${claims}`));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const { source_id, inbox_id, exp } = JSON.parse(
    Buffer.from(claims, 'base64url').toString('utf8'),
  ) as VisitorClaims & { exp: number };
  return exp * 1000 > now.getTime() ? { source_id, inbox_id } : undefined;
}

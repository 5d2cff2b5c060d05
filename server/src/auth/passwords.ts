import { argon2, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import bcrypt from 'bcryptjs';

const argon2id = promisify(argon2);
const deriveScrypt = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(
  scrypt,
);

/** Memory in KiB and passes, as OWASP recommends for argon2id on one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const scryptCost = { N: 16_384, r: 8, p: 1 };
const HASH_BYTES = 32;

/** `$argon2id$v=19$m=…,t=…,p=…$<salt>$<hash>`: it says itself how it was made. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, { salt, bytes: HASH_BYTES, ...cost });
  return `${header(cost)}${base64(salt)}$${base64(hash)}`;
}

const header = ({ memory, passes, parallelism }: typeof cost): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$`;

// The form without padding that every argon2 library writes and reads.
const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** A digest that no password has, as dear to check as our own; and one as dear as those from elsewhere. */
export const NOBODY = `${header(cost)}${'A'.repeat(22)}$${'A'.repeat(43)}`;
export const NOBODY_ELSEWHERE = `$2a$11$${'.'.repeat(53)}`;

export const isImported = (digest: string): boolean => /^\$2[aby]\$/.test(digest);

/** Whether a password should be hashed anew when it is next known: its digest is not of today's making. */
export const isOutdated = (digest: string): boolean => !digest.startsWith(header(cost));

/** Checks a digest of ours (argon2id, formerly scrypt) or one of bcrypt, as Chatwoot's people bring it. */
export async function passwordMatches(password: string, digest: string): Promise<boolean> {
  if (digest.startsWith('$argon2id$')) return matchesArgon2(password, digest);
  if (digest.startsWith('scrypt$')) return matchesScrypt(password, digest);
  // Each step of the cost doubles the time; the bound keeps a row from stopping the process.
  if (/^\$2[aby]\$(?:0[4-9]|1[0-5])\$[./A-Za-z\d]{53}$/.test(digest)) {
    return bcrypt.compare(password, digest);
  }
  return false;
}

async function matchesArgon2(password: string, digest: string): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([^$]+)\$([^$]+)$/.exec(
    digest,
  );
  if (parts === null) return false;
  const [, memory, passes, parallelism, salt = '', hash = ''] = parts;
  const expected = Buffer.from(hash, 'base64');
  const actual = await derive(password, {
    salt: Buffer.from(salt, 'base64'),
    bytes: expected.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(actual, expected);
}

interface Derivation {
  salt: Buffer;
  bytes: number;
  memory: number;
  passes: number;
  parallelism: number;
}

// The same letters typed on another keyboard can be other code points; NFKC makes them one.
const derive = async (password: string, { salt, bytes, ...rest }: Derivation): Promise<Buffer> =>
  argon2id('argon2id', {
    message: password.normalize('NFKC'),
    nonce: salt,
    tagLength: bytes,
    ...rest,
  });

async function matchesScrypt(password: string, digest: string): Promise<boolean> {
  const [, salt, hash] = digest.split('$');
  if (salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = await deriveScrypt(
    password.normalize('NFKC'),
    Buffer.from(salt, 'base64'),
    expected.length,
    scryptCost,
  );
  return expected.length > 0 && timingSafeEqual(actual, expected);
}

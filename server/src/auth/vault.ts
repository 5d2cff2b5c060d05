import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';

/** Everything done with the installation's secret key. Each use has a key of its own derived from it. */
export interface Vault {
  /** Keyed digest by which a stored secret is found; without the key it cannot be guessed offline. */
  digest(secret: string): Buffer;
  encrypt(text: string): Buffer;
  /** Throws when the text was encrypted with another key or altered. */
  decrypt(ciphertext: Buffer): string;
  /** `value` and a signature over it and `purpose`, safe in a URL. */
  sign(purpose: string, value: string): string;
  /** The signed value, or undefined when the signature does not match. */
  verify(purpose: string, signed: string): string | undefined;
  /** HMAC-SHA256 of the text under a key that is this purpose's alone. */
  mac(purpose: string, text: string): Buffer;
}

// 32 bytes in base64url.
const SIGNATURE_LENGTH = 43;

export function openVault(secretKey: string): Vault {
  const key = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secretKey, 'confab', use, 32));
  // Made a key of once: a digest with the bare bytes takes five times as long, and every request needs one.
  const macKeyFor = (use: string): KeyObject => createSecretKey(key(use));
  const digestKey = macKeyFor('token digest');
  const cipherKey = key('token cipher');
  const signingKey = macKeyFor('signed values');
  const macKeys = new Map<string, KeyObject>();
  const macKey = (purpose: string): KeyObject => {
    const known = macKeys.get(purpose) ?? macKeyFor(`mac ${purpose}`);
    macKeys.set(purpose, known);
    return known;
  };
  const sign = (purpose: string, value: string): string => {
    const signature = createHmac('sha256', signingKey).update(`${purpose}\n${value}`);
    return `${Buffer.from(value).toString('base64url')}--${signature.digest('base64url')}`;
  };

  return {
    digest: (secret) => createHmac('sha256', digestKey).update(secret).digest(),
    encrypt(text) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', cipherKey, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    decrypt(ciphertext) {
      const decipher = createDecipheriv('aes-256-gcm', cipherKey, ciphertext.subarray(0, 12));
      decipher.setAuthTag(ciphertext.subarray(12, 28));
      return Buffer.concat([decipher.update(ciphertext.subarray(28)), decipher.final()]).toString(
        'utf8',
      );
    },
    sign,
    verify(purpose, signed) {
      // By length and not by the dashes: the signature's own alphabet has them too.
      const encoded = signed.slice(0, -(SIGNATURE_LENGTH + 2));
      const value = Buffer.from(encoded, 'base64url').toString('utf8');
      const [expected, actual] = [Buffer.from(sign(purpose, value)), Buffer.from(signed)];
      return actual.length === expected.length && timingSafeEqual(actual, expected)
        ? value
        : undefined;
    },
    mac: (purpose, text) => createHmac('sha256', macKey(purpose)).update(text).digest(),
  };
}

import md5 from 'blueimp-md5';

export type User = Record<string, unknown>;

export interface Identity {
  identifier: string | number;
  user: User;
  /** Stands for all of it in the cookie that says whom the chat was told about. */
  digest: string;
}

const NEEDED = ['avatar_url', 'email', 'name'];

/** Throws, in the words that websites know, for what names nobody. */
export function readIdentity(identifier: unknown, user: unknown): Identity {
  if (typeof identifier !== 'string' && typeof identifier !== 'number') {
    throw new Error('Identifier should be a string or a number');
  }
  const facts = (user ?? {}) as User;
  if (!NEEDED.some((key) => facts[key])) {
    throw new Error(`User object should have one of the keys [${NEEDED.join(', ')}]`);
  }
  const text = [...NEEDED, 'identifier_hash']
    .map((key) => `${key}${String(facts[key] || '')}`)
    .join('');
  return { identifier, user: facts, digest: md5(`${text}identifier${identifier}`) };
}

import type { Vault } from './vault.ts';

/** What a signed link is good for; one for a purpose is nothing for another. */
type Purpose = 'password' | 'confirmation' | 'second factor';

interface Claim {
  purpose: Purpose;
  user_id: number;
  /** What is true of the user now. Once it is not any more, the link is void: so it works once. */
  proof: string;
}

/** How long each kind of link lives, in seconds. */
export const lifetimes = {
  reset: 6 * 60 * 60,
  confirmation: 3 * 24 * 60 * 60,
  invitation: 7 * 24 * 60 * 60,
  secondFactor: 5 * 60,
};

const fingerprint = (vault: Vault, { purpose, user_id, proof }: Claim): string =>
  vault.digest(`${purpose}\n${user_id}\n${proof}`).toString('base64url').slice(0, 22);

/** A token that needs no table: it names the user, when it ends, and a fingerprint of the proof. */
export function signLink(vault: Vault, claim: Claim, seconds: number): string {
  const ends = Math.floor(Date.now() / 1000) + seconds;
  const { purpose, user_id } = claim;
  return vault.sign(`link: ${purpose}`, `${user_id}.${ends}.${fingerprint(vault, claim)}`);
}

/** Whose token it is, if it is one for this purpose and has not ended; and whether a proof is the one it was made for. */
export function readLink(
  vault: Vault,
  purpose: Purpose,
  token: unknown,
): { user_id: number; proves: (proof: string) => boolean } | undefined {
  if (typeof token !== 'string') return undefined;
  const value = vault.verify(`link: ${purpose}`, token) ?? '';
  const [, id, ends, signed] = /^(\d{1,15})\.(\d{1,15})\.([\w-]{22})$/.exec(value) ?? [];
  if (Number(ends) * 1000 <= Date.now() || id === undefined) return undefined;
  const user_id = Number(id);
  return {
    user_id,
    // The whole is signed: nobody who guesses gets as far as this comparison.
    proves: (proof) => fingerprint(vault, { purpose, user_id, proof }) === signed,
  };
}

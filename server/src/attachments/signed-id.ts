import type { Vault } from '../auth/vault.ts';

const FILE = 'direct upload file';
const UPLOAD = 'direct upload address';

/** Names an uploaded file to the account that uploaded it; what `attachments` takes (contract §7.5). */
export const signedId = (vault: Vault, blob: { account_id: number; id: number }): string =>
  vault.sign(FILE, `${blob.account_id}/${blob.id}`);

/** The blob's id, or undefined when we did not sign this for the account. */
export function readSignedId(vault: Vault, accountId: number, signed: string): number | undefined {
  const [account, id] = vault.verify(FILE, signed)?.split('/') ?? [];
  return Number(account) === accountId && id !== undefined ? Number(id) : undefined;
}

interface Upload {
  account_id: number;
  id: number;
}

/** The right to send the bytes of one announced file until the instant. */
export const uploadToken = (vault: Vault, { account_id, id }: Upload, until: Date): string =>
  vault.sign(UPLOAD, `${account_id}/${id}/${until.getTime()}`);

/** Undefined when it is not ours, or its time is over. */
export function readUploadToken(vault: Vault, token: string, now: Date): Upload | undefined {
  const [account_id, id, until] = vault.verify(UPLOAD, token)?.split('/').map(Number) ?? [];
  if (account_id === undefined || id === undefined || until === undefined) return undefined;
  return until > now.getTime() ? { account_id, id } : undefined;
}

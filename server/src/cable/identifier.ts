import { parseObject } from '../realtime/protocol.ts';

/** Who a client says it is. */
export type Identity =
  | { kind: 'User'; token: string; account_id: number; user_id: number }
  | { kind: 'Contact'; token: string };

/**
 * Reads the identifier of a subscription (contract: platform §6.2): a person of the team names the
 * account and themselves, a customer shows a token only. Undefined for what names nobody.
 */
export function readIdentifier(text: string): Identity | undefined {
  const { channel, pubsub_token: token, account_id, user_id } = parseObject(text);
  if (channel !== 'RoomChannel' || typeof token !== 'string') return undefined;
  if (!/^[\w-]{1,255}$/.test(token)) return undefined;
  if (isBlank(user_id)) return { kind: 'Contact', token };
  const [user, account] = [idIn(user_id), idIn(account_id)];
  if (user === undefined || account === undefined) return undefined;
  return { kind: 'User', token, account_id: account, user_id: user };
}

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  (typeof value === 'string' && value.trim() === '');

function idIn(value: unknown): number | undefined {
  const isId = typeof value === 'number' || typeof value === 'string';
  return isId && /^[1-9]\d{0,14}$/.test(String(value)) ? Number(value) : undefined;
}

import { HttpError, invalidFields } from '../errors.ts';

const MAX_ADDRESS = 255;

/** An address as it is kept; undefined when it is none. */
export function parseEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  return email.length <= MAX_ADDRESS && /^[^\s@<>",;:\\()[\]]+@[^\s@<>",;:\\()[\]]+$/.test(email)
    ? email
    : undefined;
}

export interface Standing {
  role: 'agent' | 'administrator';
  custom_role_id: number | null;
}

/** What somebody is after the change. An administrator has no custom role: throws 422 for both. */
export function standingAfter(before: Standing, given: Partial<Standing>): Standing {
  const role = given.role ?? before.role;
  if (role === 'agent') return { role, ...pick(before, given) };
  if (given.custom_role_id != null) {
    throw invalidFields([['custom_role', 'is for agents, not for administrators']]);
  }
  return { role, custom_role_id: null };
}

const pick = (before: Standing, given: Partial<Standing>): { custom_role_id: number | null } => ({
  custom_role_id: given.custom_role_id === undefined ? before.custom_role_id : given.custom_role_id,
});

const MOST = 100_000;

/** How many members there may be (contract: platform §3.3). */
export function agentLimit(
  customAttributes: Record<string, unknown>,
  limits: Record<string, unknown> = {},
): number {
  const given = [customAttributes['subscribed_quantity'], limits['agents']].map(Number);
  return given.find((quantity) => Number.isSafeInteger(quantity) && quantity > 0) ?? MOST;
}

export const tooManyAgents = (): HttpError =>
  new HttpError(402, { error: 'Account limit exceeded. Please purchase more licenses' });

import { invalidFields } from '../errors.ts';
import { SCOPES } from './schema.ts';

/** Throws 422 for a name that is none. */
export function checkName(name: string): void {
  if (name.trim() === '') throw invalidFields([['name', "can't be blank"]]);
}

/** One or both of them, each once; throws 422 for anything else. */
export function parseScopes(values: readonly string[]): string[] {
  if (values.length === 0) throw invalidFields([['scopes', "can't be blank"]]);
  if (!values.every((value) => (SCOPES as readonly string[]).includes(value))) {
    throw invalidFields([['scopes', 'can only be read or write']]);
  }
  return [...new Set(values)];
}

const INVALID = [['expires_at', 'is invalid']] as const;

/** An instant to come, in ISO 8601 or Unix seconds; null for none. Throws 422. */
export function parseExpiry(value: unknown, now: Date): Date | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' && typeof value !== 'number') throw invalidFields(INVALID);
  const isSeconds = /^\d{1,12}$/.test(String(value));
  const isIso = typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value);
  if (!isSeconds && !isIso) throw invalidFields(INVALID);
  const expiry = new Date(isSeconds ? Number(value) * 1000 : value);
  if (Number.isNaN(expiry.getTime()) || expiry.getUTCFullYear() > 9999)
    throw invalidFields(INVALID);
  if (expiry <= now) throw invalidFields([['expires_at', 'must be in the future']]);
  return expiry;
}

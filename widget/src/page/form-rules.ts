import { parseUrl } from '../url.ts';
import type { Field } from './globals.ts';

/** What of a conversation or message is wrong, by the name of the words that say it. */
export type Fault = 'required' | 'invalidEmail' | 'invalidPhone' | 'invalidUrl' | 'invalid';

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PHONE = /^\+[1-9]\d{1,14}$/;

const withoutSpaces = (phone: string): string => phone.replace(/[\s().-]/g, '');

/** What is wrong with what was filled in, or undefined. */
export function faultOf(field: Field, value: string | boolean): Fault | undefined {
  if (typeof value === 'boolean') {
    return field.required === true && !value ? 'required' : undefined;
  }
  const text = value.trim();
  if (text === '') return field.required === true ? 'required' : undefined;
  if (field.type === 'email') return EMAIL.test(text) ? undefined : 'invalidEmail';
  if (field.name === 'phoneNumber') return PHONE.test(withoutSpaces(text)) ? undefined : 'invalidPhone'; // prettier-ignore
  if (field.type === 'link' || field.type === 'url') return isLink(text) ? undefined : 'invalidUrl';
  if (field.type === 'number') return Number.isFinite(Number(text)) ? undefined : 'invalid';
  const pattern = patternOf(field.regex_pattern);
  return pattern === undefined || pattern.test(text) ? undefined : 'invalid';
}

const isLink = (text: string): boolean => /^https?:$/.test(parseUrl(text)?.protocol ?? '');

/** A pattern that the team has set, as `^\d+$` or `/^\d+$/i`; undefined for one that is none. */
export function patternOf(text: string | null | undefined): RegExp | undefined {
  if (text == null || text.trim() === '') return undefined;
  const [, inner, flags] = /^\/(.*)\/([a-z]*)$/s.exec(text.trim()) ?? [];
  try {
    return new RegExp(inner ?? text, (flags ?? '').replace(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

interface Known {
  has_email: boolean;
  has_phone_number: boolean;
  has_name: boolean;
  identifier?: string | null;
}

/** The fields that are asked: those that are switched on, without what is known already. */
export function askedFields(fields: readonly Field[], known: Known | undefined): Field[] {
  const isKnown =
    known !== undefined && (known.has_email || known.has_phone_number || known.identifier != null);
  return fields.filter(({ enabled, name }) => {
    if (enabled !== true) return false;
    if (name === 'emailAddress') return known?.has_email !== true;
    if (name === 'phoneNumber') return known?.has_phone_number !== true;
    return name !== 'fullName' || !isKnown;
  });
}

export type Answers = Record<string, string | boolean>;

/** What the form has asked, as the server takes it (contract: customer §3.10). */
export function sortAnswers(fields: readonly Field[], answers: Answers) {
  const contact: Record<string, string> = {};
  const custom_attributes: Record<string, unknown> = {};
  const contact_attributes: Record<string, unknown> = {};
  const standard: Record<string, string> = { emailAddress: 'email', fullName: 'name', phoneNumber: 'phone_number' }; // prettier-ignore
  for (const field of fields) {
    const value = answers[field.name];
    if (value === undefined || value === '') continue;
    const key = standard[field.name];
    if (key !== undefined) {
      const text = String(value).trim();
      contact[key] = key === 'phone_number' ? withoutSpaces(text) : text;
      continue;
    }
    const typed = field.type === 'number' ? Number(value) : value;
    if (field.field_type === 'contact_attribute') contact_attributes[field.name] = typed;
    else custom_attributes[field.name] = typed;
  }
  return { contact, custom_attributes, contact_attributes };
}

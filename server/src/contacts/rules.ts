import { isObject } from '../http/bag.ts';

export const CONTACT_TYPES = ['visitor', 'lead', 'customer'] as const;
export type ContactType = (typeof CONTACT_TYPES)[number];

export type Attributes = Record<string, unknown>;

/** What can be written into a contact. */
export interface ContactValues {
  name: string;
  email: string | null;
  phone_number: string | null;
  identifier: string | null;
  blocked: boolean;
  additional_attributes: Attributes;
  custom_attributes: Attributes;
}

/** The same as a request brings it: null and blank clear a text, and mean no attributes. */
export type GivenContact = { [K in keyof ContactValues]?: ContactValues[K] | null | undefined };

/** An attribute, and what is wrong with it in the original's words. */
export type Problem = readonly [attribute: string, problem: string];

const MAX_LINE = 255;
const MAX_ATTRIBUTES = 100_000; // characters of JSON

const emailForm = /^[^@\s]+@[^@\s]+$/;
// The original does not look at what stands before the plus (contract: customer §10, quirk 16).
const phoneForm = /^\+[1-9]\d{1,14}$/;

const isBlank = (text: string | null | undefined): boolean => text == null || text.trim() === '';

const orNull = (text: string | null | undefined): string | null =>
  isBlank(text) ? null : (text as string);

/** The values in the form in which they are kept (contract: customer §1.6); what is absent stays absent. */
export function normalise(given: GivenContact): Partial<ContactValues> {
  const values: Partial<ContactValues> = {};
  if (given.name !== undefined) values.name = given.name ?? '';
  if (given.email !== undefined) values.email = orNull(given.email)?.toLowerCase() ?? null;
  if (given.phone_number !== undefined) values.phone_number = orNull(given.phone_number);
  if (given.identifier !== undefined) values.identifier = orNull(given.identifier);
  if (given.blocked !== undefined) values.blocked = given.blocked ?? false;
  if (given.additional_attributes !== undefined) {
    values.additional_attributes = given.additional_attributes ?? {};
  }
  if (given.custom_attributes !== undefined)
    values.custom_attributes = given.custom_attributes ?? {};
  return values;
}

export const isEmail = (text: string): boolean => text.length <= MAX_LINE && emailForm.test(text);
export const isPhoneNumber = (text: string): boolean => phoneForm.test(text);

/** What is wrong with the values by themselves; whether they are taken is for the database to say. */
export function problemsOf(values: ContactValues): Problem[] {
  const { email, phone_number } = values;
  const problems: Problem[] = [];
  for (const name of ['name', 'email', 'phone_number', 'identifier'] as const) {
    if ((values[name] ?? '').length > MAX_LINE) {
      problems.push([name, `is too long (maximum is ${MAX_LINE} characters)`]);
    }
  }
  if (email !== null && !emailForm.test(email)) problems.push(['email', 'Invalid email']);
  if (phone_number !== null && !isPhoneNumber(phone_number)) {
    problems.push(['phone_number', 'should be in e164 format']);
  }
  for (const name of ['additional_attributes', 'custom_attributes'] as const) {
    if (JSON.stringify(values[name]).length > MAX_ATTRIBUTES) {
      problems.push([name, `is too long (maximum is ${MAX_ATTRIBUTES} characters)`]);
    }
  }
  return problems;
}

/** A visitor who can be reached is a lead; nobody becomes less than they were. */
export function contactTypeOf(before: ContactType, values: ContactValues): ContactType {
  if (before !== 'visitor') return before;
  const social = Object.entries(values.additional_attributes).some(
    ([key, value]) => key.startsWith('social_') && !isEmpty(value),
  );
  return values.email !== null || values.phone_number !== null || social ? 'lead' : 'visitor';
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Where they are, as the columns say it; of the country the name and not the code (contract: customer §0.4). */
export const placeOf = ({ additional_attributes: { city, country } }: ContactValues) => ({
  location: placeName(city),
  country_code: placeName(country),
});

const placeName = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, MAX_LINE) : null;

/** Both objects as one, also inside of objects that both have; elsewhere `over` wins, even when it is blank. */
export function deepMerge(under: Attributes, over: Attributes): Attributes {
  const merged = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key);
    merged.set(key, isObject(below) && isObject(value) ? deepMerge(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/** The survivor's values after a merge: its own, and the other's where it has none (contract: customer §1.10). */
export function mergedValues(base: ContactValues, mergee: ContactValues): ContactValues {
  return {
    name: isBlank(base.name) ? mergee.name : base.name,
    email: base.email ?? mergee.email,
    phone_number: base.phone_number ?? mergee.phone_number,
    identifier: base.identifier ?? mergee.identifier,
    blocked: base.blocked,
    additional_attributes: deepMerge(mergee.additional_attributes, base.additional_attributes),
    custom_attributes: deepMerge(mergee.custom_attributes, base.custom_attributes),
  };
}

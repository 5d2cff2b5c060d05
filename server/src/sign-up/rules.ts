import { HttpError } from '../errors.ts';

const refused = (message: string): HttpError => new HttpError(403, { message });

export interface Applicant {
  account_name: string;
  user_full_name: string;
  email: string;
}

// The misspelling is on the wire (contract: platform §3.1).
const INVALID = 'Invalid, please check the signup paramters and try again';

/** Throws 403 for somebody who signs up without a name of any kind. */
export function mustBeNamed({ account_name, user_full_name }: Omit<Applicant, 'email'>): void {
  if (account_name.trim() === '' && user_full_name.trim() === '') throw refused(INVALID);
}

export const invalidAddress = (): HttpError => refused('You have entered an invalid email');

export const alreadySignedUp = (email: string): HttpError =>
  refused(`You have already signed up for an account with ${email}`);

/** One address and nothing else: what the mailer takes. */
export const isAddress = (email: string): boolean =>
  email.length <= 255 &&
  /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@<>(),;:"[\]\\]+$/.test(email);

/** `en`, `pt_BR`, `zh-Hans`; whether there is a translation is the client's affair. */
export const isLocale = (locale: string): boolean =>
  /^[a-z]{2,3}([_-][A-Za-z]{2,4})?$/.test(locale);

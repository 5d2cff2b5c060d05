import type { Static } from 'typebox';
import { invalidFields } from '../errors.ts';
import { LOCALES, type AccountInput } from './shapes.ts';

type Input = Static<typeof AccountInput>;

const columns = ['name', 'locale', 'domain', 'support_email'] as const;
const attributes = ['industry', 'company_size', 'timezone'] as const;
const settings = [
  'auto_resolve_after',
  'auto_resolve_message',
  'auto_resolve_ignore_waiting',
  'audio_transcriptions',
  'auto_resolve_label',
  'conversation_required_attributes',
] as const;

const MIN_MINUTES = 10;
const MAX_MINUTES = 1_439_856;

/** Throws 422 for what an account cannot be (contract: platform §3.2). */
export function checkAccount(input: Input): void {
  const { name, locale, support_email, auto_resolve_after: minutes } = input;
  const problems: [string, string][] = [];
  if (name?.trim() === '') problems.push(['name', "can't be blank"]);
  if (locale !== undefined && !LOCALES.includes(locale)) {
    problems.push(['locale', 'is not included in the list']);
  }
  if (support_email && !/^[^\s@<>",;]+@[^\s@<>",;]+$/.test(support_email)) {
    problems.push(['support_email', 'is invalid']);
  }
  if (minutes != null && minutes < MIN_MINUTES) {
    problems.push(['auto_resolve_after', `must be greater than or equal to ${MIN_MINUTES}`]);
  }
  if (minutes != null && minutes > MAX_MINUTES) {
    problems.push(['auto_resolve_after', `must be less than or equal to ${MAX_MINUTES}`]);
  }
  if (problems.length > 0) throw invalidFields(problems);
}

export interface AccountValues {
  name: string;
  locale: string;
  domain: string | null;
  support_email: string | null;
  custom_attributes: Record<string, unknown>;
  settings: Record<string, unknown>;
}

/** The account with what was given; settings and attributes that were not keep their values. */
export function mergeAccount(before: AccountValues, input: Input): AccountValues {
  const given = <K extends keyof Input>(names: readonly K[]): Partial<Input> =>
    Object.fromEntries(
      names.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])),
    );
  const custom_attributes: Record<string, unknown> = {
    ...before.custom_attributes,
    ...given(attributes),
  };
  // The next page of the dashboard's first tour (contract: platform §3.2).
  if (custom_attributes['onboarding_step'] === 'account_update') {
    custom_attributes['onboarding_step'] = 'invite_team';
  }
  const after = { ...before, ...given(columns) };
  return {
    ...after,
    domain: after.domain || null,
    support_email: after.support_email || null,
    custom_attributes,
    settings: { ...before.settings, ...given(settings) },
  };
}

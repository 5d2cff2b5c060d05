import { unprocessable } from '../errors.ts';
import { isObject } from '../http/bag.ts';

const MAX_TEXT = 20_000;
const MAX_ITEMS = 100;

export interface Rating {
  rating: number | null;
  /** Absent leaves what was said before. */
  feedback_message?: string | null;
}

/** What a customer fills into a message: chosen options and form fields, or a rating. */
export type Submission =
  { csat_survey_response: Rating } | { name?: string; title?: string; value?: string }[];

/**
 * Reads `submitted_values` (contract: customer §2.4): a list of `{name, title, value}`, or
 * `{csat_survey_response: {rating, feedback_message}}`. Nothing else of it is kept. Throws 422.
 */
export function parseSubmission(value: unknown): Submission {
  if (Array.isArray(value)) return parseItems(value);
  if (!isObject(value)) throw unprocessable('submitted_values must be a list or an object');
  if ('csat_survey_response' in value) {
    return { csat_survey_response: parseRating(value['csat_survey_response']) };
  }
  // Forms write lists with numbers for keys.
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
    return parseItems(Object.values(value));
  }
  throw unprocessable('submitted_values must be a list, or an object with csat_survey_response');
}

function parseItems(items: unknown[]): Submission {
  if (items.length > MAX_ITEMS) {
    throw unprocessable(`submitted_values has too many entries (maximum is ${MAX_ITEMS})`);
  }
  return items.map((item) => {
    if (!isObject(item)) throw unprocessable('submitted_values must be a list of objects');
    const fields = ['name', 'title', 'value'].flatMap((key): [string, string][] => {
      const value = item[key];
      return value === undefined || value === null ? [] : [[key, textOf(value, key)]];
    });
    return Object.fromEntries(fields);
  });
}

function parseRating(value: unknown): Rating {
  if (!isObject(value)) {
    throw unprocessable('submitted_values.csat_survey_response must be an object');
  }
  const { rating, feedback_message } = value;
  return {
    rating: isBlank(rating) ? null : numberOf(rating),
    ...(feedback_message === undefined
      ? {}
      : { feedback_message: isBlank(feedback_message) ? null : textOf(feedback_message, 'feedback_message') }), // prettier-ignore
  };
}

const isBlank = (value: unknown): boolean => value === null || value === undefined || value === '';

function numberOf(value: unknown): number {
  const rating = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  if (rating === 1 || rating === 2 || rating === 3 || rating === 4 || rating === 5) return rating;
  throw unprocessable('submitted_values: rating must be a whole number from 1 to 5');
}

function textOf(value: unknown, name: string): string {
  if (typeof value === 'object') throw unprocessable(`submitted_values: ${name} must be a string`);
  const text = String(value);
  if (text.length <= MAX_TEXT) return text;
  throw unprocessable(`submitted_values: ${name} is too long (maximum is ${MAX_TEXT} characters)`);
}

/** The labels that say whether a conversation is surveyed, as an inbox's csat_config holds them. */
export interface SurveyRules {
  operator?: unknown;
  values?: unknown;
}

/** Whether a conversation with these labels gets a survey (contract: customer §2.6). */
export function isSurveyed(labels: readonly string[], rules: SurveyRules | null): boolean {
  const named = Array.isArray(rules?.values) ? rules.values.map(String) : [];
  if (named.length === 0) return true;
  const folded = new Set(labels.map((label) => label.toLowerCase()));
  const hasAny = named.some((label) => folded.has(label.toLowerCase()));
  return rules?.operator === 'does_not_contain' ? !hasAny : hasAny;
}

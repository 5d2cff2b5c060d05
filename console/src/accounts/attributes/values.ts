import type { Shape } from '@confab/client';

export type Definition = Shape<'CustomAttributeDefinition'>;

/** Why a text is no value of an attribute, as the name of what to say. */
export type Wrong = 'number' | 'link' | 'pattern';

type Read = { value: unknown } | { wrong: Wrong };

const numbers: readonly string[] = ['number', 'currency', 'percent'];

/** The value that a text stands for, as the API takes it; an empty text is none. */
export function readValue(
  { attribute_display_type: type, regex_pattern: pattern }: Definition,
  text: string,
): Read {
  const trimmed = text.trim();
  if (trimmed === '') return { value: null };
  if (numbers.includes(type)) {
    const number = Number(trimmed.replace(',', '.'));
    return Number.isFinite(number) ? { value: number } : { wrong: 'number' };
  }
  if (type === 'link') return URL.canParse(trimmed) && /^https?:/.test(trimmed) ? { value: trimmed } : { wrong: 'link' }; // prettier-ignore
  if (type === 'text' && pattern != null && pattern !== '' && !fits(pattern, trimmed)) {
    return { wrong: 'pattern' };
  }
  return { value: trimmed };
}

/** Whoever wrote the pattern may have made a mistake; then anything fits. */
function fits(pattern: string, text: string): boolean {
  try {
    // Ruby's clients wrap it: /…/
    return new RegExp(pattern.replace(/^\/(.*)\/[a-z]*$/, '$1')).test(text);
  } catch {
    return true;
  }
}

/** A value as text, as it stands in a field. */
export const writtenAs = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

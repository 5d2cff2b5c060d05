import { reasonOf } from '../../../api/api.ts';

/** Why the server refused a filter, in its words, and which attribute it speaks of. */
export interface Refusal {
  key: string | undefined;
  text: string;
}

const speaksOf = /^(?:Invalid value\. The values provided for (\S+) are|Invalid operator\. The allowed operators for (\S+) are|Invalid attribute key - \[([^\]]+)\])/; // prettier-ignore

export function refusalOf(error: unknown): Refusal | undefined {
  const text = reasonOf(error);
  if (text === undefined) return undefined;
  const [, value, operator, attribute] = speaksOf.exec(text) ?? [];
  return { key: value ?? operator ?? attribute, text };
}

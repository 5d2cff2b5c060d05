import { Refusal } from '../api.ts';
import type { Message } from '../shapes.ts';
import { trouble } from '../state.ts';
import { words } from '../words/words.ts';

/** The things that a message lists, whatever a bot has written there. */
export function itemsOf<T>({ content_attributes }: Message): Partial<T>[] {
  const items: unknown = content_attributes?.['items'];
  const all: unknown[] = Array.isArray(items) ? items : [];
  return all.filter((each): each is Partial<T> => typeof each === 'object' && each !== null);
}

/** What the visitor has answered to it so far. */
export const submittedOf = ({ content_attributes }: Message): unknown =>
  content_attributes?.['submitted_values'];

export const tellFailure = (error: unknown): void => {
  trouble.value = (error instanceof Refusal && error.message) || words.peek().failed;
};

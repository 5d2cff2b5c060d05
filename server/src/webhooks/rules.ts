import { invalidFields } from '../errors.ts';

const usual = [
  'conversation_status_changed', 'conversation_updated', 'conversation_created', 'contact_created',
  'contact_updated', 'message_created', 'message_updated', 'webwidget_triggered',
]; // prettier-ignore

/** What can be subscribed to (contract: platform §5.2), and at the end what the original has not. */
export const SUBSCRIPTIONS: readonly string[] = [
  ...usual,
  'inbox_created',
  'inbox_updated',
  'conversation_typing_on',
  'conversation_typing_off',
  'conversation_deleted',
  'contact_deleted',
];

/** The events of a request, each once; the usual ones when it names none. Throws 422. */
export function readSubscriptions(given: unknown): string[] {
  if (given === undefined || given === null) return usual;
  const isKnown = (each: unknown): boolean => SUBSCRIPTIONS.includes(each as string);
  if (!Array.isArray(given) || given.length === 0 || !given.every(isKnown)) {
    throw invalidFields([['subscriptions', 'Invalid events']]);
  }
  return [...new Set(given as string[])];
}

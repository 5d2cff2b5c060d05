import { patch } from './api.ts';
import { say } from './host.ts';
import { loadContact } from './load.ts';
import type { Message } from './shapes.ts';
import { keepMessages } from './state.ts';

const fill = (message: Message, attributes: Record<string, unknown>): void =>
  keepMessages([
    { ...message, content_attributes: { ...message.content_attributes, ...attributes } },
  ]);

/** Answers what a message asks: an option, a form, a rating. Throws when it is refused. */
export async function submit(message: Message, submitted_values: unknown): Promise<void> {
  await patch(`messages/${message.id}`, { message: { submitted_values } });
  fill(message, { submitted_values });
}

/** Leaves the address that a message asks for. Throws when it is refused. */
export async function submitEmail(message: Message, email: string): Promise<void> {
  await patch(`messages/${message.id}`, { contact: { email } });
  fill(message, { submitted_email: email.toLowerCase() });
  await loadContact();
}

/** The website may do something of its own when a button of a card is pressed. */
export const postback = (payload: unknown): void =>
  say('postback', { data: { event: 'postback', data: { payload } } });

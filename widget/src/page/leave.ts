import { get, post } from './api.ts';
import { isFramed } from './globals.ts';
import { isInApp, say } from './host.ts';
import { conversation, isEnded, messages, startsAnew, view } from './state.ts';

export const canClose = isFramed || isInApp();

/** Closes the window, as far as somebody around it can. */
export function closeWindow(): void {
  say('closeWindow');
  window.ReactNativeWebView?.postMessage(JSON.stringify({ type: 'close-widget' }));
}

export async function endConversation(): Promise<void> {
  await get('conversations/toggle_status');
  const current = conversation.peek();
  if (current !== undefined) conversation.value = { ...current, status: 'resolved' };
}

export const mailTranscript = async (): Promise<void> => post('conversations/transcript');

/** The next message starts another conversation; with the form before it, if there is one. */
export function beginAnew(form: boolean): void {
  startsAnew.value = true;
  messages.value = [];
  view.value = form ? 'form' : 'chat';
}

/** From the welcome to the conversation, which may be over. */
export function openChat(form: boolean): void {
  const hasConversation = conversation.peek() !== undefined && messages.peek().length > 0;
  const eventIdentifier = 'chatwoot:on-start-conversation';
  say('onEvent', { eventIdentifier, data: { hasConversation } });
  view.value = form && !hasConversation && !isEnded.peek() ? 'form' : 'chat';
}

import { answerOf, credentials, post, urlOf } from './api.ts';
import { loadConversation } from './load.ts';
import type { Waiting } from './outbox.ts';
import { asVisitor } from './session.ts';
import type { Conversation, Message } from './shapes.ts';
import { conversation, messages, pageAddress, startsAnew } from './state.ts';

/** A message as the server takes it (contract: customer §3.5). */
const wordsOf = ({ content, echo_id, written_at }: Waiting) => ({
  content,
  echo_id,
  timestamp: new Date(written_at).toString(),
  referer_url: pageAddress.peek() || null,
});

/** Sends it as the visitor, and returns what the conversation has got by that. Throws when it cannot be sent. */
export async function send(one: Waiting, progress: (part: number) => void): Promise<Message[]> {
  return asVisitor(async () => {
    if (startsAnew.peek() && one.file === undefined) return startAnew(one);
    const sent =
      one.file === undefined
        ? await post<Message>('messages', { message: wordsOf(one) })
        : await upload(one, one.file, progress);
    // The first, or one of which the page did not know: what else was said in it, the server says.
    if (conversation.peek()?.id !== sent.conversation_id) await loadConversation();
    return [{ content_type: 'text', ...sent }];
  });
}

interface Started extends Conversation {
  messages: Message[];
}

/** Starts a conversation of its own with what the form asked, if it did. */
export async function startWith(
  first: { content: string; echo_id: string },
  asked: object,
): Promise<void> {
  const message = wordsOf({ ...first, written_at: Date.now(), state: 'sending' });
  const body = { message, ...asked };
  const key = first.echo_id;
  const { messages: all, ...started } = await asVisitor(async () =>
    post<Started>('conversations', body, { key }),
  );
  show(started, all);
}

async function startAnew(one: Waiting): Promise<Message[]> {
  const body = { message: wordsOf(one) };
  const started = await post<Started>('conversations', body, { key: one.echo_id });
  show(started, []);
  return started.messages;
}

function show({ id, status }: Conversation, all: Message[]): void {
  startsAnew.value = false;
  conversation.value = { id, status };
  messages.value = all;
}

/** With XMLHttpRequest, which can tell how much of a file has gone. */
async function upload(
  one: Waiting,
  file: File,
  progress: (part: number) => void,
): Promise<Message> {
  const form = new FormData();
  for (const [name, value] of Object.entries(wordsOf(one))) {
    if (value !== null && value !== '') form.append(`message[${name}]`, value);
  }
  form.append('message[attachments][]', file);
  const request = new XMLHttpRequest();
  request.open('POST', urlOf('messages'));
  for (const [name, value] of Object.entries(credentials())) request.setRequestHeader(name, value);
  request.upload.addEventListener('progress', ({ loaded, total }) => {
    if (total > 0) progress(loaded / total);
  });
  return new Promise<Message>((resolve, reject) => {
    request.addEventListener('error', () => reject(new TypeError('no connection')));
    request.addEventListener('load', () => {
      try {
        resolve(answerOf<Message>(request.status, request.responseText));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    request.send(form);
  });
}

import { session } from '../../api/session.ts';
import type { Outgoing } from './outbox.ts';

/** A message that the writer of a reply had not seen. */
export interface Missed {
  id: number;
  content: string | null;
  sender?: { name: string } | null;
}

/** The server has it and does not want it. */
export class Refused extends Error {
  /** When something newer had been said: what that was. */
  readonly missed: Missed[] | undefined;

  constructor(message: string, missed?: Missed[]) {
    super(message);
    this.missed = missed;
  }
}

type Answer = Record<string, unknown>;

/**
 * Sends a message, telling how far its files are: the one thing that fetch cannot do. Rejects with
 * Refused for what another try cannot help, and with another error when the server was not reached.
 */
export async function post(item: Outgoing, onProgress: (part: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const path = `/api/v1/accounts/${item.account}/conversations/${item.conversation}/messages`;
    request.open('POST', path);
    for (const [name, value] of Object.entries(session.get() ?? {})) {
      request.setRequestHeader(name, value as string);
    }
    request.timeout = 60_000 + item.files.length * 240_000;
    if (item.files.length > 0) {
      request.upload.addEventListener('progress', ({ loaded, total }) =>
        onProgress(loaded / total),
      );
    }
    request.addEventListener('load', () => {
      const answer = parse(request.responseText);
      if (request.status < 300) resolve(answer);
      // Later is as good as not reached: too many, under way already, not available.
      else if (request.status >= 500 || request.status === 429) reject(new Error('later'));
      else reject(refusal(answer));
    });
    for (const lost of ['error', 'timeout', 'abort']) {
      request.addEventListener(lost, () => reject(new Error('not reached')));
    }
    // A form would send every new line as two characters.
    if (item.files.length > 0) return request.send(formOf(item));
    request.setRequestHeader('content-type', 'application/json');
    request.send(JSON.stringify(bodyOf(item)));
  });
}

function refusal(answer: Answer): Refused {
  const { message, error, missed } = answer;
  const reason = [message, error].find((each) => typeof each === 'string') ?? '';
  return new Refused(reason, Array.isArray(missed) ? (missed as Missed[]) : undefined);
}

function parse(text: string): Answer {
  try {
    return Object(JSON.parse(text)) as Answer;
  } catch {
    return {};
  }
}

function bodyOf({ echo_id, content, private: isPrivate, in_reply_to, ...item }: Outgoing) {
  const { expected_last_message_id, to_emails, cc_emails, bcc_emails, scheduled_at, cancel_on_reply } = item; // prettier-ignore
  return {
    content,
    echo_id,
    private: isPrivate,
    ...(in_reply_to === undefined ? {} : { content_attributes: { in_reply_to } }),
    expected_last_message_id,
    to_emails,
    cc_emails,
    bcc_emails,
    scheduled_at,
    cancel_on_reply,
  };
}

function formOf(item: Outgoing): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(bodyOf(item))) {
    if (value === undefined) continue;
    form.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  for (const file of item.files) form.append('attachments[]', file);
  return form;
}

import { ConfabError, createConfab, type Confab } from '@confab/client';
import { session } from './session.ts';

export { ConfabError } from '@confab/client';

/** Sends a request as whoever is signed in. An answer that they are not any more ends the session here. */
export async function signedFetch(request: Request): Promise<Response> {
  const held = session.get();
  for (const [name, value] of Object.entries(held ?? {})) {
    request.headers.set(name, value as string);
  }
  const response = await fetch(request);
  if (response.status === 401 && held !== undefined && session.get() === held) {
    if (await saysWhoAreYou(response)) session.forget();
  } else if (response.ok) session.take(response.headers);
  return response;
}

/** Whether an answer says that nobody is signed in any more; 401 is also what somebody may not do. */
async function saysWhoAreYou(response: Response): Promise<boolean> {
  const body = (await response
    .clone()
    .json()
    .catch(() => undefined)) as { errors?: unknown } | undefined;
  return Array.isArray(body?.errors);
}

const clients = new Map<number, Confab>();

/** The client of one account; 0 for what belongs to none. */
export function api(accountId: number): Confab {
  const known = clients.get(accountId);
  if (known !== undefined) return known;
  const made = createConfab({
    url: location.origin,
    accountId,
    attempts: 3,
    longestWait: 5000,
    fetch: signedFetch,
  });
  clients.set(accountId, made);
  return made;
}

/** What does not belong to an account: signing in, the profile. */
export const server = () => api(0).server;

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer. Throws ConfabError for one that is not a success. */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (!response.ok) throw new ConfabError(response, error);
  return data as T;
}

/** The one field of what was sent that the server refuses; undefined when it is several, or something else. */
export function fieldOf(error: unknown): string | undefined {
  if (!(error instanceof ConfabError)) return undefined;
  const { attributes } = Object(error.body) as Record<string, unknown>;
  const [first, ...more] = Array.isArray(attributes) ? (attributes as unknown[]) : [];
  return typeof first === 'string' && more.length === 0 ? first : undefined;
}

/** What the server says is wrong, for people; undefined when it says nothing that they could use. */
export function reasonOf(error: unknown): string | undefined {
  if (!(error instanceof ConfabError)) return undefined;
  const { message, error: text, errors } = Object(error.body) as Record<string, unknown>;
  const [first] = Array.isArray(errors) ? (errors as unknown[]) : [];
  // Rules and macros are refused by field: {"error":{"actions":["…"]}}.
  const [field] = Object.values(Object(text) as object).flat() as unknown[];
  return [message, text, first, field].find((each) => typeof each === 'string');
}

/** An answer other than success, thrown by verbs and queries; one handler turns it into the response. */
export class HttpError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;

  constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The same bytes for "there is none" and "you may not see it". */
export const notFound = (): HttpError =>
  new HttpError(404, { error: 'Resource could not be found' });

export const unauthenticated = (): HttpError =>
  new HttpError(401, { errors: ['You need to sign in or sign up before continuing.'] });

/** 401 and not 403, as every client expects (contract §1.2). */
export const unauthorized = (message = 'You are not authorized to do this action'): HttpError =>
  new HttpError(401, { error: message });

export const forbidden = (message: string): HttpError => new HttpError(403, { error: message });

export const unprocessable = (message: string): HttpError => new HttpError(422, { error: message });

/** A record that breaks a rule of its own: the form with `message` and `attributes`. */
export const invalidRecord = (message: string, attributes: string[]): HttpError =>
  new HttpError(422, { message, attributes });

/**
 * A record with several things wrong, each an attribute and what is wrong with it, in the words of the
 * original: `[['name', "can't be blank"]]` reads "Name can't be blank".
 */
export const invalidFields = (problems: readonly Problem[]): HttpError =>
  invalidRecord(fullMessages(problems), [...new Set(problems.map(([attribute]) => attribute))]);

type Problem = readonly [attribute: string, problem: string];

/** The same problems as one text. */
export const fullMessages = (problems: readonly Problem[]): string =>
  problems.map(([attribute, problem]) => `${humanName(attribute)} ${problem}`).join(', ');

function humanName(attribute: string): string {
  const words = attribute.replace(/_id$/, '').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a request must have and has not. */
export const missingParameter = (name: string): HttpError =>
  unprocessable(`param is missing or the value is empty: ${name}`);

export const conflict = (message: string): HttpError =>
  new HttpError(409, { error: message }, { 'retry-after': '1' });

/** The framework's own form, for what never reached a route's rules. */
export const frameworkError = (status: number, error: string): HttpError =>
  new HttpError(status, { status, error });

export const tooManyRequests = (retryAfterSeconds: number): HttpError =>
  new HttpError(429, 'Retry later\n', { 'retry-after': String(Math.max(1, retryAfterSeconds)) });

export const unavailable = (message: string, status: 503 | 507 = 503): HttpError =>
  new HttpError(status, { error: message }, { 'retry-after': '2' });

const connectionLost = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT', // prettier-ignore
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08006',
  '53300',
  '25006',
]);

/** The attribute that a unique index is about; two rows with the same value are the request's mistake. */
const uniqueAttributes: Record<string, string> = {
  canned_responses_short_code: 'short_code',
  contacts_email: 'email',
  contacts_identifier: 'identifier',
  contacts_phone: 'phone_number',
  custom_attribute_definitions_key: 'attribute_key',
  inboxes_email: 'email',
  integration_hooks_single: 'app_id',
  labels_title: 'title',
  teams_name: 'name',
  users_email: 'email',
  webhooks_url: 'url',
};

/** What a failure of the database means to a caller; undefined when it is a mistake of ours. */
export function fromDatabaseError(error: unknown): HttpError | undefined {
  const {
    code,
    constraint,
    message = '',
  } = error as {
    code?: string;
    constraint?: string;
    message?: string;
  };
  const attribute = code === '23505' ? uniqueAttributes[constraint ?? ''] : undefined;
  if (attribute !== undefined) return invalidFields([[attribute, 'has already been taken']]);
  if (code === '53100' || code === 'ENOSPC')
    return unavailable('The server has no space left', 507);
  if (
    (code !== undefined && connectionLost.has(code)) ||
    /Connection terminated|timeout exceeded when trying to connect|not queryable|Client has encountered/.test(
      message,
    )
  ) {
    return unavailable('The database is not available, please try again');
  }
  if (code === '57014' || code === '55P03')
    return unavailable('The server is busy, please try again');
  // 22: a value that PostgreSQL cannot hold; 54: too large for an index or a statement.
  if (code?.startsWith('22') || code?.startsWith('54'))
    return unprocessable('A value is invalid or out of range');
  return undefined;
}

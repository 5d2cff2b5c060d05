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

/** What a failure of the database means to a caller; undefined when it is a mistake of ours. */
export function fromDatabaseError(error: unknown): HttpError | undefined {
  const { code, message = '' } = error as { code?: string; message?: string };
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

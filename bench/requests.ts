/** Requests as text, as clients send them. */

export interface Request {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: object;
  /** Sent as a form with a file in it, in place of JSON. */
  form?: Record<string, string>;
  /** Who asks, if not whoever has the token: nobody yet, or a session. */
  as?: 'nobody' | 'session';
}

export interface Credentials {
  token: string;
  session: Record<string, string>;
}

function credentialsOf({ as }: Request, { token, session }: Credentials): string[] {
  if (as === 'nobody') return [];
  const headers = as === 'session' ? session : { api_access_token: token };
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
}

const BOUNDARY = 'confab-bench';
const FILE = 'A line of a log that a customer has been asked for.\n'.repeat(160);

function formOf(fields: Record<string, string>): string {
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--${BOUNDARY}\r\ncontent-disposition: form-data; name="attachments[]"; filename="log.txt"\r\ncontent-type: text/plain\r\n\r\n${FILE}\r\n--${BOUNDARY}--\r\n`;
}

/** The whole text of a request, in latin1. */
export function requestText(request: Request, credentials: Credentials): string {
  const { method, path, body, form } = request;
  const payload =
    form !== undefined ? formOf(form) : body === undefined ? '' : JSON.stringify(body);
  const type =
    form === undefined ? 'application/json' : `multipart/form-data; boundary=${BOUNDARY}`;
  const length = Buffer.byteLength(payload);
  const head = [
    `${method} ${path} HTTP/1.1`,
    'host: localhost',
    ...credentialsOf(request, credentials),
    ...(method === 'GET' ? [] : [`content-type: ${type}`, `content-length: ${length}`]),
  ];
  return `${head.join('\r\n')}\r\n\r\n${payload}`;
}

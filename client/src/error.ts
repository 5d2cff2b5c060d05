/** An answer that is not a success, where there is no place to return it. */
export class ConfabError extends Error {
  readonly status: number;
  /** The body of the answer: its forms are in the reference. */
  readonly body: unknown;
  /** Names the request in the server's log. */
  readonly requestId: string | null;

  constructor(response: Response, body: unknown) {
    super(`${response.status}: ${typeof body === 'string' ? body : JSON.stringify(body)}`);
    this.name = 'ConfabError';
    this.status = response.status;
    this.body = body;
    this.requestId = response.headers.get('x-request-id');
  }
}

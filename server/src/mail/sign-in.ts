/** Why a mail server could not be used, as far as its owner needs to know. */
export type SignInProblem = 'unreachable' | 'timeout' | 'credentials' | 'closed';

export class SignInError extends Error {
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
  }
}

/** A mail server of somebody's, at an address that was checked. */
export interface MailServerAccess {
  /** Its name, which its certificate must be for. */
  hostname: string;
  address: string;
  port: number;
  login: string;
  password: string;
  /** TLS from the start. */
  secure: boolean;
  /** Milliseconds for everything. */
  timeoutMs: number;
}

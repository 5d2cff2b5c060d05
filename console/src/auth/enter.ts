import { ConfabError, reasonOf, server, unwrap } from '../api/api.ts';
import { queries } from '../api/queries.ts';

/** What a second factor needs: the token of the first step. */
export interface SecondStep {
  mfa_token: string;
}

const isSecondStep = (value: unknown): value is SecondStep =>
  typeof (value as SecondStep | null)?.mfa_token === 'string';

/** Signs in with any of the ways. The second step when one is asked for; then nobody is signed in yet. */
export async function enter(body: Record<string, string>): Promise<SecondStep | undefined> {
  const answer = await server().POST('/auth/sign_in', { body } as never);
  return entered(answer);
}

export async function entered(answer: {
  data?: unknown;
  error?: unknown;
  response: Response;
}): Promise<SecondStep | undefined> {
  if (!answer.response.ok) throw new ConfabError(answer.response, answer.error);
  if (answer.response.status === 206 && isSecondStep(answer.data)) return answer.data;
  // Whoever was here before may not have seen the same.
  queries.clear();
  return undefined;
}

/** Whether address and password were refused; an address still to be confirmed is refused in other words. */
export const isUnknown = (error: unknown): boolean =>
  error instanceof ConfabError &&
  error.status === 401 &&
  reasonOf(error)?.startsWith('Invalid login credentials') === true;

/** Where somebody who has just signed in works. */
export async function homeOf(): Promise<string> {
  const profile = await unwrap(server().GET('/api/v1/profile'));
  const id = profile.account_id ?? profile.accounts[0]?.id;
  return id === undefined ? '/app/no-account' : `/app/accounts/${id}/conversations`;
}

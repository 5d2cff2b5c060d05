import type { Shape } from '@confab/client';
import { queryOptions } from '@tanstack/react-query';
import { server, unwrap } from '../../../api/api.ts';

export type Session = Shape<'Session'>;

// Where else somebody signs in is told by nobody.
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => unwrap(server().GET('/api/v1/profile/sessions')),
  staleTime: 0,
});

export const twoFactorQuery = queryOptions({
  queryKey: ['two-factor'],
  queryFn: async () => unwrap(server().GET('/api/v1/profile/mfa')),
});

const browsers = [[/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari']] as const; // prettier-ignore
const systems = [[/Windows/, 'Windows'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux']] as const; // prettier-ignore

/** "Chrome, Linux" from what a client says of itself; empty when that says nothing. */
export function clientName(agent: string): string {
  const first = (known: readonly (readonly [RegExp, string])[]): string | undefined =>
    known.find(([pattern]) => pattern.test(agent))?.[1];
  const named = [first(browsers), first(systems)].filter((each) => each !== undefined);
  return named.length > 0 ? named.join(', ') : (agent.split('/')[0] ?? '');
}

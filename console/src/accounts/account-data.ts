import type { Shape } from '@confab/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, server, unwrap } from '../api/api.ts';

export type Profile = Shape<'Profile'>;

export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: async () => unwrap(server().GET('/api/v1/profile')),
});

export const inboxesQuery = (account: number) =>
  queryOptions({
    queryKey: ['inboxes', account],
    queryFn: async () => (await unwrap(api(account).GET('/inboxes'))).payload,
  });

export const teamsQuery = (account: number) =>
  queryOptions({
    queryKey: ['teams', account],
    queryFn: async () => unwrap(api(account).GET('/teams')),
  });

export const labelsQuery = (account: number) =>
  queryOptions({
    queryKey: ['labels', account],
    queryFn: async () => (await unwrap(api(account).GET('/labels'))).payload,
  });

export const agentsQuery = (account: number) =>
  queryOptions({
    queryKey: ['agents', account],
    queryFn: async () => unwrap(api(account).GET('/agents')),
  });

export const macrosQuery = (account: number) =>
  queryOptions({
    queryKey: ['macros', account],
    queryFn: async () => (await unwrap(api(account).GET('/macros'))).payload,
  });

export const cannedQuery = (account: number) =>
  queryOptions({
    queryKey: ['canned', account],
    queryFn: async () => unwrap(api(account).GET('/canned_responses')),
  });

export const attributesQuery = (account: number) =>
  queryOptions({
    queryKey: ['attributes', account],
    queryFn: async () => unwrap(api(account).GET('/custom_attribute_definitions')),
  });

/** The account of the address. */
export function useAccount(): number {
  const { accountId } = useParams({ from: '/app/accounts/$accountId' });
  return accountId;
}

/** Who is signed in; there is somebody on every page of an account. */
export function useMe(): Profile | undefined {
  return useQuery(profileQuery).data;
}

/** Their part in the account of the address: role, availability. */
export function useMembership(): Profile['accounts'][number] | undefined {
  const account = useAccount();
  return useMe()?.accounts.find(({ id }) => id === account);
}

export const botsQuery = (account: number) =>
  queryOptions({
    queryKey: ['bots', account],
    queryFn: async () => unwrap(api(account).GET('/agent_bots')),
  });

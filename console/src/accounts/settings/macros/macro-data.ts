import type { Shape } from '@confab/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';

export type Macro = Shape<'Macro'>;
export type Execution = Shape<'MacroExecution'>;

export const macroQuery = (account: number, id: number) =>
  queryOptions({
    queryKey: ['macro', account, id],
    queryFn: async () => {
      const answer = await unwrap(
        api(account).GET('/macros/{macro_id}', { params: { path: { macro_id: id } } }),
      );
      return answer.payload;
    },
    staleTime: 0,
    gcTime: 0,
  });

const PER_PAGE = 25;

export const executionsQuery = (account: number, id: number) =>
  infiniteQueryOptions({
    queryKey: ['macro-runs', account, id],
    queryFn: async ({ pageParam: page }) =>
      (
        await unwrap(
          api(account).GET('/macros/{macro_id}/executions', {
            params: { path: { macro_id: id }, query: { page } },
          }),
        )
      ).payload,
    initialPageParam: 1,
    getNextPageParam: (last, pages) => (last.length < PER_PAGE ? undefined : pages.length + 1),
    staleTime: 0,
    // Nothing tells when one was run: while somebody looks, it is asked for again.
    refetchInterval: 5000,
  });

interface Person {
  id: number;
  isAdministrator: boolean;
}

/** Its author, and administrators when it is everybody's. */
export const mayChange = ({ created_by, visibility }: Macro, me: Person): boolean =>
  created_by?.id === me.id || (me.isAdministrator && visibility === 'global');

/** Its author, and administrators when it is everybody's and its author has left. */
export const mayDelete = ({ created_by, visibility }: Macro, me: Person): boolean =>
  created_by?.id === me.id ||
  (me.isAdministrator && visibility === 'global' && (created_by?.role ?? null) === null);

import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';

/** The saved views of conversations: one's own, and after them those that others share. */
export const savedQuery = (account: number) =>
  queryOptions({
    queryKey: ['saved', account],
    queryFn: async () =>
      unwrap(
        api(account).GET('/custom_filters', { params: { query: { filter_type: 'conversation' } } }),
      ),
    // No event tells what others share or stop sharing.
    refetchOnWindowFocus: true,
  });

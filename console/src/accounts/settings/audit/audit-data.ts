import type { Shape } from '@confab/client';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';
import { spanOf } from '../../../time/days.ts';
import type { AuditSearch } from './audit-search.ts';

export type AuditLine = Shape<'AuditLine'>;

export const auditQuery = (account: number, search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', account, search],
    queryFn: async ({ pageParam: page }) => {
      const { kind, action, person } = search;
      return unwrap(
        api(account).GET('/audit_logs', {
          params: {
            query: {
              page,
              ...(kind === undefined ? {} : { auditable_type: kind }),
              ...(action === undefined ? {} : { action }),
              ...(person === undefined ? {} : { user_id: person }),
              ...spanOf(search),
            },
          },
        }),
      );
    },
    initialPageParam: 1,
    getNextPageParam: ({ current_page, per_page, total_entries }) =>
      current_page * per_page < total_entries ? current_page + 1 : undefined,
    // Nobody tells of new lines.
    staleTime: 0,
  });

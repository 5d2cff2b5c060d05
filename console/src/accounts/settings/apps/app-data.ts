import type { Shape } from '@confab/client';
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';

export type App = Shape<'DashboardApp'>;

export const appsQuery = (account: number) =>
  queryOptions({
    queryKey: ['apps', account],
    queryFn: async () => unwrap(api(account).GET('/dashboard_apps')),
  });

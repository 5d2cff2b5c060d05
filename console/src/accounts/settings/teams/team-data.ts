import type { Shape } from '@confab/client';
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';

export type Team = Shape<'Team'>;

export const membersQuery = (account: number, team_id: number) =>
  queryOptions({
    queryKey: ['team-members', account, team_id],
    queryFn: async () =>
      unwrap(api(account).GET('/teams/{team_id}/team_members', { params: { path: { team_id } } })),
  });

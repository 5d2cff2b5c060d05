import type { Shape } from '@confab/client';
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';

export type Role = Shape<'CustomRole'>;

export const rolesQuery = (account: number) =>
  queryOptions({
    queryKey: ['roles', account],
    queryFn: async () => unwrap(api(account).GET('/custom_roles')),
  });

/** What a role can allow, in the order in which it is offered. */
export const permissions = [
  'conversation_manage',
  'conversation_unassigned_manage',
  'conversation_participating_manage',
  'contact_manage',
  'report_manage',
  'knowledge_base_manage',
] as const;

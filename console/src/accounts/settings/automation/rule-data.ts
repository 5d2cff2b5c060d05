import type { Shape } from '@confab/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';

export type Rule = Shape<'AutomationRule'>;
export type Run = Shape<'AutomationRun'>;
export type DryRun = Shape<'AutomationDryRun'>['payload'];

// Nothing tells when a rule has acted: while somebody looks, it is asked for again.
const LOOK_AGAIN = 5000;

export const rulesQuery = (account: number) =>
  queryOptions({
    queryKey: ['rules', account],
    queryFn: async () => (await unwrap(api(account).GET('/automation_rules'))).payload,
    staleTime: 0,
    refetchInterval: LOOK_AGAIN,
  });

/** One rule, asked for whenever its editor opens; what others change meanwhile does not overwrite what is written. */
export const ruleQuery = (account: number, id: number) =>
  queryOptions({
    queryKey: ['rule', account, id],
    queryFn: async () =>
      (
        await unwrap(
          api(account).GET('/automation_rules/{automation_rule_id}', {
            params: { path: { automation_rule_id: id } },
          }),
        )
      ).payload,
    staleTime: 0,
    gcTime: 0,
  });

export const runStatuses = ['finished', 'running', 'unmatched', 'skipped', 'failed'] as const;
export type RunStatus = (typeof runStatuses)[number];

const PER_PAGE = 25;

export const runsQuery = (account: number, id: number, status: RunStatus | undefined) =>
  infiniteQueryOptions({
    queryKey: ['rule-runs', account, id, status ?? 'all'],
    queryFn: async ({ pageParam: page }) =>
      (
        await unwrap(
          api(account).GET('/automation_rules/{automation_rule_id}/runs', {
            params: {
              path: { automation_rule_id: id },
              query: { page, ...(status === undefined ? {} : { status }) },
            },
          }),
        )
      ).payload,
    initialPageParam: 1,
    getNextPageParam: (last, pages) => (last.length < PER_PAGE ? undefined : pages.length + 1),
    staleTime: 0,
    refetchInterval: LOOK_AGAIN,
  });

/** What was changed about a rule is shown wherever it is. */
export async function refreshRules(account: number, id?: number): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ['rules', account] }),
    ...(id === undefined ? [] : [queries.invalidateQueries({ queryKey: ['rule', account, id] })]),
  ]);
}

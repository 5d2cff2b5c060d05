import type { TObject } from 'typebox';
import { read, type Access, type ReadRoute, type Route } from '../http/route.ts';
import { NOW, WEEK_AGO } from './schema.ts';
import { takeReport } from './throttle.ts';

const ROOT = '/api/v2/accounts/:account_id';
const viewers: Access[] = ['administrator', 'report_manage'];

type Described<I extends TObject> = Omit<ReadRoute<I>, 'kind' | 'method' | 'access' | 'tag'>;

/** What an example asks for, of the parameters that the route takes. */
const usual = { since: WEEK_AGO, until: NOW, metric: 'conversations_count', type: 'account' };

const exampleOf = (input: TObject | undefined): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(usual).filter(([name]) => input?.properties[name] !== undefined),
  );

/** A route below /api/v2 for those who see reports; of `/reports` one can ask only so often. */
export function report<I extends TObject>(route: Described<I>): Route {
  const limited = route.path.startsWith('/reports');
  return read<I>({
    ...route,
    method: 'GET',
    path: ROOT + route.path,
    access: viewers,
    tag: 'Reports',
    examples: { request: exampleOf(route.input), ...route.examples },
    ...(limited ? { errors: { 429: 'Retry later', ...route.errors } } : {}),
    handle: async (context) => {
      if (limited) await takeReport(context.platform, context.actor);
      return route.handle(context);
    },
  });
}

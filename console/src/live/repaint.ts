import type { QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Changes what was fetched by what was told. That makes nothing newer than it is: what was to be fetched again,
 * because not everything about it is told, still is.
 */
export function repaint<T>(
  queries: QueryClient,
  queryKey: QueryKey,
  change: (data: T) => T | undefined,
): void {
  const query = queries.getQueryCache().find<T>({ queryKey, exact: true });
  if (query?.state.data === undefined) return;
  const wasInvalidated = query.state.isInvalidated;
  queries.setQueryData<T>(queryKey, change(query.state.data));
  if (wasInvalidated) query.invalidate();
}

/** The same to all whose keys begin so. */
export function repaintAll<T>(
  queries: QueryClient,
  queryKey: QueryKey,
  change: (data: T) => T,
): void {
  for (const query of queries.getQueryCache().findAll({ queryKey })) {
    repaint(queries, query.queryKey, change);
  }
}

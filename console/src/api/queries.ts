import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ConfabError } from './api.ts';

const isFinal = (error: unknown): boolean =>
  error instanceof ConfabError && error.status >= 400 && error.status < 500;

/** It is gone, or they may not see it any more. */
const isGone = (error: unknown): boolean =>
  error instanceof ConfabError && [401, 403, 404].includes(error.status);

/** What was loaded. Events keep it true, so nothing is asked for again merely because time goes by. */
export const queries = new QueryClient({
  queryCache: new QueryCache({
    // What could be seen before must not stay on the screen.
    onError: (error, query) => {
      if (isGone(error) && query.state.data !== undefined) query.setState({ data: undefined });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5 * 60 * 1000,
      gcTime: 30 * 60 * 1000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (failures, error) => failures < 2 && !isFinal(error),
    },
  },
});

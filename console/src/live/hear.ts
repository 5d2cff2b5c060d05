import { notifyManager, type Query } from '@tanstack/react-query';
import { paced, type Clock } from './pace.ts';
import { dispatch, type LiveContext, type LiveEvent } from './registry.ts';
import { replaying } from './replay.ts';

/** Takes in what is told of an account, in order, and lets what is shown follow it. */
export function hearing(context: LiveContext, clock?: Clock) {
  const { queries } = context;
  const again = { ...context, isAgain: true };
  const replay = replaying(queries, (event) => dispatch(again, event));
  const pace = paced<LiveEvent>(
    (events) =>
      // All that a breath holds is shown at once.
      notifyManager.batch(() => {
        for (const event of events) {
          replay.keep(event);
          dispatch(context, event);
        }
      }),
    clock,
  );
  return {
    hear: pace.add,
    /** Something happened that is not told: all that is shown is fetched. */
    miss(): void {
      // What still waits to be shown happened before, as did what stands in answers that are on their way.
      pace.clear();
      replay.forget();
      void queries.cancelQueries().then(() => queries.invalidateQueries());
    },
    /** The server can be reached again: what could not be fetched meanwhile is. */
    back(): void {
      const isFailed = ({ state }: Query): boolean =>
        state.status === 'error' || state.isInvalidated;
      void queries.refetchQueries(
        { type: 'active', predicate: isFailed },
        { cancelRefetch: false },
      );
    },
    end(): void {
      pace.clear();
      replay.end();
    },
  };
}

import { shown, type Read, type Write } from './history.ts';

/** Read your writes: what a client was told is done is in every list that it asks for afterwards. */
export function checkOwnWrites(writes: readonly Write[], reads: readonly Read[]): string[] {
  return reads.flatMap(({ client, began, ended, keys }) => {
    const seen = new Set(keys);
    const own = writes.filter(
      (each) => each.client === client && each.outcome === 'ok' && each.ended <= began,
    );
    const gone = goneBy(writes, ended);
    return own
      .filter(({ kind, key }) => {
        if (kind === 'delete') return seen.has(key);
        return kind === 'create' && !seen.has(key) && !gone.has(key);
      })
      .map((write) => `${shown(write)} does not show in a list asked for at ${began}`);
  });
}

/** Monotonic reads: what a client has seen does not vanish again, unless somebody may have deleted it. */
export function checkMonotonic(writes: readonly Write[], reads: readonly Read[]): string[] {
  return [...Map.groupBy(reads, ({ client }) => client)].flatMap(([client, own]) => {
    const inOrder = own.toSorted((a, b) => a.began - b.began);
    return inOrder.flatMap(({ began, ended, keys }, index) => {
      const before = inOrder.slice(0, index).findLast((each) => each.ended <= began);
      const [seen, gone] = [new Set(keys), goneBy(writes, ended)];
      const vanished = before?.keys.filter((key) => !seen.has(key) && !gone.has(key)) ?? [];
      return vanished.map((key) => `${client}: ${key} had been seen and is missing at ${began}`);
    });
  });
}

/** What may have been deleted by then. */
const goneBy = (writes: readonly Write[], instant: number): Set<string> =>
  new Set(
    writes
      .filter(
        ({ kind, outcome, invoked }) =>
          kind === 'delete' && outcome !== 'fail' && invoked <= instant,
      )
      .map(({ key }) => key),
  );

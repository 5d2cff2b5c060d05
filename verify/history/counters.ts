import type { Read, Write } from './history.ts';

/** A count that somebody was shown. */
export interface Sample extends Pick<Read, 'client' | 'began' | 'ended'> {
  value: number;
}

/**
 * A count lies between what certainly was there and what may have been: creations that were acknowledged
 * before it was asked for, less deletions that may have begun by then, and the other way round. At rest,
 * and with every outcome known, both are the same number.
 */
export function checkCounts(writes: readonly Write[], samples: readonly Sample[]): string[] {
  return samples.flatMap(({ client, began, ended, value }) => {
    const certain = (kind: Write['kind']): number =>
      writes.filter((each) => each.kind === kind && each.outcome === 'ok' && each.ended <= began)
        .length;
    const possible = (kind: Write['kind']): number =>
      writes.filter(
        (each) => each.kind === kind && each.outcome !== 'fail' && each.invoked <= ended,
      ).length;
    const [least, most] = [
      certain('create') - possible('delete'),
      possible('create') - certain('delete'),
    ];
    if (value >= Math.max(0, least) && value <= most) return [];
    return [`${client} was shown ${value} at ${began}, not ${Math.max(0, least)} to ${most}`];
  });
}

/** The list with one of its things at another place; a place that there is not changes nothing. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  if (from === to || to < 0 || to >= list.length) return next;
  const [thing] = next.splice(from, 1);
  if (thing !== undefined) next.splice(to, 0, thing);
  return next;
}

/**
 * The place above which a pointer is, by the middles of what is listed, from top to bottom: so that what
 * is dragged changes places as soon as it is past the half of a neighbour.
 */
export function placeAt(middles: readonly number[], y: number, from: number): number {
  const above = middles.filter((middle, index) => index !== from && middle < y).length;
  return Math.max(0, Math.min(above, middles.length - 1));
}

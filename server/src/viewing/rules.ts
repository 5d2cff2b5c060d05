/** Seconds for which somebody is shown after they last said that they look; clients say so every 20. */
export const SHOWN_FOR = 45;

/** Within so many seconds it is no news that somebody still looks. */
const QUIET = 10;

/** How long ago they last said it; null or nothing when they never did. */
export type Seen = { seconds: number | null };

export function isNews(seen: Seen | undefined, viewing: boolean): boolean {
  const seconds = seen?.seconds ?? null;
  if (viewing) return seconds === null || seconds >= QUIET;
  return seconds !== null && seconds < SHOWN_FOR;
}

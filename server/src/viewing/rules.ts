/** Seconds for which somebody is shown after they last said that they look; clients say so every 20. */
export const SHOWN_FOR = 45;

/** Within so many seconds it is no news that somebody still looks. */
const QUIET = 10;

/** How long ago they last said it; null or nothing when they never did. */
export type Seen = { seconds: number | null };

export function isNews(seen: Seen | undefined, viewing: boolean): boolean {
  const said = seen?.seconds ?? null;
  // Whoever seems to say it in some time said it before the clock was put back, and is not shown.
  const seconds = said !== null && said < -SHOWN_FOR ? null : said;
  if (viewing) return seconds === null || seconds >= QUIET;
  return seconds !== null && seconds < SHOWN_FOR;
}

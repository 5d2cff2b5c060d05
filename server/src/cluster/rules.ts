/** Connections that others need: commands beside the server, a person with psql. */
const LEFT_FOR_OTHERS = 10;
const LEAST = 2;
const LONGEST_PAUSE = 30_000;

/**
 * Connections that one of `processes` may use of those that PostgreSQL gives us. One process more
 * counts, because a new one begins before the one that it replaces has ended.
 */
export function poolShare(wanted: number, available: number, processes: number): number {
  const share = Math.floor((available - LEFT_FOR_OTHERS) / (processes + 1));
  return Math.max(LEAST, Math.min(wanted, share));
}

/** What a PostgreSQL of our own must allow, so that nobody gets less than is wanted. */
export function connectionsNeeded(wanted: number, processes: number): number {
  return wanted * (processes + 1) + LEFT_FOR_OTHERS + SUPERUSER;
}
const SUPERUSER = 5;

/** Milliseconds before a process that died is started again, by how often it died soon after its start. */
export function pauseBefore(deaths: number): number {
  return deaths === 0 ? 0 : Math.min(LONGEST_PAUSE, 250 * 2 ** (deaths - 1));
}

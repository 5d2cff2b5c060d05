/** What can be taken out, to see that somebody notices (`npm run verify -- --twins`). */
export const guards = [
  /** A write whose key was seen before gets the answer of then. */
  'stored-answers',
  /** A snooze is looked at again, under the lock, before it ends. */
  'wake-looks-again',
  /** Who is replaced lets idle connections be used once more before it drops them. */
  'connections-end-last',
  /** Of two databases that can be written to, the one that was promoted last is used. */
  'newest-timeline',
  /** Who comes with a key while its first request is under way has to wait. */
  'keys-are-locked',
  /** Two first messages in an inbox that keeps one conversation per contact wait for each other. */
  'firsts-wait',
  /** A customer who comes in several times at once is met once. */
  'sources-wait',
  /** A job that fails is alone in that: those that were taken together with it are done. */
  'jobs-fail-alone',
  /** An account that asks for too much waits for itself, and not the others for it. */
  'accounts-take-turns',
  /** Who has gone from /cable is not kept in mind. */
  'gone-are-forgotten',
  /** A client of the realtime connection that does not read loses it. */
  'deaf-clients-are-cut-off',
  /** A header has to arrive within some seconds. */
  'headers-come-in-time',
  /** What we call has to be done within a time, the last byte included. */
  'calls-have-a-deadline',
  /** Who writes in a conversation waits for whoever does so already. */
  'talks-take-turns',
  /** Of several that bring the schema up to date at once, one does it and the others wait. */
  'migrations-take-turns',
  /** A migration is done and written down, or neither. */
  'migrations-are-whole',
  /** A migration that does not get its locks lets others pass before it tries again. */
  'migrations-give-way',
  /** A job that is not done in time has failed, and others pass it before that. */
  'jobs-have-a-limit',
  /** When the database's clock is put back, recurring jobs go on by what it says then. */
  'jobs-follow-the-clock',
  /** When the database's clock is put back, no webhook waits until it has caught up. */
  'webhooks-follow-the-clock',
  /** What is old by one clock alone is not removed. */
  'sweep-asks-both-clocks',
  /** No job does what its data tells it to do wrong (jobs/misbehave.ts). */
  'jobs-behave',
  /** Whom a name led to when it was checked is who is called. */
  'calls-are-pinned',
  /** A body ends where it is longer than any of ours. */
  'bodies-are-bounded',
  /** Who may hear is asked for each batch of events, not remembered from the first time. */
  'rights-are-asked-anew',
] as const;

export type Guard = (typeof guards)[number];

let removed: readonly string[] = [];

/** Whether a guard was taken out on purpose; never in production. */
export const without = (guard: Guard): boolean => removed.includes(guard);

/** Takes out the guards that FAILPOINT lists. Returns what is wrong with the wish, if something is. */
export function removeGuards(wish: string, production: boolean): string | undefined {
  const names = wish.split(',').filter((name) => name !== '');
  if (names.length > 0 && production) return 'FAILPOINT takes guards out and is for tests only';
  const unknown = names.filter((name) => !(guards as readonly string[]).includes(name));
  if (unknown.length > 0) return `FAILPOINT must list some of ${guards.join(', ')}`;
  removed = names;
  return undefined;
}

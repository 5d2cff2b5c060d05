import type { Author } from '../auth/actor.ts';
import type { Performer } from './events.ts';

/** The caller as an event records it; null for the system itself. */
export const performerOf = (actor: Author | null): Performer | null =>
  actor === null ? null : { type: actor.type, id: actor.id, name: actor.name };

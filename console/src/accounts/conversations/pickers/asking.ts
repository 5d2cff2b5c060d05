/** What can be asked for about a conversation, each with its key. */
export const asked = [
  ['assign', 'a'],
  ['team', 't'],
  ['priority', 'p'],
  ['labels', 'l'],
  ['snooze', 's'],
  ['merge', undefined],
  ['transcript', undefined],
] as const;

export type Asking = (typeof asked)[number][0];

/** A moment until which people often put something off, from now on. */
export interface SnoozeChoice {
  key: 'untilReply' | 'laterToday' | 'tomorrow' | 'nextWeek' | 'nextMonth';
  /** Null: until the customer writes. */
  until: Date | null;
}

const at = (day: Date, hour: number): Date =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour);

export function snoozeChoices(now = new Date()): SnoozeChoice[] {
  const inDays = (days: number): Date =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  // On a Monday "next Monday" is a week away.
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { key: 'laterToday', until: new Date(now.getTime() + 3 * 60 * 60 * 1000) },
    { key: 'tomorrow', until: at(inDays(1), 9) },
    { key: 'nextWeek', until: at(inDays(toMonday), 9) },
    { key: 'nextMonth', until: at(inDays(30), 9) },
    { key: 'untilReply', until: null },
  ];
}

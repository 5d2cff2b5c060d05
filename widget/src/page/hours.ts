import type { WorkingHour } from './globals.ts';

const DAY = 1440; // minutes

interface Clock {
  day: number;
  minute: number;
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** What the clocks of the time zone show; those of UTC for a zone that nobody knows. */
export function clockIn(timeZone: string, at: Date): Clock {
  const parts = formatOf(timeZone).formatToParts(at);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '';
  return {
    day: days.indexOf(part('weekday')),
    minute: (Number(part('hour')) % 24) * 60 + Number(part('minute')),
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format = (zone: string) =>
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  try {
    return format(timeZone);
  } catch {
    return format('UTC');
  }
}

const opening = ({ open_all_day, open_hour, open_minutes }: WorkingHour): number =>
  open_all_day ? 0 : (open_hour ?? 0) * 60 + (open_minutes ?? 0);
const closing = ({ open_all_day, close_hour, close_minutes }: WorkingHour): number =>
  open_all_day ? DAY : (close_hour ?? 0) * 60 + (close_minutes ?? 0);

/** Whether the team works at the moment; a day that is not listed is closed. */
export function isWorking(hours: readonly WorkingHour[], { day, minute }: Clock): boolean {
  const today = hours.find(({ day_of_week }) => day_of_week === day);
  if (today === undefined || (today.closed_all_day && !today.open_all_day)) return false;
  return minute >= opening(today) && minute <= closing(today);
}

/** How many minutes it takes until the team works again; undefined when it never does. */
export function minutesUntilWork(
  hours: readonly WorkingHour[],
  { day, minute }: Clock,
): number | undefined {
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const next = hours.find(({ day_of_week }) => day_of_week === (day + ahead) % 7);
    if (next === undefined || (next.closed_all_day && !next.open_all_day)) continue;
    const until = ahead * DAY + opening(next) - minute;
    if (until > 0) return until;
  }
  return undefined;
}

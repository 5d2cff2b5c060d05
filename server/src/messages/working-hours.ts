/** One day of an inbox's week; day 0 is Sunday. */
export interface WorkingHour {
  day_of_week: number;
  closed_all_day: boolean;
  open_all_day: boolean;
  open_hour: number | null;
  open_minutes: number | null;
  close_hour: number | null;
  close_minutes: number | null;
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Whether the instant lies outside the hours, on the clock of the inbox's time zone. */
export function isOutsideHours(hours: readonly WorkingHour[], timezone: string, at: Date): boolean {
  const { day, minute } = localTime(at, timezone);
  const today = hours.find((each) => each.day_of_week === day);
  if (today === undefined || today.open_all_day) return false;
  if (today.closed_all_day) return true;
  const opens = (today.open_hour ?? 0) * 60 + (today.open_minutes ?? 0);
  const closes = (today.close_hour ?? 24) * 60 + (today.close_minutes ?? 0);
  return minute < opens || minute >= closes;
}

function localTime(at: Date, timezone: string): { day: number; minute: number } {
  const parts = Object.fromEntries(
    formatter(timezone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: days.indexOf(parts['weekday'] ?? ''),
    minute: Number(parts['hour']) * 60 + Number(parts['minute']),
  };
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  const options = {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
}

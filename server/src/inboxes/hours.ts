import { invalidFields } from '../errors.ts';
import { isObject } from '../http/bag.ts';

/** One day of the week of an inbox as it is stored and shown; day 0 is Sunday. */
export interface DayHours {
  day_of_week: number;
  closed_all_day: boolean;
  open_hour: number | null;
  open_minutes: number | null;
  close_hour: number | null;
  close_minutes: number | null;
  open_all_day: boolean;
}

const times = ['open_hour', 'open_minutes', 'close_hour', 'close_minutes'] as const;

/** From nine to five on weekdays (contract: platform §4.3). */
export const defaultHours: readonly DayHours[] = [0, 1, 2, 3, 4, 5, 6].map((day_of_week) => {
  const closed = day_of_week === 0 || day_of_week === 6;
  const clock = (time: number): number | null => (closed ? null : time);
  return {
    day_of_week,
    closed_all_day: closed,
    open_hour: clock(9),
    open_minutes: clock(0),
    close_hour: clock(17),
    close_minutes: clock(0),
    open_all_day: false,
  };
});

/**
 * The days of a request that can be understood, put right; others are ignored, as the original does.
 * Throws 422 for a day that closes before it opens.
 */
export function readHours(given: readonly unknown[]): DayHours[] {
  return given.flatMap((each) => {
    const day = isObject(each) ? readDay(each) : undefined;
    return day === undefined ? [] : [day];
  });
}

function readDay(given: Record<string, unknown>): DayHours | undefined {
  const day_of_week = whole(given['day_of_week'], 6);
  if (day_of_week === undefined || day_of_week === null) return undefined;
  const flags = {
    closed_all_day: isTrue(given['closed_all_day']),
    open_all_day: isTrue(given['open_all_day']),
  };
  if (flags.closed_all_day && flags.open_all_day) return undefined;
  if (flags.open_all_day) {
    const allDay = { open_hour: 0, open_minutes: 0, close_hour: 23, close_minutes: 59 };
    return { day_of_week, ...flags, ...allDay };
  }
  const read = times.map((name) => whole(given[name], name.endsWith('hour') ? 23 : 59));
  const [open_hour, open_minutes, close_hour, close_minutes] = read;
  if (flags.closed_all_day) {
    return {
      day_of_week,
      ...flags,
      open_hour: open_hour ?? null,
      open_minutes: open_minutes ?? null,
      close_hour: close_hour ?? null,
      close_minutes: close_minutes ?? null,
    };
  }
  if (open_hour == null || open_minutes == null || close_hour == null || close_minutes == null) {
    return undefined;
  }
  if (close_hour * 60 + close_minutes <= open_hour * 60 + open_minutes) {
    throw invalidFields([['working_hours', 'close time must be after open time']]);
  }
  return { day_of_week, ...flags, open_hour, open_minutes, close_hour, close_minutes };
}

/** A number of the clock; null for none, undefined for what is no such number. */
function whole(value: unknown, most: number): number | null | undefined {
  if (value === null || value === undefined || value === '') return null;
  const number = typeof value === 'string' ? Number(value) : value;
  const fits = typeof number === 'number' && Number.isInteger(number);
  return fits && number >= 0 && number <= most ? number : undefined;
}

const isTrue = (value: unknown): boolean =>
  !['false', 'f', '0', 'off', '', 0, false, null, undefined].includes(value as string);

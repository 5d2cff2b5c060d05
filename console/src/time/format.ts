import i18next from 'i18next';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

/** Making a format takes a hundred times longer than using it. */
function once<F extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => F): F {
  const known = (formats.get(key) as F | undefined) ?? make();
  formats.set(key, known);
  return known;
}

const format = (date: Date, options: Intl.DateTimeFormatOptions): string =>
  once(
    `${i18next.language}/${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(i18next.language, options),
  ).format(date);

/** Takes unix seconds, as the API has them. */
export const timeOf = (seconds: number): string =>
  format(new Date(seconds * 1000), { hour: 'numeric', minute: '2-digit' });

/** Of another year than this one, the year is said as well. */
const yearOf = (date: Date): Intl.DateTimeFormatOptions =>
  date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' };

export const momentOf = (date: Date): string =>
  format(date, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...yearOf(date),
    hour: 'numeric',
    minute: '2-digit',
  });

/** How long ago, as short as it can be: "4m", "3h", "2d", then the day. */
export function ago(seconds: number, now = Date.now() / 1000): string {
  const past = Math.max(0, now - seconds);
  const short = (value: number, unit: 'minute' | 'hour' | 'day'): string =>
    once(
      `${i18next.language}/${unit}`,
      () => new Intl.NumberFormat(i18next.language, { style: 'unit', unit, unitDisplay: 'narrow' }),
    ).format(Math.floor(value));
  if (past < HOUR) return short(Math.max(1, past / MINUTE), 'minute');
  if (past < DAY) return short(past / HOUR, 'hour');
  if (past < 7 * DAY) return short(past / DAY, 'day');
  return format(new Date(seconds * 1000), { day: 'numeric', month: 'short' });
}

export const dayKey = (seconds: number): string => new Date(seconds * 1000).toDateString();

/** The name of a day between two messages. */
export function dayName(seconds: number): string {
  const date = new Date(seconds * 1000);
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return i18next.t('message.today');
  if (date.toDateString() === yesterday.toDateString()) return i18next.t('message.yesterday');
  return format(date, { weekday: 'long', day: 'numeric', month: 'long', ...yearOf(date) });
}

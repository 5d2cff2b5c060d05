import i18next from 'i18next';

/** A day as 2026-11-26 in the words of who reads it; what is none stays as it is. */
export function dayName(day: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : NaN;
  if (Number.isNaN(time)) return day;
  return new Intl.DateTimeFormat(i18next.language, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    time,
  );
}

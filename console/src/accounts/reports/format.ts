import i18next from 'i18next';
import { isTime } from './report-data.ts';

const number = (value: number): string =>
  new Intl.NumberFormat(i18next.language, { maximumFractionDigits: 1 }).format(value);

const unit = (value: number, name: 'second' | 'minute' | 'hour' | 'day'): string =>
  new Intl.NumberFormat(i18next.language, {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
  }).format(value);

/** A time in seconds, in its two largest units: "2 hr 5 min". */
function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return unit(whole, 'second');
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const first = units.findIndex(([, size]) => whole >= size);
  const [name, size] = units[first] ?? ['minute', 60];
  const rest = whole % size;
  const [nextName, nextSize] = units[first + 1] ?? ['second', 1];
  const more = Math.floor(rest / nextSize);
  const head = unit(Math.floor(whole / size), name);
  return more === 0 ? head : `${head} ${unit(more, nextName)}`;
}

/** A number of a metric for people; a dash where there was nothing to measure. */
export const shown = (metric: string, value: number | null | undefined): string => {
  if (value === null || value === undefined) return '–';
  return isTime(metric) ? duration(value) : number(value);
};

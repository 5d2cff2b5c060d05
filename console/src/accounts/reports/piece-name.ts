import i18next from 'i18next';
import type { Grouping } from './span.ts';

const formats: Record<Grouping, Intl.DateTimeFormatOptions> = {
  hour: { day: 'numeric', month: 'short', hour: 'numeric' },
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
};

/** The name of a piece of time, by when it begins. Unix seconds. */
export const pieceName = (timestamp: number, group: Grouping): string =>
  new Intl.DateTimeFormat(i18next.language, formats[group]).format(new Date(timestamp * 1000));

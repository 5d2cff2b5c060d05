import { en, es } from 'chrono-node';

/** When a day is named without an hour: the beginning of work. */
const MORNING = 9;

const parsers = { en, es };

/** What people write and the library does not read: "tomorrow 9", "pasado mañana". */
const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/\bpasado mañana\b/, 'en 2 días')
    .replace(/^(\d{1,2})$/, '$1:00')
    .replace(/^((?!in\b|en\b|dentro\b).*\p{L})\s+(?:a las |at )?(\d{1,2})$/u, '$1 $2:00');

/**
 * The moment that somebody means: "tomorrow 9", "in 3 h", "next monday", "mañana a las 9". Undefined when
 * it is none that is still to come. A day alone means nine in the morning.
 */
export function momentMeant(text: string, language: string, now = new Date()): Date | undefined {
  const order = language.startsWith('es') ? (['es', 'en'] as const) : (['en', 'es'] as const);
  for (const each of order) {
    const [found] = parsers[each].parse(plain(text), now, { forwardDate: true });
    if (found === undefined) continue;
    const date = found.start.date();
    if (!found.start.isCertain('hour')) date.setHours(MORNING, 0, 0, 0);
    date.setMilliseconds(0);
    return date > now ? date : undefined;
  }
  return undefined;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentMeant } from './natural.ts';

// A Thursday.
const now = new Date(2026, 10, 26, 15, 0);
const at = (day: number, hour: number, minute = 0, month = 10): Date => new Date(2026, month, day, hour, minute); // prettier-ignore

test('times are read as people write them', () => {
  for (const [language, text, meant] of [
    ['en', 'tomorrow 9', at(27, 9)],
    ['en', 'Tomorrow at 9', at(27, 9)],
    ['en', 'tomorrow', at(27, 9)],
    ['en', 'in 3 h', at(26, 18)],
    ['en', '3h', at(26, 18)],
    ['en', 'in 20 minutes', at(26, 15, 20)],
    ['en', 'next monday', at(30, 9)],
    ['en', 'friday 14:30', at(27, 14, 30)],
    ['en', 'dec 24 10am', at(24, 10, 0, 11)],
    ['es', 'mañana 9', at(27, 9)],
    ['es', 'mañana a las 9', at(27, 9)],
    ['es', 'en 3 horas', at(26, 18)],
    ['es', 'el lunes', at(30, 9)],
    ['es', 'pasado mañana', at(28, 9)],
    ['es', 'tomorrow 9', at(27, 9)],
    ['en', 'mañana 9', at(27, 9)],
  ] as const) {
    assert.equal(String(momentMeant(text, language, now)), String(meant), `${language}: ${text}`);
  }
});

test('what is no time, or is over, is none', () => {
  for (const text of ['', 'hello', 'yesterday', 'in -3 h', '2 days ago']) {
    assert.equal(momentMeant(text, 'en', now), undefined, text);
  }
});

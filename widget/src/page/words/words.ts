import { computed } from '@preact/signals';
import { locale } from '../state.ts';
import { en, type Words } from './en.ts';
import { es } from './es.ts';

const spoken: Record<string, Words> = { en, es };

const languageOf = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0] ?? 'en';

/** The language that is spoken: English to those whose own we do not speak. */
export const language = computed(() => {
  const wanted = languageOf(locale.value);
  return wanted in spoken ? wanted : 'en';
});

/** The website's language as browsers write it, for dates and numbers. */
export const dateLocale = computed(() => {
  const tag = locale.value.replace('_', '-');
  return language.value !== languageOf(tag) || !isTag(tag) ? language.value : tag;
});

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

const FROM_THE_RIGHT = ['ar', 'fa', 'he', 'ur', 'ps', 'sd', 'ckb', 'dv', 'yi'];

/** Which way the website's language is written, also when we do not speak it. */
export const direction = computed(() =>
  FROM_THE_RIGHT.includes(languageOf(locale.value)) ? 'rtl' : 'ltr',
);

export const words = computed(() => spoken[language.value] ?? en);

export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

export function countUnread(count: number): string {
  const { unread } = words.value;
  const isOne = new Intl.PluralRules(language.value).select(count) === 'one';
  return fill(isOne ? unread.one : unread.other, { count });
}

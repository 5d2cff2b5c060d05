import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { part } from '../ui/lazily.ts';
import { en } from './en.ts';

/** The texts of another language: as many as English has, no more and no less. */
export type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

export const languages = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof languages;

const KEY = 'confab.language';
const isLanguage = (name: string | null | undefined): name is Language =>
  name !== null && name !== undefined && name in languages;

function preferred(): Language {
  const wanted = [
    localStorage.getItem(KEY),
    ...navigator.languages.map((each) => each.slice(0, 2)),
  ];
  return wanted.find(isLanguage) ?? 'en';
}

const loadSpanish = part(async () => import('./es.ts'));

/** Loads the texts before anything is shown. English is always there. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  await speak(preferred());
}

export async function speak(language: Language): Promise<void> {
  if (language === 'es' && !i18next.hasResourceBundle('es', 'translation')) {
    const { es } = await loadSpanish();
    i18next.addResourceBundle('es', 'translation', es);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

export async function choose(language: Language): Promise<void> {
  localStorage.setItem(KEY, language);
  await speak(language);
}

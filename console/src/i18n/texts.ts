import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Texts } from './i18n.ts';

type Tree = { readonly [key: string]: string | Tree };

/** The dotted names of all texts; `name_one` and `name_other` are asked for as `name`, with a count. */
type Names<T> = {
  [K in keyof T & string]: T[K] extends string ? Bare<K> : `${K}.${Names<T[K]>}`;
}[keyof T & string];
type Bare<K extends string> = K extends `${infer Name}_${'one' | 'other'}` ? Name : K;

type Values = Record<string, string | number>;

/** Gives a text in the language of whoever reads it, with the values put into their places. */
export type Say<T> = (name: Names<T>, values?: Values) => string;

/**
 * The texts of one feature, in all languages. They come with the feature, not with the first page.
 *
 *     export const useReportTexts = defineTexts('reports', { en: { title: 'Reports' }, es: { title: 'Informes' } });
 *     const t = useReportTexts();  t('title')
 */
export function defineTexts<const T extends Tree>(
  feature: string,
  { en, es }: { en: T; es: Texts<T> },
): () => Say<T> {
  i18next.addResourceBundle('en', feature, en);
  i18next.addResourceBundle('es', feature, es);
  return () => {
    // Typed by the names of this feature alone.
    const { t } = useTranslation(feature as never);
    return t as unknown as Say<T>;
  };
}

import { defineTexts } from '../../../i18n/texts.ts';

export const useAppTabTexts = defineTexts('app-tabs', {
  en: {
    label: 'Messages and apps',
    messages: 'Messages',
    failed: 'The app could not be loaded.',
  },
  es: {
    label: 'Mensajes y aplicaciones',
    messages: 'Mensajes',
    failed: 'No se ha podido cargar la aplicación.',
  },
}); // prettier-ignore

import { useBlocker } from '@tanstack/react-router';
import { defineTexts } from '../i18n/texts.ts';
import { confirm } from './confirm.tsx';

const useTexts = defineTexts('ui.leaving', {
  en: {
    title: 'Leave without saving?',
    hint: 'What you have changed here is lost.',
    yes: 'Leave',
  },
  es: {
    title: '¿Salir sin guardar?',
    hint: 'Se pierde lo que ha cambiado aquí.',
    yes: 'Salir',
  },
});

/** Asks before something that was written is left behind. */
export function useLeaving(isChanged: () => boolean): void {
  const t = useTexts();
  const mayLeave = async (): Promise<boolean> =>
    new Promise((resolve) => {
      confirm({
        title: t('title'),
        hint: t('hint'),
        yes: t('yes'),
        danger: true,
        act: async () => Promise.resolve(resolve(true)),
        no: () => resolve(false),
      });
    });
  useBlocker({
    shouldBlockFn: async () => isChanged() && !(await mayLeave()),
    enableBeforeUnload: isChanged,
  });
}

import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { queries } from '../api/queries.ts';
import { defineTexts } from '../i18n/texts.ts';
import { buttonClass } from '../ui/button.tsx';
import { Empty } from '../ui/states.tsx';

const useAccessTexts = defineTexts('access', {
  en: {
    title: 'You do not work in this account',
    hint: 'Somebody may have taken you from it. Ask an administrator to invite you.',
    suspended: 'This account is suspended',
    suspendedHint: 'Nobody can work in it until it is taken up again. Nothing in it is lost.',
    accounts: 'Your accounts',
  },
  es: {
    title: 'Usted no trabaja en esta cuenta',
    hint: 'Puede que alguien le haya quitado de ella. Pida a quien administra que le invite.',
    suspended: 'Esta cuenta está suspendida',
    suspendedHint: 'Nadie puede trabajar en ella hasta que se reanude. No se ha perdido nada.',
    accounts: 'Sus cuentas',
  },
});

/** In the place of an account that somebody may not enter, or not any more. */
export function NoAccess({ account, isSuspended }: { account: number; isSuspended: boolean }) {
  const t = useAccessTexts();
  // What was seen of it is not kept either.
  useEffect(() => queries.removeQueries({ predicate: ({ queryKey }) => queryKey[1] === account }), [account]); // prettier-ignore
  return (
    <main className="h-full">
      <Empty
        alone
        title={t(isSuspended ? 'suspended' : 'title')}
        hint={t(isSuspended ? 'suspendedHint' : 'hint')}
      >
        <Link to="/app" className={`${buttonClass('plain')} mt-2`}>
          {t('accounts')}
        </Link>
      </Empty>
    </main>
  );
}

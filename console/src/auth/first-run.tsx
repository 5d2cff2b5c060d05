import { useTranslation } from 'react-i18next';
import { server } from '../api/api.ts';
import { Button } from '../ui/button.tsx';
import { Field, Problem } from '../ui/field.tsx';
import { entered } from './enter.ts';
import { AuthPage } from './page.tsx';
import { useGoOn } from './go-on.ts';
import { textOf, useSubmit } from '../ui/use-submit.ts';

/** The first person of a new server, and their account. */
export function FirstRun() {
  const { t } = useTranslation();
  const goOn = useGoOn();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const [name, company, email, password] = ['name', 'company', 'email', 'password'].map((field) =>
      textOf(form, field),
    );
    const body = { name, company, email, password };
    await entered(await server().POST('/installation/onboarding', { body }));
    await goOn();
  });
  return (
    <AuthPage title={t('auth.firstTitle')} hint={t('auth.firstHint')}>
      <form onSubmit={onSubmit} className="space-y-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <Field label={t('auth.name')} name="name" autoComplete="name" required autoFocus />
        <Field label={t('auth.company')} name="company" autoComplete="organization" required />
        <Field label={t('auth.email')} name="email" type="email" autoComplete="username" required />
        <Field
          label={t('auth.password')}
          name="password"
          type="password"
          autoComplete="new-password"
          hint={t('auth.passwordHint')}
          required
        />
        <Button look="primary" type="submit" busy={busy} className="h-9 w-full">
          {t('auth.create')}
        </Button>
      </form>
    </AuthPage>
  );
}

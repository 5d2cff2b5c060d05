import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { server } from '../api/api.ts';
import { Button } from '../ui/button.tsx';
import { Field, Problem } from '../ui/field.tsx';
import { enter, isUnknown, type SecondStep } from './enter.ts';
import { FirstRun } from './first-run.tsx';
import { useGoOn } from './go-on.ts';
import { AuthPage } from './page.tsx';
import { SecondFactor } from './second-factor.tsx';
import { textOf, useSubmit } from '../ui/use-submit.ts';

/** GET /app/login: signing in; on a server without people, making the first. */
export function SignIn() {
  const first = useFirstRun();
  if (first === undefined) return null;
  return first ? <FirstRun /> : <PasswordForm />;
}

/** Whether nobody has an account yet; undefined until that is known. */
function useFirstRun(): boolean | undefined {
  const [first, setFirst] = useState<boolean>();
  useEffect(() => {
    void server()
      .GET('/installation/onboarding')
      .then(({ response }) => setFirst(response.ok))
      .catch(() => setFirst(false));
  }, []);
  return first;
}

function PasswordForm() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/app/login' });
  const [second, setSecond] = useState<SecondStep>();
  const goOn = useGoOn();
  const { busy, problem, setProblem, onSubmit } = useSubmit(async (form) => {
    const said = { email: textOf(form, 'email'), password: textOf(form, 'password') };
    try {
      const step = await enter(said);
      if (step === undefined) await goOn();
      else setSecond(step);
    } catch (error) {
      if (!isUnknown(error)) throw error;
      setProblem(t('auth.wrong'));
    }
  });
  // A link that signs in is used once, also where effects run twice.
  const used = useRef(false);
  useEffect(() => {
    const { email, sso_auth_token } = search;
    if (used.current || email === undefined || sso_auth_token === undefined) return;
    used.current = true;
    enter({ email, sso_auth_token }).then(
      async (step) => (step === undefined ? goOn() : setSecond(step)),
      () => setProblem(t('auth.denied')),
    );
  }, [search, goOn, setProblem, t]);

  if (second !== undefined) {
    return <SecondFactor step={second} onDone={goOn} onBack={() => setSecond(undefined)} />;
  }
  return (
    <AuthPage title={t('auth.signInTitle')}>
      <form onSubmit={onSubmit} className="space-y-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        {search.error === undefined || problem !== undefined ? null : (
          <Problem>{t('auth.denied')}</Problem>
        )}
        <Field
          label={t('auth.email')}
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
          defaultValue={search.email}
        />
        <Field
          label={t('auth.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <Button look="primary" type="submit" busy={busy} className="h-9 w-full">
          {t('auth.signIn')}
        </Button>
        <p className="text-center text-sm">
          <Link to="/app/auth/reset/password" className="text-accent hover:underline">
            {t('auth.forgot')}
          </Link>
        </p>
      </form>
    </AuthPage>
  );
}

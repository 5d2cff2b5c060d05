import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { server, unwrap } from '../api/api.ts';
import { Button } from '../ui/button.tsx';
import { Field, Problem } from '../ui/field.tsx';
import { entered, type SecondStep } from './enter.ts';
import { AuthPage } from './page.tsx';
import { SecondFactor } from './second-factor.tsx';
import { useGoOn } from './go-on.ts';
import { textOf, useSubmit } from '../ui/use-submit.ts';

/** Asks for the mail with the link. */
export function RequestReset() {
  const { t } = useTranslation();
  const [sentTo, setSentTo] = useState<string>();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const email = textOf(form, 'email');
    await unwrap(server().POST('/auth/password', { body: { email } }));
    setSentTo(email);
  });
  return (
    <AuthPage title={t('auth.resetTitle')} hint={t('auth.resetHint')}>
      {sentTo === undefined ? (
        <form onSubmit={onSubmit} className="space-y-4">
          {problem === undefined ? null : <Problem>{problem}</Problem>}
          <Field
            label={t('auth.email')}
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
          />
          <Button look="primary" type="submit" busy={busy} className="h-9 w-full">
            {t('auth.sendLink')}
          </Button>
        </form>
      ) : (
        <p role="status">{t('auth.linkSent', { email: sentTo })}</p>
      )}
      <BackToSignIn />
    </AuthPage>
  );
}

function BackToSignIn() {
  const { t } = useTranslation();
  return (
    <p className="mt-4 text-center text-sm">
      <Link to="/app/login" className="text-accent hover:underline">
        {t('auth.back')}
      </Link>
    </p>
  );
}

/** Where the links of invitations and resets lead. */
export function ChoosePassword() {
  const { t } = useTranslation();
  const { reset_password_token = '' } = useSearch({ from: '/app/auth/password/edit' });
  const [second, setSecond] = useState<SecondStep>();
  const goOn = useGoOn();
  const { busy, problem, setProblem, onSubmit } = useSubmit(async (form) => {
    const password = textOf(form, 'password');
    const password_confirmation = textOf(form, 'again');
    if (password !== password_confirmation) return setProblem(t('auth.differ'));
    const body = { reset_password_token, password, password_confirmation };
    const step = await entered(await server().PUT('/auth/password', { body }));
    if (step === undefined) await goOn();
    else setSecond(step);
  });
  if (second !== undefined) {
    return <SecondFactor step={second} onDone={goOn} onBack={() => setSecond(undefined)} />;
  }
  return (
    <AuthPage title={t('auth.resetTitle')}>
      <form onSubmit={onSubmit} className="space-y-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <Field
          label={t('auth.newPassword')}
          name="password"
          type="password"
          autoComplete="new-password"
          hint={t('auth.passwordHint')}
          required
          autoFocus
        />
        <Field
          label={t('auth.repeat')}
          name="again"
          type="password"
          autoComplete="new-password"
          required
        />
        <Button look="primary" type="submit" busy={busy} className="h-9 w-full">
          {t('auth.savePassword')}
        </Button>
      </form>
      <BackToSignIn />
    </AuthPage>
  );
}

/** Where the link that confirms an address leads. */
export function ConfirmAddress() {
  const { t } = useTranslation();
  const { confirmation_token = '' } = useSearch({ from: '/app/auth/confirmation' });
  const [failed, setFailed] = useState(false);
  const goOn = useGoOn();
  const used = useRef(false);
  useEffect(() => {
    if (used.current) return;
    used.current = true;
    server()
      .POST('/auth/confirmation', { body: { confirmation_token } })
      .then(entered)
      .then(goOn, () => setFailed(true));
  }, [confirmation_token, goOn]);
  return (
    <AuthPage title={t('auth.signInTitle')}>
      {failed ? (
        <Problem>{t('auth.confirmFailed')}</Problem>
      ) : (
        <p role="status">{t('auth.confirming')}</p>
      )}
      {failed ? <BackToSignIn /> : null}
    </AuthPage>
  );
}

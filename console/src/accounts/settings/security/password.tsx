import { useRef } from 'react';
import { server, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { Section } from '../../../ui/page.tsx';
import { say } from '../../../ui/toast.tsx';
import { textOf, useSubmit } from '../../../ui/use-submit.ts';
import { sessionsQuery } from './security-data.ts';
import { useSecurityTexts } from './texts.ts';

/** Changes the password; it takes the one before. */
export function PasswordSection() {
  const t = useSecurityTexts();
  const form = useRef<HTMLFormElement>(null);
  const { busy, problem, setProblem, onSubmit } = useSubmit(async (data) => {
    const password = textOf(data, 'password');
    const password_confirmation = textOf(data, 'again');
    if (password !== password_confirmation) return setProblem(t('different'));
    const profile = { current_password: textOf(data, 'current'), password, password_confirmation };
    await unwrap(server().PUT('/api/v1/profile', { body: { profile } }));
    form.current?.reset();
    await queries.invalidateQueries(sessionsQuery);
    say({ title: t('changed') });
  });
  return (
    <Section title={t('password')}>
      <form ref={form} onSubmit={onSubmit} noValidate className="max-w-xl space-y-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <Field
          label={t('current')}
          name="current"
          type="password"
          required
          autoComplete="current-password"
        />
        <Field
          label={t('fresh')}
          name="password"
          type="password"
          hint={t('freshHint')}
          required
          autoComplete="new-password"
        />
        <Field
          label={t('again')}
          name="again"
          type="password"
          required
          autoComplete="new-password"
        />
        <Button look="primary" type="submit" busy={busy}>
          {t('change')}
        </Button>
      </form>
    </Section>
  );
}

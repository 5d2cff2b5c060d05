import { useQuery } from '@tanstack/react-query';
import { Fragment, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../../../api/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { Failed, Lines } from '../../../ui/states.tsx';
import { say } from '../../../ui/toast.tsx';
import { textOf, useSubmit } from '../../../ui/use-submit.ts';
import { useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { About } from './about.tsx';
import {
  accountQuery,
  localesIn,
  saveAccount,
  type Account,
  type FormProps,
} from './account-data.ts';
import { AutoResolve } from './auto-resolve.tsx';
import { useAccountTexts } from './texts.ts';

/** What the account is called, and what holds for all of it. */
export function AccountPage() {
  const t = useAccountTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Page title={t('title')} hint={t('hint')}>
        <Sections />
      </Page>
    </AdministratorsOnly>
  );
}

function Sections() {
  const t = useAccountTexts();
  const id = useAccount();
  const { data, error, refetch } = useQuery(accountQuery(id));
  if (data !== undefined) {
    return (
      <>
        <Steady
          account={data}
          part={({ name, locale, domain, support_email }) => [name, locale, domain, support_email]}
        >
          {(props) => <General {...props} />}
        </Steady>
        <Steady account={data} part={({ settings }) => settings}>
          {(props) => <AutoResolve {...props} />}
        </Steady>
        <About account={data} />
      </>
    );
  }
  if (error === null) return <Lines />;
  return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
}

interface SteadyProps {
  account: Account;
  /** What of it the form is about. */
  part: (account: Account) => unknown;
  children: (props: FormProps) => ReactNode;
}

/**
 * Shows what others change meanwhile, by a form that begins afresh, unless somebody is in the middle of
 * changing it here. What was saved here stays in the form, with the focus.
 */
function Steady({ account, part, children }: SteadyProps) {
  const [held, setHeld] = useState<Account>();
  const now = JSON.stringify(part(account));
  const [seen, setSeen] = useState({ json: now, times: 0 });
  if (held === undefined && seen.json !== now) setSeen({ json: now, times: seen.times + 1 });
  const onSaved = (): void => {
    const saved = queries.getQueryData(accountQuery(account.id).queryKey) ?? account;
    setHeld(undefined);
    setSeen((before) => ({ ...before, json: JSON.stringify(part(saved)) }));
  };
  const onTouch = (): void => setHeld((before) => before ?? account);
  return (
    <Fragment key={seen.times}>{children({ account: held ?? account, onTouch, onSaved })}</Fragment>
  );
}

function General({ account, onTouch, onSaved }: FormProps) {
  const t = useAccountTexts();
  const { t: shared, i18n } = useTranslation();
  const [locale, setLocale] = useState(account.locale);
  const { busy, problem, field, onSubmit } = useSubmit(async (form) => {
    const written = {
      name: textOf(form, 'name'),
      locale,
      domain: textOf(form, 'domain').trim(),
      support_email: textOf(form, 'support_email').trim(),
    };
    // The others are not sent: somebody may have changed them meanwhile, and the address of the installation
    // stands for none.
    const changed = Object.entries(written).filter(([name, value]) => value !== (account[name as keyof typeof written] ?? '')); // prettier-ignore
    await saveAccount(account.id, Object.fromEntries(changed));
    onSaved();
    say({ title: t('saved') });
  });
  const problemOf = (name: string): string | undefined => (name === field ? problem : undefined);
  const isBeside = field === 'name' || field === 'support_email';
  return (
    <Section title={t('general')}>
      <form onSubmit={onSubmit} onChange={onTouch} noValidate className="max-w-xl space-y-4">
        {problem === undefined || isBeside ? null : <Problem>{problem}</Problem>}
        <Field
          label={t('name')}
          name="name"
          required
          defaultValue={account.name}
          problem={problemOf('name')}
        />
        <Select
          label={t('language')}
          hint={t('languageHint')}
          value={locale}
          onChange={(value) => {
            onTouch();
            setLocale(value);
          }}
          options={localesIn(i18n.language)}
        />
        <Field
          label={t('domain')}
          name="domain"
          hint={t('domainHint')}
          placeholder="example.com"
          defaultValue={account.domain ?? ''}
        />
        <Field
          label={t('email')}
          name="support_email"
          type="email"
          hint={t('emailHint')}
          defaultValue={account.support_email ?? ''}
          problem={problemOf('support_email')}
        />
        <Button look="primary" type="submit" busy={busy}>
          {shared('app.save')}
        </Button>
      </form>
    </Section>
  );
}

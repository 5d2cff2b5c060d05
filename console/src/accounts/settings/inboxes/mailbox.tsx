import { useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { Section } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { changeInbox, type PartProps } from './inbox-data.ts';
import { PartForm } from './part-form.tsx';
import { useInboxTexts } from './texts.ts';

/** Where mail is fetched from, and where it is sent through. */
export function MailboxPart(props: PartProps) {
  const t = useInboxTexts();
  return (
    <>
      <Section title={t('imap')} hint={t('imapHint')}>
        <Imap {...props} />
      </Section>
      <Section title={t('smtp')} hint={t('smtpHint')}>
        <Smtp {...props} />
      </Section>
    </>
  );
}

/** A password that is kept is not shown; an empty field leaves it as it is. */
const secretOf = <N extends string>(form: FormData, name: N): Partial<Record<N, string>> => {
  const value = textOf(form, name);
  return value === '' ? {} : ({ [name]: value } as Record<N, string>);
};

const portOf = (form: FormData, name: string, usual: number): number =>
  Number(textOf(form, name)) || usual;

function Imap({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const [on, setOn] = useState(inbox.imap_enabled ?? false);
  const [ssl, setSsl] = useState(inbox.imap_enable_ssl ?? true);
  const send = async (form: FormData): Promise<void> =>
    changeInbox(account, inbox.id, {
      channel: {
        imap_enabled: on,
        ...(on
          ? {
              imap_address: textOf(form, 'imap_address'),
              imap_port: portOf(form, 'imap_port', 993),
              imap_login: textOf(form, 'imap_login'),
              ...secretOf(form, 'imap_password'),
              imap_enable_ssl: ssl,
            }
          : {}),
      },
    });
  return (
    <PartForm send={send}>
      <Switch label={t('imapOn')} checked={on} onChange={setOn} />
      {on ? (
        <>
          <Server name="imap" address={inbox.imap_address} port={inbox.imap_port || 993} />
          <Login name="imap" login={inbox.imap_login} isKept={Boolean(inbox.imap_password)} />
          <Switch label={t('tls')} checked={ssl} onChange={setSsl} />
        </>
      ) : null}
    </PartForm>
  );
}

const ways = ['starttls', 'tls', 'none'] as const;
const logins = ['plain', 'login', 'cram_md5'] as const;

function Smtp({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const [on, setOn] = useState(inbox.smtp_enabled ?? false);
  const [way, setWay] = useState<(typeof ways)[number]>(
    inbox.smtp_enable_ssl_tls === true ? 'tls' : inbox.smtp_enable_starttls_auto === false ? 'none' : 'starttls', // prettier-ignore
  );
  const [auth, setAuth] = useState(inbox.smtp_authentication ?? 'login');
  const send = async (form: FormData): Promise<void> =>
    changeInbox(account, inbox.id, {
      channel: {
        smtp_enabled: on,
        ...(on
          ? {
              smtp_address: textOf(form, 'smtp_address'),
              smtp_port: portOf(form, 'smtp_port', 587),
              smtp_login: textOf(form, 'smtp_login'),
              ...secretOf(form, 'smtp_password'),
              smtp_domain: textOf(form, 'smtp_domain'),
              smtp_enable_ssl_tls: way === 'tls',
              smtp_enable_starttls_auto: way === 'starttls',
              smtp_authentication: auth,
            }
          : {}),
      },
    });
  return (
    <PartForm send={send}>
      <Switch label={t('smtpOn')} checked={on} onChange={setOn} />
      {on ? (
        <>
          <Server name="smtp" address={inbox.smtp_address} port={inbox.smtp_port || 587} />
          <Login name="smtp" login={inbox.smtp_login} isKept={Boolean(inbox.smtp_password)} />
          <Field label={t('domain')} name="smtp_domain" defaultValue={inbox.smtp_domain ?? ''} />
          <Select
            label={t('encryption')}
            value={way}
            onChange={setWay}
            options={ways.map((value) => ({ value, label: t(`ways.${value}`) }))}
          />
          <Select
            label={t('auth')}
            value={auth}
            onChange={setAuth}
            options={logins.map((value) => ({ value: value as string, label: value.toUpperCase().replace('_', '-') }))} // prettier-ignore
          />
        </>
      ) : null}
    </PartForm>
  );
}

interface ServerProps {
  name: 'imap' | 'smtp';
  address: string | undefined;
  port: number;
}

function Server({ name, address, port }: ServerProps) {
  const t = useInboxTexts();
  return (
    <div className="flex gap-2">
      <div className="min-w-0 flex-1">
        <Field
          label={t('server')}
          name={`${name}_address`}
          placeholder={`${name}.example.com`}
          defaultValue={address ?? ''}
        />
      </div>
      <div className="w-24">
        <Field label={t('port')} name={`${name}_port`} type="number" defaultValue={port} />
      </div>
    </div>
  );
}

interface LoginProps {
  name: 'imap' | 'smtp';
  login: string | undefined;
  isKept: boolean;
}

function Login({ name, login, isKept }: LoginProps) {
  const t = useInboxTexts();
  return (
    <>
      <Field
        label={t('login')}
        name={`${name}_login`}
        autoComplete="off"
        defaultValue={login ?? ''}
      />
      <Field
        label={t('password')}
        name={`${name}_password`}
        type="password"
        autoComplete="new-password"
        hint={isKept ? t('passwordKept') : undefined}
      />
    </>
  );
}

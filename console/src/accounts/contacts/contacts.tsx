import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Contact as ContactIcon, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../api/api.ts';
import { ago } from '../../time/format.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button, buttonClass } from '../../ui/button.tsx';
import { confirm } from '../../ui/confirm.tsx';
import { inputClass } from '../../ui/field.tsx';
import { More } from '../../ui/more.tsx';
import { Page } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { Empty, Failed, Lines } from '../../ui/states.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { say } from '../../ui/toast.tsx';
import { labelsQuery, useAccount, useMembership } from '../account-data.ts';
import { contactsQuery, type Contact } from './contact-data.ts';
import { NewContact } from './new-contact.tsx';
import { readContacts, sorts, type ContactView } from './read-contacts.ts';
import { useContactTexts } from './texts.ts';

const HERE = '/app/accounts/$accountId/contacts';

/** Everybody who has written, or whom somebody has added. */
export function ContactsPage() {
  const t = useContactTexts();
  const account = useAccount();
  const view = useSearch({ from: HERE });
  const navigate = useNavigate();
  const [isAdding, setAdding] = useState(false);
  // Of what the address holds by then: more may have been chosen since a letter was typed.
  const show = (change: (before: ContactView) => ContactView): void =>
    void navigate({
      to: HERE,
      params: { accountId: account },
      search: (before) => change(readContacts(before)),
      replace: true,
    });
  return (
    <Page
      wide
      title={t('title')}
      actions={
        <>
          <ImportExport account={account} view={view} />
          <Button look="primary" onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" className="size-4" />
            {t('add')}
          </Button>
        </>
      }
    >
      <Narrowing account={account} view={view} onShow={show} />
      <Found account={account} view={view} />
      <NewContact account={account} open={isAdding} onClose={() => setAdding(false)} />
    </Page>
  );
}

function ImportExport({ account, view }: { account: number; view: ContactView }) {
  const t = useContactTexts();
  const { role, permissions } = useMembership() ?? {};
  const may = role === 'administrator' || permissions?.includes('contact_manage') === true;
  if (!may) return null;
  const ask = (): void =>
    confirm({
      title: t('exportTitle'),
      hint: t('exportHint'),
      yes: t('exportYes'),
      act: async () => {
        const body = view.label === undefined ? {} : { label: view.label };
        await unwrap(api(account).POST('/contacts/export', { body }));
        say({ title: t('exported') });
      },
    });
  return (
    <>
      <Link
        to="/app/accounts/$accountId/contacts/import"
        params={{ accountId: account }}
        className={buttonClass('plain')}
      >
        {t('import')}
      </Link>
      {view.q === undefined ? <Button onClick={ask}>{t('export')}</Button> : null}
    </>
  );
}

interface NarrowingProps {
  account: number;
  view: ContactView;
  onShow: (change: (before: ContactView) => ContactView) => void;
}

/** Milliseconds after the last letter. */
const PAUSE = 250;
const ANY = '';

function Narrowing({ account, view, onShow }: NarrowingProps) {
  const t = useContactTexts();
  const labels = useQuery(labelsQuery(account)).data ?? [];
  const [text, setText] = useState(view.q ?? '');
  useEffect(() => {
    if (text.trim() === (view.q ?? '')) return;
    const timer = setTimeout(
      () =>
        onShow(({ q: _, ...rest }) => (text.trim() === '' ? rest : { ...rest, q: text.trim() })),
      PAUSE,
    );
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="mb-4 grid gap-3 sm:grid-cols-[1fr_12rem_12rem]">
      <input
        type="search"
        aria-label={t('search')}
        placeholder={t('search')}
        value={text}
        onChange={({ target }) => setText(target.value)}
        className={inputClass}
      />
      <Select
        bare
        label={t('label')}
        value={view.label ?? ANY}
        onChange={(label) =>
          onShow(({ label: _, ...rest }) => (label === ANY ? rest : { ...rest, label }))
        }
        options={[
          { value: ANY, label: t('anyLabel') },
          ...labels.map(({ title }) => ({ value: title, label: title })),
        ]}
      />
      <Select
        bare
        label={t('sort')}
        value={view.sort ?? '-last_activity_at'}
        onChange={(sort) => onShow((before) => ({ ...before, sort }))}
        options={sorts.map((value) => ({ value, label: t(`sorts.${value}`) }))}
      />
    </div>
  );
}

function Found({ account, view }: { account: number; view: ContactView }) {
  const t = useContactTexts();
  const { t: shared } = useTranslation();
  const query = useInfiniteQuery(contactsQuery(account, view));
  const { data, error, refetch } = query;
  const contacts = data?.pages.flatMap(({ payload }) => payload);
  if (contacts === undefined) {
    return error === null ? (
      <Lines />
    ) : (
      <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
    );
  }
  if (contacts.length === 0) {
    const isNarrowed = view.q !== undefined || view.label !== undefined;
    return (
      <Empty
        icon={<ContactIcon aria-hidden="true" className="size-7" />}
        title={isNarrowed ? shared('app.nothingFound') : t('empty')}
        {...(isNarrowed ? {} : { hint: t('emptyHint') })}
      />
    );
  }
  const count = data?.pages[0]?.meta.count;
  return (
    <>
      {typeof count === 'number' ? (
        <p role="status" className="mb-2 text-sm text-ink-faint">
          {t('count', { count })}
        </p>
      ) : null}
      <List account={account} contacts={contacts} />
      <More query={query} />
    </>
  );
}

const about = ({ additional_attributes: more }: Contact, name: string): string => {
  const value = more[name];
  return typeof value === 'string' ? value : '';
};

function List({ account, contacts }: { account: number; contacts: Contact[] }) {
  const t = useContactTexts();
  const columns: Column<Contact>[] = [
    {
      title: t('name'),
      cell: ({ id, name, email, phone_number, thumbnail, blocked }) => (
        <Link
          to="/app/accounts/$accountId/contacts/$contactId"
          params={{ accountId: account, contactId: id }}
          className="flex items-center gap-3 font-medium hover:underline"
        >
          <Avatar name={name || '?'} picture={thumbnail} />
          <span className="min-w-0">
            {name || email || phone_number || `#${id}`}
            <span className="block text-xs font-normal break-all text-ink-faint sm:hidden">
              {email ?? phone_number}
            </span>
          </span>
          {blocked ? <Badge tone="danger">{t('blocked')}</Badge> : null}
        </Link>
      ),
    },
    { title: t('email'), roomy: true, cell: ({ email }) => email },
    { title: t('phone'), roomy: true, cell: ({ phone_number }) => phone_number },
    { title: t('company'), roomy: true, cell: (contact) => about(contact, 'company_name') },
    {
      title: t('city'),
      roomy: true,
      cell: (contact) =>
        [about(contact, 'city'), about(contact, 'country')].filter(Boolean).join(', '),
    },
    {
      title: t('active'),
      cell: ({ last_activity_at: at }) => (at === undefined ? t('never') : ago(at)),
    },
  ];
  return <Table label={t('title')} columns={columns} rows={contacts} keyOf={({ id }) => id} />;
}

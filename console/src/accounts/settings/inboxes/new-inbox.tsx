import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { AtSign, Code, Globe, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { Page } from '../../../ui/page.tsx';
import { Several } from '../../../ui/several.tsx';
import { textOf, useSubmit } from '../../../ui/use-submit.ts';
import { agentsQuery, inboxesQuery, useAccount, useMe } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { BackLink } from '../../back-link.tsx';
import { setMembers } from './inbox-data.ts';
import { channels, type Channel } from './inbox-search.ts';
import { useInboxTexts } from './texts.ts';

const icons: Record<Channel, LucideIcon> = { website: Globe, email: AtSign, api: Code };

/** Makes an inbox: what it is, then what it needs to know; the address holds the step. */
export function NewInboxPage() {
  const t = useInboxTexts();
  const account = useAccount();
  const { channel } = useSearch({ from: '/app/accounts/$accountId/settings/inboxes/new' });
  const back =
    channel === undefined ? (
      <BackLink to="/app/accounts/$accountId/settings/inboxes">{t('title')}</BackLink>
    ) : (
      <Link
        to="/app/accounts/$accountId/settings/inboxes/new"
        params={{ accountId: account }}
        search={{}}
        className="text-sm text-accent hover:underline"
      >
        {t('otherChannel')}
      </Link>
    );
  return (
    <AdministratorsOnly title={t('add')}>
      <Page
        title={channel === undefined ? t('add') : t(`channels.${channel}.add`)}
        hint={channel === undefined ? t('choose') : t(`channels.${channel}.hint`)}
        before={back}
      >
        {channel === undefined ? (
          <Choice account={account} />
        ) : (
          <Form key={channel} account={account} channel={channel} />
        )}
      </Page>
    </AdministratorsOnly>
  );
}

function Choice({ account }: { account: number }) {
  const t = useInboxTexts();
  return (
    <ul className="grid gap-3 sm:grid-cols-3">
      {channels.map((channel) => {
        const Icon = icons[channel];
        return (
          <li key={channel}>
            <Link
              to="/app/accounts/$accountId/settings/inboxes/new"
              params={{ accountId: account }}
              search={{ channel }}
              className="block h-full rounded-card border border-line bg-surface p-4 hover:bg-hover"
            >
              <Icon aria-hidden="true" className="mb-2 size-6 text-accent" />
              <span className="block font-medium">{t(`channels.${channel}.name`)}</span>
              <span className="mt-1 block text-sm text-ink-faint">
                {t(`channels.${channel}.hint`)}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

const bodyOf = (channel: Channel, form: FormData) => {
  const fields = {
    website: { type: 'web_widget', website_url: textOf(form, 'website_url'), widget_color: textOf(form, 'widget_color') }, // prettier-ignore
    email: { type: 'email', email: textOf(form, 'email') },
    api: { type: 'api', webhook_url: textOf(form, 'webhook_url') },
  };
  return { name: textOf(form, 'name'), channel: fields[channel] };
};

function Form({ account, channel }: { account: number; channel: Channel }) {
  const t = useInboxTexts();
  const navigate = useNavigate();
  const me = useMe()?.id;
  const agents = useQuery(agentsQuery(account)).data ?? [];
  const [people, setPeople] = useState<number[]>();
  const chosen = people ?? (me === undefined ? [] : [me]);
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const { id } = await unwrap(api(account).POST('/inboxes', { body: bodyOf(channel, form) }));
    await setMembers(account, id, chosen);
    await queries.invalidateQueries(inboxesQuery(account));
    await navigate({
      to: '/app/accounts/$accountId/settings/inboxes/$inboxId',
      params: { accountId: account, inboxId: id },
      search: { part: 'connect' },
    });
  });
  return (
    <form onSubmit={onSubmit} noValidate className="max-w-xl space-y-4">
      {problem === undefined ? null : <Problem>{problem}</Problem>}
      <Field label={t('name')} name="name" hint={t('nameHint')} required autoFocus />
      <Fields channel={channel} />
      <Several
        label={t('parts.people')}
        hint={t('peopleHint')}
        placeholder={t('nobody')}
        options={agents.map(({ id, name }) => ({ value: id, label: name }))}
        values={chosen}
        onChange={setPeople}
      />
      <Button look="primary" type="submit" busy={busy}>
        {t('make')}
      </Button>
    </form>
  );
}

function Fields({ channel }: { channel: Channel }) {
  const t = useInboxTexts();
  if (channel === 'email') {
    return (
      <Field
        label={t('email')}
        name="email"
        type="email"
        hint={t('emailHint')}
        placeholder="help@example.com"
      />
    );
  }
  if (channel === 'api') {
    return (
      <Field
        label={t('webhook')}
        name="webhook_url"
        type="url"
        hint={t('webhookHint')}
        placeholder="https://example.com/confab"
      />
    );
  }
  return (
    <>
      <Field
        label={t('website')}
        name="website_url"
        type="url"
        placeholder="https://www.example.com"
      />
      <Field
        label={t('color')}
        name="widget_color"
        type="color"
        defaultValue="#0e7490"
        className="w-20 p-1"
      />
    </>
  );
}

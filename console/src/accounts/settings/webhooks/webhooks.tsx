import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pencil, Plus, Trash2, Unplug as Icon } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Page } from '../../../ui/page.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { Table, type Column } from '../../../ui/table.tsx';
import { useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { askToRemove } from '../removal.ts';
import { OtherAddresses } from './other-addresses.tsx';
import { SecretDialog, type Shown } from './secret-dialog.tsx';
import { EndpointState } from './state.tsx';
import { useWebhookTexts } from './texts.ts';
import { refreshWebhooks, webhooksQuery, type Webhook } from './webhook-data.ts';
import { WebhookForm } from './webhook-form.tsx';

/** Where events are sent, and how that goes. */
export function WebhooksPage() {
  const t = useWebhookTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Webhooks />
    </AdministratorsOnly>
  );
}

function Webhooks() {
  const t = useWebhookTexts();
  const account = useAccount();
  const { data, error, refetch } = useQuery(webhooksQuery(account));
  const [edited, setEdited] = useState<Webhook | 'new'>();
  const [secret, setSecret] = useState<Shown>();
  const add = (
    <Button look="primary" onClick={() => setEdited('new')}>
      <Plus aria-hidden="true" className="size-4" />
      {t('add')}
    </Button>
  );
  return (
    <Page wide title={t('title')} hint={t('hint')} actions={data?.length === 0 ? undefined : add}>
      {error === null || data !== undefined ? null : (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null ? <Lines /> : null}
      {data?.length === 0 ? (
        <Empty
          icon={<Icon aria-hidden="true" className="size-7" />}
          title={t('empty')}
          hint={t('emptyHint')}
        >
          <div className="mt-2">{add}</div>
        </Empty>
      ) : null}
      {data === undefined || data.length === 0 ? null : (
        <List account={account} webhooks={data} onEdit={setEdited} />
      )}
      <OtherAddresses account={account} />
      <WebhookForm
        account={account}
        edited={edited}
        onClose={() => setEdited(undefined)}
        onMade={(made) => setSecret({ secret: made, until: null })}
      />
      <SecretDialog shown={secret} onClose={() => setSecret(undefined)} />
    </Page>
  );
}

interface ListProps {
  account: number;
  webhooks: Webhook[];
  onEdit: (webhook: Webhook) => void;
}

function List({ account, webhooks, onEdit }: ListProps) {
  const t = useWebhookTexts();
  const nameOf = ({ name, url }: Webhook): string => name ?? url;
  const remove = (webhook: Webhook): void =>
    askToRemove(t, nameOf(webhook), async () => {
      await unwrap(
        api(account).DELETE('/webhooks/{webhook_id}', {
          params: { path: { webhook_id: webhook.id } },
        }),
      );
      await refreshWebhooks(account);
    });
  const columns: Column<Webhook>[] = [
    {
      title: t('name'),
      cell: (webhook) => (
        <span className="block max-w-80 min-w-40">
          <Link
            to="/app/accounts/$accountId/settings/webhooks/$endpointId"
            params={{ accountId: account, endpointId: webhook.endpoint_id }}
            search={{}}
            className="block truncate font-medium hover:underline"
          >
            {nameOf(webhook)}
          </Link>
          {webhook.name === null ? null : (
            <span className="block truncate text-xs text-ink-faint">{webhook.url}</span>
          )}
        </span>
      ),
    },
    { title: t('state'), cell: (webhook) => <EndpointState endpoint={webhook} /> },
    {
      title: t('events'),
      cell: ({ subscriptions }) => (
        <span className="line-clamp-2 max-w-72 text-xs text-ink-soft">
          {subscriptions.join(', ')}
        </span>
      ),
    },
    {
      title: t('actions'),
      bare: true,
      cell: (webhook) => (
        <span className="flex justify-end">
          <IconButton label={t('edit', { name: nameOf(webhook) })} onClick={() => onEdit(webhook)}>
            <Pencil aria-hidden="true" className="size-4" />
          </IconButton>
          <IconButton
            label={t('remove', { name: nameOf(webhook) })}
            onClick={() => remove(webhook)}
          >
            <Trash2 aria-hidden="true" className="size-4" />
          </IconButton>
        </span>
      ),
    },
  ];
  return <Table label={t('title')} columns={columns} rows={webhooks} keyOf={({ id }) => id} />;
}

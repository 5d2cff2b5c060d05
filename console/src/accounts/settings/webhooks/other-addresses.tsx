import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Failed } from '../../../ui/states.tsx';
import { Table, type Column } from '../../../ui/table.tsx';
import { EndpointState } from './state.tsx';
import { useWebhookTexts } from './texts.ts';
import { useEndpointName } from './use-endpoint-name.ts';
import { endpointsQuery, type Endpoint } from './webhook-data.ts';

/** Addresses that were set up elsewhere: of API inboxes, bots, rules and macros. */
export function OtherAddresses({ account }: { account: number }) {
  const t = useWebhookTexts();
  const nameOf = useEndpointName(account);
  const { data, error, refetch } = useQuery(endpointsQuery(account));
  if (error !== null && data === undefined) {
    return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
  }
  const others = (data ?? []).filter(({ kind }) => kind !== 'webhook');
  if (others.length === 0) return null;
  const columns: Column<Endpoint>[] = [
    {
      title: t('name'),
      cell: (endpoint) => (
        <span className="block max-w-80 min-w-40">
          <Link
            to="/app/accounts/$accountId/settings/webhooks/$endpointId"
            params={{ accountId: account, endpointId: endpoint.id }}
            search={{}}
            className="block truncate font-medium hover:underline"
          >
            {nameOf(endpoint)}
          </Link>
          {endpoint.url === null || endpoint.kind === 'action' ? null : (
            <span className="block truncate text-xs text-ink-faint">{endpoint.url}</span>
          )}
        </span>
      ),
    },
    { title: t('state'), cell: (endpoint) => <EndpointState endpoint={endpoint} /> },
    { title: t('kind'), cell: ({ kind }) => t(`kinds.${kind}`) },
  ];
  return (
    <section className="mt-8">
      <h2 className="font-semibold">{t('others')}</h2>
      <p className="mb-3 text-sm text-ink-faint">{t('othersHint')}</p>
      <Table label={t('others')} columns={columns} rows={others} keyOf={({ id }) => id} />
    </section>
  );
}

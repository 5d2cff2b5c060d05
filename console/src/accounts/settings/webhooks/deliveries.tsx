import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Send } from 'lucide-react';
import { momentOf } from '../../../time/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Field } from '../../../ui/field.tsx';
import { More } from '../../../ui/more.tsx';
import { Section } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { Table, type Column } from '../../../ui/table.tsx';
import { ConversationLink } from '../conversation-link.tsx';
import type { LogSearch } from './log-search.ts';
import { useWebhookTexts } from './texts.ts';
import { deliveriesQuery, SUBSCRIPTIONS, type Delivery, type Endpoint } from './webhook-data.ts';

const HERE = '/app/accounts/$accountId/settings/webhooks/$endpointId';
export const deliveryTones = { pending: 'warn', delivered: 'good', dead: 'danger' } as const;

interface Props {
  account: number;
  endpoint: Endpoint;
}

/** What an address was sent, the newest first. */
export function Deliveries({ account, endpoint }: Props) {
  const t = useWebhookTexts();
  const search = useSearch({ from: HERE });
  const query = useInfiniteQuery(deliveriesQuery(account, endpoint.id, search));
  const { data, error, refetch } = query;
  const deliveries = data?.pages.flatMap(({ payload }) => payload);
  return (
    <Section title={t('log')} hint={t('logHint')}>
      <Filters account={account} endpoint={endpoint} search={search} />
      {error === null || data !== undefined ? null : (
        <Failed title={t('failedLog')} error={error} onRetry={() => void refetch()} />
      )}
      {deliveries === undefined && error === null ? <Lines /> : null}
      {deliveries?.length === 0 ? (
        <Empty icon={<Send aria-hidden="true" className="size-7" />} title={t('nothing')} />
      ) : null}
      {deliveries === undefined || deliveries.length === 0 ? null : (
        <List account={account} endpoint={endpoint} deliveries={deliveries} />
      )}
      <More query={query} />
    </Section>
  );
}

const ALL = 'all';
const ofActions = [
  'macro.executed',
  'automation_event.conversation_created',
  'automation_event.conversation_updated',
  'automation_event.conversation_opened',
  'automation_event.conversation_resolved',
  'automation_event.message_created',
];

function Filters({ account, endpoint, search }: Props & { search: LogSearch }) {
  const t = useWebhookTexts();
  const navigate = useNavigate();
  const show = (change: { [K in keyof LogSearch]: LogSearch[K] | undefined }): void => {
    const next = Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined); // prettier-ignore
    void navigate({
      to: HERE,
      params: { accountId: account, endpointId: endpoint.id },
      search: Object.fromEntries(next) as LogSearch,
      replace: true,
    });
  };
  const known: string[] = [...(endpoint.kind === 'action' ? ofActions : SUBSCRIPTIONS), 'webhook_test']; // prettier-ignore
  const { event } = search;
  const events = event === undefined || known.includes(event) ? known : [...known, event];
  return (
    <div className="mb-4 flex flex-wrap items-end gap-3">
      <div className="w-40">
        <Select
          label={t('deliveryState')}
          options={([ALL, 'pending', 'delivered', 'dead'] as const).map((value) => ({
            value,
            label: t(`deliveryStates.${value}`),
          }))}
          value={search.state ?? ALL}
          onChange={(state) => show({ state: state === ALL ? undefined : state })}
        />
      </div>
      <div className="w-60">
        <Select
          label={t('event')}
          options={[
            { value: ALL, label: t('allEvents') },
            ...events.map((value) => ({ value, label: value })),
          ]}
          value={event ?? ALL}
          onChange={(next) => show({ event: next === ALL ? undefined : next })}
        />
      </div>
      <Field
        label={t('from')}
        type="date"
        value={search.from ?? ''}
        max={search.to}
        onChange={({ target }) => show({ from: target.value === '' ? undefined : target.value })}
      />
      <Field
        label={t('to')}
        type="date"
        value={search.to ?? ''}
        min={search.from}
        onChange={({ target }) => show({ to: target.value === '' ? undefined : target.value })}
      />
    </div>
  );
}

function List({ account, endpoint, deliveries }: Props & { deliveries: Delivery[] }) {
  const t = useWebhookTexts();
  const columns: Column<Delivery>[] = [
    {
      title: t('event'),
      cell: ({ sequence, event }) => (
        <Link
          to={`${HERE}/$sequence`}
          params={{ accountId: account, endpointId: endpoint.id, sequence }}
          className="font-medium hover:underline"
        >
          {event}
        </Link>
      ),
    },
    {
      title: t('deliveryState'),
      cell: ({ state, attempts, next_attempt_at }) => (
        <span className="flex flex-wrap items-center gap-x-2">
          <Badge tone={deliveryTones[state]}>{t(`deliveryStates.${state}`)}</Badge>
          {next_attempt_at === null || attempts === 0 ? null : (
            <span className="text-xs text-ink-soft">
              {t('next', { time: momentOf(new Date(next_attempt_at)) })}
            </span>
          )}
        </span>
      ),
    },
    { title: t('attempts'), numeric: true, cell: ({ attempts }) => attempts },
    {
      title: t('answer'),
      cell: ({ last_status, last_error }) => (
        <span className="line-clamp-2 max-w-64">
          {[last_status, last_error].filter((each) => each !== null).join(' · ')}
        </span>
      ),
    },
    {
      title: t('subject'),
      cell: ({ conversation_id: id }) =>
        id === null ? null : (
          <span className="whitespace-nowrap">
            <ConversationLink id={id}>{t('conversation', { id })}</ConversationLink>
          </span>
        ),
    },
    {
      title: t('happened'),
      cell: ({ created_at }) => (
        <span className="whitespace-nowrap">{momentOf(new Date(created_at))}</span>
      ),
    },
  ];
  return <Table label={t('logList')} columns={columns} rows={deliveries} keyOf={({ id }) => id} />;
}

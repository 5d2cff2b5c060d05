import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, ChevronRight } from 'lucide-react';
import { api, unwrap } from '../../../api/api.ts';
import { useAction } from '../../../api/use-action.ts';
import { momentOf } from '../../../time/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyLine } from '../../../ui/copy.tsx';
import { Page, Section } from '../../../ui/page.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { ConversationLink } from '../conversation-link.tsx';
import { deliveryTones } from './deliveries.tsx';
import { useWebhookTexts } from './texts.ts';
import { deliveryQuery, refreshWebhooks, type Attempt, type DeliveryDetails } from './webhook-data.ts'; // prettier-ignore

const LOG = '/app/accounts/$accountId/settings/webhooks/$endpointId';

/** One delivery: what was sent, and what became of every attempt. */
export function DeliveryPage() {
  const t = useWebhookTexts();
  return (
    <AdministratorsOnly title={t('delivery')}>
      <Loaded />
    </AdministratorsOnly>
  );
}

function Loaded() {
  const t = useWebhookTexts();
  const account = useAccount();
  const { endpointId, sequence } = useParams({ from: `${LOG}/$sequence` });
  const { data, error, refetch } = useQuery(deliveryQuery(account, sequence));
  const { busy, run: again } = useAction(
    async () => {
      await unwrap(
        api(account).POST('/webhook_deliveries/{delivery_id}/redeliver', {
          params: { path: { delivery_id: sequence } },
        }),
      );
      await refreshWebhooks(account);
    },
    { done: t('redelivering') },
  );
  return (
    <Page
      wide
      title={data?.event ?? t('delivery')}
      before={
        <Link
          to={LOG}
          params={{ accountId: account, endpointId }}
          search={{}}
          className="inline-flex h-6 items-center gap-1 text-sm text-ink-soft hover:text-ink"
        >
          <ArrowLeft aria-hidden="true" className="size-4" />
          {t('log')}
        </Link>
      }
      actions={
        data === undefined ? undefined : (
          <Button busy={busy} onClick={() => void again()}>
            {t(data.state === 'pending' ? 'tryNow' : 'redeliver')}
          </Button>
        )
      }
    >
      {error === null || data !== undefined ? null : (
        <Failed title={t('failedDelivery')} error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null ? <Lines /> : null}
      {data === undefined ? null : <Details delivery={data} />}
    </Page>
  );
}

function Details({ delivery }: { delivery: DeliveryDetails }) {
  const t = useWebhookTexts();
  const { id, state, sequence, conversation_id, created_at, finished_at, next_attempt_at } = delivery; // prettier-ignore
  const facts = [
    [t('happened'), momentOf(new Date(created_at))],
    ...(finished_at === null ? [] : [[t('finished'), momentOf(new Date(finished_at))]]),
    ...(next_attempt_at === null ? [] : [[t('nextAttempt'), momentOf(new Date(next_attempt_at))]]),
    [t('sequence'), String(sequence)],
  ];
  return (
    <>
      <Section title={t('delivery')}>
        <div className="space-y-3">
          <p className="flex flex-wrap items-center gap-2 text-sm">
            <Badge tone={deliveryTones[state]}>{t(`deliveryStates.${state}`)}</Badge>
            {conversation_id === null ? null : (
              <ConversationLink id={conversation_id}>
                {t('conversation', { id: conversation_id })}
              </ConversationLink>
            )}
          </p>
          <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 text-sm">
            {facts.map(([name, value]) => (
              <div key={name} className="contents">
                <dt className="text-ink-faint">{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <CopyLine label="webhook-id" value={id} />
        </div>
      </Section>
      <Section title={t('attempts')}>
        {delivery.attempt_log.length === 0 ? <Empty title={t('noAttempts')} /> : null}
        <ol className="space-y-2">
          {delivery.attempt_log.toReversed().map((attempt, index) => (
            <AttemptLine key={attempt.number} attempt={attempt} isOpen={index === 0} />
          ))}
        </ol>
      </Section>
      <Section title={t('body')} hint={t('bodyHint')}>
        <Code label={t('body')}>{JSON.stringify(delivery.body, null, 2)}</Code>
      </Section>
    </>
  );
}

function AttemptLine({ attempt, isOpen }: { attempt: Attempt; isOpen: boolean }) {
  const t = useWebhookTexts();
  const { number, started_at, status, error, timing } = attempt;
  const total = timing['total'];
  return (
    <li>
      <details open={isOpen} className="group rounded-card border border-line">
        <summary className="flex cursor-pointer list-none flex-wrap items-center gap-2 px-3 py-2 text-sm">
          <ChevronRight
            aria-hidden="true"
            className="size-4 transition-transform group-open:rotate-90"
          />
          <span className="font-medium">{t('attempt', { number })}</span>
          <Badge tone={error === null ? 'good' : 'danger'}>
            {status === null ? t('noAnswer') : String(status)}
          </Badge>
          {error === null ? null : <span className="text-danger">{error}</span>}
          <span className="ml-auto text-ink-faint">
            {momentOf(new Date(started_at))}
            {typeof total === 'number'
              ? ` · ${t('milliseconds', { count: Math.round(total) })}`
              : ''}
          </span>
        </summary>
        <div className="grid gap-3 border-t border-line p-3 md:grid-cols-2">
          <Headers title={t('requestHeaders')} headers={attempt.request_headers} />
          <div className="min-w-0 space-y-3">
            {attempt.response_headers === null ? null : (
              <Headers title={t('responseHeaders')} headers={attempt.response_headers} />
            )}
            {attempt.response_body === null || attempt.response_body === '' ? null : (
              <div>
                <h3 className="mb-1 text-xs font-semibold text-ink-soft">{t('responseBody')}</h3>
                <Code label={t('responseBody')}>{attempt.response_body}</Code>
              </div>
            )}
          </div>
        </div>
      </details>
    </li>
  );
}

function Headers({ title, headers }: { title: string; headers: Record<string, unknown> }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-xs font-semibold text-ink-soft">{title}</h3>
      <Code label={title}>{lines.join('\n')}</Code>
    </div>
  );
}

function Code({ label, children }: { label: string; children: string }) {
  return (
    <pre
      tabIndex={0}
      role="group"
      aria-label={label}
      className="max-h-96 overflow-auto rounded-md bg-sunken p-3 text-xs"
    >
      {children}
    </pre>
  );
}

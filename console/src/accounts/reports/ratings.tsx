import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Download, Star } from 'lucide-react';
import { momentOf } from '../../time/format.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/page.tsx';
import { Bar, Empty, Failed, Lines } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useAccount } from '../account-data.ts';
import { Controls, useReport } from './controls.tsx';
import { Figure } from './figure.tsx';
import { ratingMetricsQuery, ratingsQuery } from './report-data.ts';
import { useReportTexts } from './texts.ts';
import { useDownload } from './use-download.ts';

const scale = ['5', '4', '3', '2', '1'] as const;

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((part / whole) * 100)} %`;

/** What customers thought of the help they got. */
export function RatingsReport() {
  const t = useReportTexts();
  const account = useAccount();
  const { span } = useReport();
  const { busy, save } = useDownload('ratings');
  const { data, error, refetch } = useQuery(ratingMetricsQuery(account, span));
  if (error !== null && data === undefined) {
    return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
  }
  const counts = data?.ratings_count ?? {};
  const total = data?.total_count ?? 0;
  const good = (counts['4'] ?? 0) + (counts['5'] ?? 0);
  const figure = (text: string) => (data === undefined ? <Bar className="h-7 w-14" /> : text);
  return (
    <>
      <Controls>
        <Button busy={busy} onClick={save} className="ml-auto">
          <Download aria-hidden="true" className="size-4" />
          {t('download')}
        </Button>
      </Controls>
      <div className="mb-8 grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Figure
          name={t('ratings.score')}
          value={figure(percent(good, total))}
          hint={t('ratings.scoreHint')}
        />
        <Figure name={t('ratings.responses')} value={figure(String(total))} />
        <Figure
          name={t('ratings.sent')}
          value={figure(String(data?.total_sent_messages_count ?? 0))}
        />
        <Figure
          name={t('ratings.rate')}
          value={figure(percent(total, data?.total_sent_messages_count ?? 0))}
        />
      </div>
      <Section title={t('ratings.spread')}>
        <dl className="space-y-2">
          {scale.map((each) => (
            <div key={each} className="flex items-center gap-3">
              <dt className="flex w-12 items-center gap-1">
                {each} <Star aria-hidden="true" className="size-3.5 text-warn" />
              </dt>
              <dd className="flex flex-1 items-center gap-3">
                <span className="h-3 flex-1 rounded-full bg-sunken">
                  <span
                    className="block h-full rounded-full bg-accent"
                    style={{ width: `${total === 0 ? 0 : ((counts[each] ?? 0) / total) * 100}%` }}
                  />
                </span>
                <span className="w-16 text-right tabular-nums">{counts[each] ?? 0}</span>
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      <Ratings />
    </>
  );
}

function Ratings() {
  const t = useReportTexts();
  const account = useAccount();
  const { span } = useReport();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(ratingsQuery(account, span)); // prettier-ignore
  if (error !== null)
    return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Lines />;
  const rows = data.pages.flat();
  if (rows.length === 0) return <Empty title={t('ratings.none')} hint={t('ratings.noneHint')} />;
  return (
    <>
      <Table
        label={t('tabs.ratings')}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          {
            title: t('ratings.contact'),
            cell: ({ contact, conversation_id }) => (
              <Link
                to="/app/accounts/$accountId/conversations/$conversationId"
                params={{ accountId: account, conversationId: conversation_id }}
                search={{ tab: 'all', status: 'all' }}
                className="font-medium text-accent hover:underline"
              >
                {contact?.name ?? `#${conversation_id}`}
              </Link>
            ),
          },
          {
            title: t('ratings.rating'),
            cell: ({ rating }) => t('ratings.stars', { count: rating }),
          },
          { title: t('ratings.comment'), cell: ({ feedback_message }) => feedback_message ?? '' },
          { title: t('agent'), cell: ({ assigned_agent }) => assigned_agent?.name ?? '–' },
          { title: t('when'), cell: ({ created_at }) => momentOf(new Date(created_at * 1000)) },
        ]}
      />
      {hasNextPage ? (
        <div className="mt-3 text-center">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

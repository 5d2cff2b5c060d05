import { useQuery } from '@tanstack/react-query';
import { List } from 'lucide-react';
import { Suspense, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { lazily } from '../../ui/lazily.ts';
import { Bar, Failed } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { Controls, useReport } from './controls.tsx';
import { BehindNumber, type Behind } from './drilldown.tsx';
import { Figure } from './figure.tsx';
import { shown } from './format.ts';
import {
  metrics,
  seriesQuery,
  summaryQuery,
  type Metric,
  type Point,
  type Question,
} from './report-data.ts';
import { groupingOf, type Grouping } from './span.ts';
import { useReportTexts } from './texts.ts';
import { pieceName } from './piece-name.ts';

const Chart = lazily(async () => import('./chart.tsx'), 'Chart');

/** All numbers of the account, or of one part of it, and the one that was chosen over time. */
export function Numbers({ about }: { about: Omit<Question, 'since' | 'until' | 'business'> }) {
  const t = useReportTexts();
  const { search, span, show } = useReport();
  const question: Question = { ...about, ...span, business: search.business === true };
  const metric = metrics.find((each) => each === search.metric) ?? 'conversations_count';
  const group = groupingOf(search, span);
  const [behind, setBehind] = useState<Behind>();
  const { data, error, refetch } = useQuery(summaryQuery(question));
  if (error !== null && data === undefined) {
    return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <Controls grouped timed />
      <div className="mb-6 grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-7">
        {metrics.map((each) => (
          <Figure
            key={each}
            name={t(`metrics.${each}`)}
            value={data === undefined ? <Bar className="h-7 w-16" /> : shown(each, data[each])}
            hint={
              data === undefined ? ' ' : t('before', { value: shown(each, data.previous[each]) })
            }
            isChosen={each === metric}
            onChoose={() => show({ metric: each })}
          />
        ))}
      </div>
      <Series question={question} metric={metric} group={group} onBehind={setBehind} />
      <BehindNumber question={question} behind={behind} onClose={() => setBehind(undefined)} />
    </>
  );
}

interface SeriesProps {
  question: Question;
  metric: Metric;
  group: Grouping;
  onBehind: (behind: Behind) => void;
}

function Series({ question, metric, group, onBehind }: SeriesProps) {
  const t = useReportTexts();
  const { data, error, refetch } = useQuery(seriesQuery(question, metric, group));
  const label = t('chart', { metric: t(`metrics.${metric}`) });
  const nameOf = (timestamp: number): string => pieceName(timestamp, group);
  const open = (bucket: number | undefined): void => onBehind({ metric, group_by: group, bucket });
  return (
    <section className="rounded-card border border-line bg-surface p-4">
      <header className="mb-3 flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 flex-1 font-semibold">{label}</h2>
        <Button onClick={() => open(undefined)}>
          <List aria-hidden="true" className="size-4" />
          {t('list')}
        </Button>
      </header>
      {error !== null && data === undefined ? (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Bar className="h-72 w-full" />
      ) : data.every(({ value }) => value === 0) ? (
        <p className="flex h-72 items-center justify-center text-ink-faint">{t('nothing')}</p>
      ) : (
        <>
          <Suspense fallback={<Bar className="h-72 w-full" />}>
            <Chart label={label} metric={metric} points={data} nameOf={nameOf} onChoose={open} />
          </Suspense>
          <details className="mt-4">
            <summary className="cursor-pointer text-sm text-ink-soft">{t('table')}</summary>
            <div className="mt-2">
              <Table<Point>
                label={label}
                rows={data}
                keyOf={({ timestamp }) => timestamp}
                columns={[
                  { title: t('time'), cell: ({ timestamp }) => nameOf(timestamp) },
                  {
                    title: t('value'),
                    numeric: true,
                    cell: ({ timestamp, value }) => (
                      <button
                        type="button"
                        className="min-h-6 min-w-6 text-accent underline"
                        onClick={() => open(timestamp)}
                      >
                        {shown(metric, value)}
                      </button>
                    ),
                  },
                ]}
              />
            </div>
          </details>
        </>
      )}
    </section>
  );
}

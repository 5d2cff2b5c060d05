import type { Shape } from '@confab/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, unwrap } from '../../api/api.ts';
import { momentOf } from '../../time/format.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Section } from '../../ui/page.tsx';
import { Failed, Lines } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { useImportTexts } from './import-texts.ts';

type Import = Shape<'ContactImport'>;

const isUnderWay = ({ status }: Import): boolean => status === 'pending' || status === 'processing';

/** Milliseconds between two looks while one is under way. */
const LOOK = 1500;

const importsQuery = (account: number) =>
  queryOptions({
    queryKey: ['imports', account],
    queryFn: async () => (await unwrap(api(account).GET('/contacts/imports'))).payload,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.some(isUnderWay) === true ? LOOK : false),
  });

const tones: Record<Import['status'], Tone> = {
  pending: 'plain',
  processing: 'warn',
  completed: 'good',
  failed: 'danger',
};

/** What was imported, how far it is, and what was refused. */
export function Imports({ account }: { account: number }) {
  const t = useImportTexts();
  const { data, error, refetch } = useQuery(importsQuery(account));
  return (
    <Section title={t('earlier')}>
      {data === undefined && error === null ? <Lines /> : null}
      {data === undefined && error !== null ? (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : null}
      {data?.length === 0 ? <p className="text-sm text-ink-faint">{t('none')}</p> : null}
      {data === undefined || data.length === 0 ? null : (
        <Table
          label={t('title')}
          columns={[
            { title: t('when'), cell: ({ created_at }) => momentOf(new Date(created_at)) },
            { title: t('name'), cell: ({ filename }) => filename },
            { title: t('state'), cell: (each) => <State each={each} /> },
          ]}
          rows={data}
          keyOf={({ id }) => id}
        />
      )}
    </Section>
  );
}

function State({ each }: { each: Import }) {
  const t = useImportTexts();
  const { status, processed_records: done, total_records: total, rejected_records: refused } = each;
  return (
    <div className="space-y-1">
      <p className="flex items-center gap-2">
        <Badge tone={tones[status]}>{t(`states.${status}`)}</Badge>
        <span className="tabular-nums">{t('progress', { done, total })}</span>
      </p>
      {isUnderWay(each) ? (
        <progress
          aria-label={t('state')}
          value={each.progress}
          max={100}
          className="h-1.5 w-40 accent-accent"
        />
      ) : null}
      {each.error === null ? null : <p className="text-xs text-danger">{each.error}</p>}
      {refused === 0 ? null : (
        <p className="text-xs text-danger">
          {t('refused', { count: refused })}
          {each.report_url === null ? null : (
            <>
              {' · '}
              <a href={each.report_url} className="underline">
                {t('report')}
              </a>
            </>
          )}
        </p>
      )}
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Download } from 'lucide-react';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Failed, Lines } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { agentsQuery, inboxesQuery, labelsQuery, teamsQuery, useAccount } from '../account-data.ts';
import { Controls, here, useReport } from './controls.tsx';
import { shown } from './format.ts';
import { Numbers } from './numbers.tsx';
import { sharesQuery, type Share, type Subject } from './report-data.ts';
import { useReportTexts } from './texts.ts';
import { useDownload } from './use-download.ts';

interface Named {
  id: number;
  name: string;
}

export function AgentsReport() {
  const account = useAccount();
  return <Subjects subject="agent" plural="agents" all={useQuery(agentsQuery(account)).data} />;
}

export function InboxesReport() {
  const account = useAccount();
  return <Subjects subject="inbox" plural="inboxes" all={useQuery(inboxesQuery(account)).data} />;
}

export function TeamsReport() {
  const account = useAccount();
  return <Subjects subject="team" plural="teams" all={useQuery(teamsQuery(account)).data} />;
}

export function LabelsReport() {
  const account = useAccount();
  const labels = useQuery(labelsQuery(account)).data?.map(({ id, title }) => ({ id, name: title }));
  return <Subjects subject="label" plural="labels" all={labels} />;
}

interface SubjectsProps {
  subject: Subject;
  plural: 'agents' | 'inboxes' | 'teams' | 'labels';
  all: readonly Named[] | undefined;
}

/** All agents, inboxes, teams or labels beside each other; or one of them alone, when the address names it. */
function Subjects({ subject, plural, all }: SubjectsProps) {
  const t = useReportTexts();
  const account = useAccount();
  const { search } = useReport();
  if (search.id === undefined) return <Shares subject={subject} plural={plural} all={all} />;
  const name = all?.find(({ id }) => id === search.id)?.name ?? `#${search.id}`;
  return (
    <>
      <div className="mb-4 flex items-center gap-3">
        <Link {...here({ id: undefined })} className={buttonClass('plain')}>
          <ArrowLeft aria-hidden="true" className="size-4" />
          {t('back')}
        </Link>
        <h2 className="text-lg font-semibold">{name}</h2>
      </div>
      <Numbers about={{ account, type: subject, id: search.id }} />
    </>
  );
}

function Shares({ subject, plural, all }: SubjectsProps) {
  const t = useReportTexts();
  const account = useAccount();
  const { search, span } = useReport();
  const { busy, save } = useDownload(plural);
  const { data, error, refetch } = useQuery(
    sharesQuery(subject, { account, ...span, business: search.business === true }),
  );
  const shares = new Map(data?.map((share) => [share.id, share]));
  const rows = (all ?? []).map(({ id, name }) => ({ id, name, share: shares.get(id) }));
  type Row = (typeof rows)[number];
  const number = (metric: string, of: (share: Share) => number | null) => ({
    numeric: true,
    cell: ({ share }: Row) =>
      shown(metric, share === undefined ? (metric.endsWith('_time') ? null : 0) : of(share)),
  });
  return (
    <>
      <Controls timed>
        <Button busy={busy} onClick={save} className="ml-auto">
          <Download aria-hidden="true" className="size-4" />
          {t('download')}
        </Button>
      </Controls>
      {error !== null && data === undefined ? (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : data === undefined || all === undefined ? (
        <Lines />
      ) : rows.length === 0 ? (
        <p className="p-8 text-center text-ink-faint">{t('nothing')}</p>
      ) : (
        <Table<Row>
          label={t(`tabs.${plural}`)}
          rows={rows.toSorted(
            (a, b) => (b.share?.conversations_count ?? 0) - (a.share?.conversations_count ?? 0),
          )}
          keyOf={({ id }) => id}
          columns={[
            {
              title: t('name'),
              cell: ({ id, name }) => (
                <Link {...here({ id })} className="font-medium text-accent hover:underline">
                  {name}
                </Link>
              ),
            },
            {
              title: t('metrics.conversations_count'),
              ...number('conversations_count', (share) => share.conversations_count),
            },
            {
              title: t('metrics.resolutions_count'),
              ...number('resolutions_count', (share) => share.resolved_conversations_count),
            },
            {
              title: t('metrics.avg_first_response_time'),
              ...number('avg_first_response_time', (share) => share.avg_first_response_time),
            },
            {
              title: t('metrics.reply_time'),
              ...number('reply_time', (share) => share.avg_reply_time),
            },
            {
              title: t('metrics.avg_resolution_time'),
              ...number('avg_resolution_time', (share) => share.avg_resolution_time),
            },
          ]}
        />
      )}
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Avatar } from '../../ui/avatar.tsx';
import { Section } from '../../ui/page.tsx';
import { Bar, Failed, Lines } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import { teamsQuery, useAccount } from '../account-data.ts';
import { Figure } from './figure.tsx';
import { liveQuery, type LiveAgent } from './report-data.ts';
import { useReportTexts } from './texts.ts';
import { Traffic } from './traffic.tsx';

const counts = ['open', 'unattended', 'unassigned', 'pending'] as const;

/** How it is at the moment: what waits, who is there, and when customers write. */
export function Overview() {
  const t = useReportTexts();
  const account = useAccount();
  const teams = useQuery(teamsQuery(account)).data;
  const { data, error, refetch } = useQuery(liveQuery(account));
  if (error !== null && data === undefined) {
    return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
  }
  return (
    <>
      <div className="mb-8 grid grid-cols-2 gap-3 sm:grid-cols-4">
        {counts.map((each) => (
          <Figure
            key={each}
            name={t(`live.${each}`)}
            value={data === undefined ? <Bar className="h-7 w-12" /> : data.counts[each]}
          />
        ))}
      </div>
      <Section title={t('live.traffic')} hint={t('live.trafficHint')}>
        <Traffic account={account} />
      </Section>
      <div className="grid gap-x-6 xl:grid-cols-2">
        <Section title={t('live.agents')}>
          {data === undefined ? (
            <Lines />
          ) : data.agents.length === 0 ? (
            <p className="text-ink-faint">{t('live.noAgents')}</p>
          ) : (
            <Table<LiveAgent>
              label={`${t('tabs.overview')}: ${t('live.agents')}`}
              rows={data.agents}
              keyOf={({ id }) => id}
              columns={[
                {
                  title: t('name'),
                  cell: ({ name, thumbnail, availability }) => (
                    <span className="flex items-center gap-2">
                      <Avatar name={name} picture={thumbnail} presence={availability} size="sm" />
                      {name}
                    </span>
                  ),
                },
                { title: t('live.status'), cell: ({ availability }) => t(`live.${availability}`) },
                { title: t('live.open'), numeric: true, cell: ({ metric }) => metric.open },
                {
                  title: t('live.unattended'),
                  numeric: true,
                  cell: ({ metric }) => metric.unattended,
                },
              ]}
            />
          )}
        </Section>
        <Section title={t('live.teams')}>
          {data === undefined ? (
            <Lines />
          ) : (
            <Table
              label={`${t('tabs.overview')}: ${t('live.teams')}`}
              rows={data.teams}
              keyOf={({ team_id }) => team_id ?? 0}
              columns={[
                {
                  title: t('name'),
                  cell: ({ team_id }) =>
                    team_id == null
                      ? t('live.noTeam')
                      : (teams?.find(({ id }) => id === team_id)?.name ?? `#${team_id}`),
                },
                { title: t('live.open'), numeric: true, cell: ({ open }) => open },
                {
                  title: t('live.unattended'),
                  numeric: true,
                  cell: ({ unattended }) => unattended,
                },
                {
                  title: t('live.unassigned'),
                  numeric: true,
                  cell: ({ unassigned }) => unassigned,
                },
              ]}
            />
          )}
        </Section>
      </div>
    </>
  );
}

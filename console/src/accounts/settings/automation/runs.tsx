import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { momentOf } from '../../../time/format.ts';
import { Badge, type Tone } from '../../../ui/badge.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Problem } from '../../../ui/field.tsx';
import { More } from '../../../ui/more.tsx';
import { Page } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { useAccount } from '../../account-data.ts';
import { Steps } from '../actions/steps.tsx';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { BackLink } from '../../back-link.tsx';
import { ConversationLink } from '../conversation-link.tsx';
import { JudgedConditions } from './judged-conditions.tsx';
import { rulesQuery, runsQuery, runStatuses, type Run, type RunStatus } from './rule-data.ts';
import { useAutomationTexts } from './texts.ts';

const LIST = '/app/accounts/$accountId/settings/automation';

/** What a rule did, and why it did not. */
export function RuleRunsPage() {
  const t = useAutomationTexts();
  return (
    <AdministratorsOnly title={t('log')}>
      <RuleRuns />
    </AdministratorsOnly>
  );
}

function RuleRuns() {
  const t = useAutomationTexts();
  const { t: shared } = useTranslation();
  const account = useAccount();
  const { ruleId } = useParams({ from: `${LIST}/$ruleId/runs` });
  const [status, setStatus] = useState<RunStatus | 'all'>('all');
  const rule = useQuery(rulesQuery(account)).data?.find(({ id }) => id === ruleId);
  const query = useInfiniteQuery(runsQuery(account, ruleId, status === 'all' ? undefined : status));
  const { data, error, refetch } = query;
  const runs = data?.pages.flat();
  return (
    <Page
      title={rule === undefined ? t('log') : t('logOf', { name: rule.name })}
      hint={t('logHint')}
      before={<BackLink to={LIST}>{t('title')}</BackLink>}
      actions={
        <Link
          to={`${LIST}/$ruleId`}
          params={{ accountId: account, ruleId }}
          className={buttonClass('plain')}
        >
          {shared('app.edit')}
        </Link>
      }
    >
      {rule?.problem == null ? null : (
        <div className="mb-4">
          <Problem>
            {t(rule.active ? 'failingBecause' : 'pausedBecause', { problem: rule.problem })}
          </Problem>
        </div>
      )}
      <div className="mb-4 w-52">
        <Select
          label={t('show')}
          options={(['all', ...runStatuses] as const).map((value) => ({
            value,
            label: t(`statuses.${value}`),
          }))}
          value={status}
          onChange={setStatus}
        />
      </div>
      {error === null || data !== undefined ? null : (
        <Failed title={t('failedLog')} error={error} onRetry={() => void refetch()} />
      )}
      {runs === undefined && error === null ? <Lines /> : null}
      {runs?.length === 0 ? (
        <Empty icon={<History aria-hidden="true" className="size-7" />} title={t('noRuns')} />
      ) : null}
      {runs === undefined || runs.length === 0 ? null : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {runs.map((run) => (
            <RunLine key={run.id} account={account} run={run} />
          ))}
        </ul>
      )}
      <More query={query} />
    </Page>
  );
}

const tones: Record<RunStatus, Tone> = {
  finished: 'good',
  running: 'plain',
  unmatched: 'plain',
  skipped: 'warn',
  failed: 'danger',
};

function RunLine({ account, run }: { account: number; run: Run }) {
  const t = useAutomationTexts();
  return (
    <li className="space-y-2 px-4 py-3">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        <Badge tone={tones[run.status]}>{t(`statuses.${run.status}`)}</Badge>
        <ConversationLink id={run.conversation_id}>
          {t('conversation', { id: run.conversation_id })}
        </ConversationLink>
        <span className="text-ink-faint">{momentOf(new Date(run.created_at))}</span>
      </p>
      {run.reason === null ? null : <p className="text-sm text-warn">{run.reason}</p>}
      <div className="grid gap-2 md:grid-cols-2">
        <JudgedConditions account={account} conditions={run.conditions} />
        {run.status === 'finished' || run.status === 'running' ? <Steps steps={run.steps} /> : null}
      </div>
    </li>
  );
}

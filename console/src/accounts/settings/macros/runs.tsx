import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { History } from 'lucide-react';
import { momentOf } from '../../../time/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { More } from '../../../ui/more.tsx';
import { Page } from '../../../ui/page.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { agentsQuery, macrosQuery, useAccount } from '../../account-data.ts';
import { Steps } from '../actions/steps.tsx';
import { BackLink } from '../../back-link.tsx';
import { ConversationLink } from '../conversation-link.tsx';
import { executionsQuery, type Execution } from './macro-data.ts';
import { useMacroTexts } from './texts.ts';

const LIST = '/app/accounts/$accountId/settings/macros';

/** Where a macro was run, by whom, and what became of it. */
export function MacroRunsPage() {
  const t = useMacroTexts();
  const account = useAccount();
  const { macroId } = useParams({ from: `${LIST}/$macroId/runs` });
  const macro = useQuery(macrosQuery(account)).data?.find(({ id }) => id === macroId);
  const query = useInfiniteQuery(executionsQuery(account, macroId));
  const { data, error, refetch } = query;
  const executions = data?.pages.flat();
  return (
    <Page
      title={macro === undefined ? t('log') : t('logNamed', { name: macro.name })}
      hint={t('logHint')}
      before={<BackLink to={LIST}>{t('title')}</BackLink>}
    >
      {error === null || data !== undefined ? null : (
        <Failed title={t('failedLog')} error={error} onRetry={() => void refetch()} />
      )}
      {executions === undefined && error === null ? <Lines /> : null}
      {executions?.length === 0 ? (
        <Empty icon={<History aria-hidden="true" className="size-7" />} title={t('noRuns')} />
      ) : null}
      {executions === undefined || executions.length === 0 ? null : (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {executions.map((each) => (
            <Line key={each.id} account={account} execution={each} />
          ))}
        </ul>
      )}
      <More query={query} />
    </Page>
  );
}

function Line({ account, execution }: { account: number; execution: Execution }) {
  const t = useMacroTexts();
  const agents = useQuery(agentsQuery(account)).data;
  const { conversation_id, user_id, status, steps, created_at } = execution;
  const isPartly = steps.some(({ error }) => error !== null);
  return (
    <li className="space-y-2 px-4 py-3">
      <p className="flex flex-wrap items-center gap-2 text-sm">
        {status === 'running' ? (
          <Badge>{t('running')}</Badge>
        ) : (
          <Badge tone={isPartly ? 'warn' : 'good'}>{t(isPartly ? 'partly' : 'finished')}</Badge>
        )}
        <ConversationLink id={conversation_id}>
          {t('conversation', { id: conversation_id })}
        </ConversationLink>
        <span className="text-ink-faint">
          {[agents?.find(({ id }) => id === user_id)?.name, momentOf(new Date(created_at))]
            .filter((each) => each !== undefined)
            .join(' · ')}
        </span>
      </p>
      <Steps steps={steps} />
    </li>
  );
}

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { momentOf } from '../../time/format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Failed, Lines } from '../../ui/states.tsx';
import { agentsQuery } from '../account-data.ts';
import { pieceName } from './piece-name.ts';
import { shown } from './format.ts';
import { drilldownQuery, isTime, type Drilldown, type Question } from './report-data.ts';
import type { Grouping } from './span.ts';
import { useReportTexts } from './texts.ts';

/** A number whose parts somebody wants to see; without a bucket that of all of the time. */
export interface Behind {
  metric: 'bot_resolutions_count' | 'bot_handoffs_count' | import('./report-data.ts').Metric;
  group_by: Grouping;
  bucket: number | undefined;
}

interface Props {
  question: Question;
  behind: Behind | undefined;
  onClose: () => void;
}

/** The list behind a number. */
export function BehindNumber({ question, behind, onClose }: Props) {
  const t = useReportTexts();
  const title =
    behind === undefined
      ? ''
      : [t(`metrics.${behind.metric}`), ...(behind.bucket === undefined ? [] : [pieceName(behind.bucket, behind.group_by)])].join(' · '); // prettier-ignore
  return (
    <Dialog open={behind !== undefined} onOpenChange={(open) => open || onClose()} title={title}>
      {behind === undefined ? null : <Parts question={question} behind={behind} />}
    </Dialog>
  );
}

function Parts({ question, behind }: { question: Question; behind: Behind }) {
  const t = useReportTexts();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    drilldownQuery(question, behind),
  );
  if (error !== null)
    return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Lines />;
  const parts = data.pages.flatMap(({ payload }) => payload);
  const count = data.pages[0]?.meta.count ?? 0;
  if (count === 0) return <p className="p-6 text-center text-ink-faint">{t('nothing')}</p>;
  return (
    <div className="p-2">
      <p className="px-2 pb-2 text-sm text-ink-soft">
        {t('behind', { metric: t(`metrics.${behind.metric}`), count })}
      </p>
      <ul>
        {parts.map((part) => (
          <Part key={part.id} account={question.account} part={part} metric={behind.metric} />
        ))}
      </ul>
      {hasNextPage ? (
        <div className="p-2 text-center">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

interface PartProps {
  account: number;
  part: Drilldown['payload'][number];
  metric: string;
}

function Part({ account, part, metric }: PartProps) {
  const t = useReportTexts();
  const agents = useQuery(agentsQuery(account)).data;
  const { conversation, conversation_id, timestamp, value, user_id } = part;
  const who = conversation?.meta.sender.name;
  const agent = agents?.find(({ id }) => id === user_id)?.name;
  const body = (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">
          {who ?? t('conversation')}{' '}
          <span className="font-normal text-ink-faint">#{conversation_id}</span>
        </span>
        <span className="block truncate text-xs text-ink-faint">
          {[momentOf(new Date(timestamp * 1000)), agent]
            .filter((each) => each !== undefined)
            .join(' · ')}
        </span>
      </span>
      {isTime(metric) ? (
        <span className="shrink-0 tabular-nums">{shown(metric, value)}</span>
      ) : null}
    </>
  );
  const look = 'flex items-center gap-3 rounded-md px-2 py-2 text-sm';
  return (
    <li>
      {conversation === null || conversation_id === null ? (
        <span className={look}>
          {body}
          <span className="shrink-0 text-xs text-ink-faint">{t('gone')}</span>
        </span>
      ) : (
        <Link
          to="/app/accounts/$accountId/conversations/$conversationId"
          params={{ accountId: account, conversationId: conversation_id }}
          search={{ tab: 'all', status: 'all' }}
          className={`${look} hover:bg-hover`}
        >
          {body}
        </Link>
      )}
    </li>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Laptop } from 'lucide-react';
import { server, unwrap } from '../../../api/api.ts';
import { useAction } from '../../../api/use-action.ts';
import { momentOf } from '../../../time/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Section } from '../../../ui/page.tsx';
import { Failed, Lines } from '../../../ui/states.tsx';
import { clientName, sessionsQuery, type Session } from './security-data.ts';
import { useSecurityTexts } from './texts.ts';

/** The browsers and phones on which somebody is signed in. */
export function SessionsSection() {
  const t = useSecurityTexts();
  const { data, error, refetch } = useQuery(sessionsQuery);
  const others = useAction(async () => unwrap(server().DELETE('/api/v1/profile/sessions')), {
    done: t('endedOthers'),
    changes: [sessionsQuery.queryKey],
  });
  const hasOthers = data?.some(({ current }) => !current) === true;
  return (
    <Section
      title={t('sessions')}
      hint={t('sessionsHint')}
      actions={
        hasOthers ? (
          <Button busy={others.busy} onClick={() => void others.run()}>
            {t('endOthers')}
          </Button>
        ) : undefined
      }
    >
      {data === undefined && error === null ? <Lines /> : null}
      {data === undefined && error !== null ? (
        <Failed title={t('failedSessions')} error={error} onRetry={() => void refetch()} />
      ) : null}
      <ul className="divide-y divide-line">
        {data?.map((each) => (
          <Line key={each.id} each={each} />
        ))}
      </ul>
    </Section>
  );
}

function Line({ each }: { each: Session }) {
  const t = useSecurityTexts();
  const end = useAction(
    async () =>
      unwrap(
        server().DELETE('/api/v1/profile/sessions/{session_id}', {
          params: { path: { session_id: each.id } },
        }),
      ),
    { done: t('ended'), changes: [sessionsQuery.queryKey] },
  );
  const name = clientName(each.user_agent) || t('unknown');
  return (
    <li className="flex items-center gap-3 py-2.5">
      <Laptop aria-hidden="true" className="size-5 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium" title={each.user_agent}>
          {name}
          {each.current ? <Badge tone="good">{t('here')}</Badge> : null}
        </p>
        <p className="text-xs text-ink-faint">
          {each.address} · {t('used', { time: momentOf(new Date(each.last_used_at)) })}
        </p>
      </div>
      {each.current ? null : (
        <Button busy={end.busy} aria-label={t('end', { name })} onClick={() => void end.run()}>
          {t('endHere')}
        </Button>
      )}
    </li>
  );
}

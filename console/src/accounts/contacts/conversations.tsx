import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ago } from '../../time/format.ts';
import { Section } from '../../ui/page.tsx';
import { Bar } from '../../ui/states.tsx';
import { plainLine } from '../conversations/plain-line.ts';
import { previousQuery } from '../conversations/previous-data.ts';
import { useContactTexts } from './texts.ts';

/** What somebody has written about, the newest first. */
export function ContactConversations({ account, contact }: { account: number; contact: number }) {
  const t = useContactTexts();
  const { t: shared } = useTranslation();
  const { data } = useQuery(previousQuery(account, contact));
  return (
    <Section title={t('conversations')}>
      {data === undefined ? <Bar className="h-12 w-full" /> : null}
      {data?.length === 0 ? <p className="text-sm text-ink-faint">{t('noConversations')}</p> : null}
      <ul className="-mx-2">
        {data?.map(({ id, status, last_activity_at, last_non_activity_message: last }) => (
          <li key={id}>
            <Link
              to="/app/accounts/$accountId/conversations/$conversationId"
              params={{ accountId: account, conversationId: id }}
              search={{ tab: 'all', status: 'all' }}
              className="block rounded-md px-2 py-1.5 hover:bg-hover"
            >
              <span className="flex gap-2 text-sm">
                <span className="flex-1 font-medium">#{id}</span>
                <span className="text-ink-faint">{shared(`status.${status}`)}</span>
                <span className="w-14 text-right text-ink-faint">{ago(last_activity_at)}</span>
              </span>
              <span className="block truncate text-sm text-ink-soft">
                {plainLine(last?.content ?? '')}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

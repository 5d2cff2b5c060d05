import { Link, Outlet } from '@tanstack/react-router';
import { useAccount } from '../account-data.ts';
import { useReportTexts } from './texts.ts';

/** Which reports there are, and where. */
export const reportTabs = [
  ['overview', '/app/accounts/$accountId/reports/overview'],
  ['conversations', '/app/accounts/$accountId/reports/conversations'],
  ['agents', '/app/accounts/$accountId/reports/agents'],
  ['inboxes', '/app/accounts/$accountId/reports/inboxes'],
  ['teams', '/app/accounts/$accountId/reports/teams'],
  ['labels', '/app/accounts/$accountId/reports/labels'],
  ['ratings', '/app/accounts/$accountId/reports/ratings'],
  ['bots', '/app/accounts/$accountId/reports/bots'],
] as const;

/** The reports: which there are, above the one that is open. */
export function ReportsFrame() {
  const t = useReportTexts();
  const account = useAccount();
  return (
    <div className="flex min-w-0 flex-1 flex-col overflow-y-auto">
      <header className="sticky top-0 z-10 border-b border-line bg-surface px-4 pt-3 sm:px-8">
        <h1 className="text-xl font-semibold">{t('title')}</h1>
        <nav aria-label={t('title')} className="-mx-2 mt-2 flex gap-1 overflow-x-auto">
          {reportTabs.map(([tab, to]) => (
            <Link
              key={tab}
              from="/app/accounts/$accountId/reports"
              to={to}
              params={{ accountId: account }}
              // The time and how it is cut stay; what was picked out does not.
              search={({ range, from, to: last, business }) => ({
                range,
                from,
                to: last,
                business,
              })}
              className="border-b-2 border-transparent px-2 py-2 text-sm whitespace-nowrap text-ink-soft hover:text-ink"
              activeOptions={{ includeSearch: false }}
              activeProps={{
                className: 'border-accent! font-medium text-ink',
                'aria-current': 'page',
              }}
            >
              {t(`tabs.${tab}`)}
            </Link>
          ))}
        </nav>
      </header>
      <div className="mx-auto w-full max-w-7xl px-4 py-6 sm:px-8">
        <Outlet />
      </div>
    </div>
  );
}

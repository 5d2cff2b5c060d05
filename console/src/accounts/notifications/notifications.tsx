import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Bell } from 'lucide-react';
import { api, unwrap } from '../../api/api.ts';
import { useAction } from '../../api/use-action.ts';
import { Button } from '../../ui/button.tsx';
import { More } from '../../ui/more.tsx';
import { Page } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { Empty, Failed, Lines } from '../../ui/states.tsx';
import { useAccount } from '../account-data.ts';
import { tellTabs } from './live.ts';
import { NoticeLine } from './notice-line.tsx';
import { noticesQuery, shows, type Show } from './notification-data.ts';
import { useNoticeTexts } from './texts.ts';

const HERE = '/app/accounts/$accountId/notifications';

/** What somebody is told, the newest first. */
export function NotificationsPage() {
  const t = useNoticeTexts();
  const account = useAccount();
  const { show = 'unread' } = useSearch({ from: HERE });
  return (
    <Page title={t('title')} actions={<Actions account={account} />}>
      <Choice account={account} show={show} />
      <Notices account={account} show={show} />
    </Page>
  );
}

function Actions({ account }: { account: number }) {
  const t = useNoticeTexts();
  const changes = [
    ['notices', account],
    ['notice-count', account],
  ];
  const read = useAction(
    async () => {
      await unwrap(api(account).POST('/notifications/read_all', { body: {} }));
      tellTabs(account);
    },
    { changes },
  );
  const remove = useAction(
    async () => {
      await unwrap(api(account).POST('/notifications/destroy_all', { body: { type: 'read' } }));
      tellTabs(account);
    },
    { changes },
  );
  return (
    <>
      <Button busy={read.busy} onClick={() => void read.run()}>
        {t('readAll')}
      </Button>
      <Button busy={remove.busy} onClick={() => void remove.run()}>
        {t('removeRead')}
      </Button>
    </>
  );
}

function Choice({ account, show }: { account: number; show: Show }) {
  const t = useNoticeTexts();
  const navigate = useNavigate();
  return (
    <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
      <div className="w-44">
        <Select
          label={t('show')}
          value={show}
          onChange={
            (next) =>
            void navigate({ to: HERE, params: { accountId: account }, search: { show: next }, replace: true }) // prettier-ignore
          }
          options={shows.map((value) => ({ value, label: t(`shows.${value}`) }))}
        />
      </div>
      <Link
        to="/app/accounts/$accountId/settings/notifications"
        params={{ accountId: account }}
        className="text-sm text-accent hover:underline"
      >
        {t('settings')}
      </Link>
    </div>
  );
}

function Notices({ account, show }: { account: number; show: Show }) {
  const t = useNoticeTexts();
  const query = useInfiniteQuery(noticesQuery(account, show));
  const { data, error, refetch } = query;
  const notices = data?.pages.flatMap(({ payload }) => payload);
  if (notices === undefined) {
    return error === null ? (
      <Lines />
    ) : (
      <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
    );
  }
  if (notices.length === 0) {
    return (
      <Empty
        icon={<Bell aria-hidden="true" className="size-7" />}
        title={t('empty')}
        hint={t('emptyHint')}
      />
    );
  }
  return (
    <>
      <ul
        aria-label={t('title')}
        className="divide-y divide-line rounded-card border border-line bg-surface"
      >
        {notices.map((notice) => (
          <NoticeLine key={notice.id} account={account} notice={notice} />
        ))}
      </ul>
      <More query={query} />
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLiveState } from '../live/state.ts';
import { Failed } from '../ui/states.tsx';
import { profileQuery, useAccount } from './account-data.ts';
import { AskedFor } from './asked-for.tsx';
import { NarrowBar } from './narrow.tsx';
import { useTitle } from './notifications/badge.ts';
import { NoAccess } from './no-access.tsx';
import { Sidebar } from './sidebar.tsx';
import { ShellCommands } from './shell-commands.tsx';
import { useBeginning, useLive } from './use-live.ts';

/** Everything around the pages of an account: the way between them, and what happens meanwhile. */
export function Shell() {
  const { t } = useTranslation();
  const account = useAccount();
  const { data: profile, error, refetch } = useQuery(profileQuery);
  const beginning = useBeginning(account);
  useLive(beginning, profile);
  useTitle(account);
  if (error !== null && profile === undefined) {
    return <Failed title={t('app.unexpected')} error={error} onRetry={() => void refetch()} />;
  }
  const membership = profile?.accounts.find(({ id }) => id === account);
  if (profile !== undefined && membership?.status !== 'active') {
    return <NoAccess account={account} isSuspended={membership !== undefined} />;
  }
  return (
    <div className="flex h-full flex-col">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-raised focus:p-2"
      >
        {t('app.skip')}
      </a>
      <Connection />
      <NarrowBar account={account} profile={profile} />
      <div className="flex min-h-0 flex-1">
        <Sidebar account={account} profile={profile} />
        <main id="content" className="flex min-w-0 flex-1">
          {beginning === undefined ? null : <Outlet />}
        </main>
      </div>
      <ShellCommands />
      <AskedFor />
    </div>
  );
}

/** Says so while the server cannot be reached. */
function Connection() {
  const { t } = useTranslation();
  const live = useLiveState();
  if (live !== 'lost') return null;
  return (
    <p
      role="status"
      className="flex items-center justify-center gap-2 bg-warn px-3 py-1 text-center text-xs font-medium text-surface"
    >
      <WifiOff aria-hidden="true" className="size-3.5 shrink-0" />
      {t('live.lost')}
    </p>
  );
}

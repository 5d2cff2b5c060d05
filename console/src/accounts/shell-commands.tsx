import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands, type Command } from '../ui/commands.ts';
import { lazily } from '../ui/lazily.ts';
import { chooseTheme, themes } from '../ui/theme.ts';
import { inboxesQuery, labelsQuery, teamsQuery, useAccount } from './account-data.ts';
import { ask } from './asked-for.tsx';
import { savedQuery } from './conversations/filters/saved-query.ts';
import type { View } from './conversations/view.ts';
import { signOut } from './person-menu.tsx';

const SavedCommands = lazily(
  async () => import('./conversations/filters/saved-commands.tsx'),
  'SavedCommands',
);

/** The commands that are there on every page. */
export function ShellCommands() {
  const { t } = useTranslation();
  const account = useAccount();
  const navigate = useNavigate();
  const inboxes = useQuery(inboxesQuery(account)).data;
  const teams = useQuery(teamsQuery(account)).data;
  const labels = useQuery(labelsQuery(account)).data;
  const commands = useMemo<Command[]>(() => {
    const go = (id: string, title: string, search: View): Command => ({
      id: `go-${id}`,
      title,
      group: 'go',
      run: () =>
        void navigate({
          to: '/app/accounts/$accountId/conversations',
          params: { accountId: account },
          search,
        }),
    });
    return [
      { id: 'search', key: '/', title: t('nav.search'), group: 'go', run: () => void navigate({ to: '/app/accounts/$accountId/search', params: { accountId: account }, search: {} }) },
      go('all', t('nav.allConversations'), {}),
      go('mentions', t('nav.mentions'), { kind: 'mention', tab: 'all' }),
      go('unattended', t('nav.unattended'), { kind: 'unattended', tab: 'all' }),
      ...(inboxes ?? []).map(({ id, name }) => go(`inbox-${id}`, `${t('list.inbox')}: ${name}`, { inbox: id, tab: 'all' })),
      ...(teams ?? []).map(({ id, name }) => go(`team-${id}`, `${t('list.team')}: ${name}`, { team: id, tab: 'all' })),
      ...(labels ?? []).map(({ id, title }) => go(`label-${id}`, `${t('list.label')}: ${title}`, { label: title, tab: 'all' })),
      { id: 'go-contacts', title: t('nav.contacts'), group: 'go', run: () => void navigate({ to: '/app/accounts/$accountId/contacts', params: { accountId: account }, search: {} }) },
      { id: 'go-notifications', title: t('nav.notifications'), group: 'go', run: () => void navigate({ to: '/app/accounts/$accountId/notifications', params: { accountId: account }, search: {} }) },
      { id: 'go-reports', title: t('nav.reports'), group: 'go', run: () => void navigate({ to: '/app/accounts/$accountId/reports', params: { accountId: account } }) },
      { id: 'go-settings', title: t('nav.settings'), group: 'go', run: () => void navigate({ to: '/app/accounts/$accountId/settings', params: { accountId: account } }) },
      ...themes.map((theme): Command => ({ id: `theme-${theme}`, title: `${t('app.theme')}: ${t(`app.themes.${theme}`)}`, group: 'app', run: () => chooseTheme(theme) })),
      { id: 'keys', key: '?', title: t('nav.shortcuts'), group: 'app', run: () => void ask('keys') },
      { id: 'palette', title: t('nav.commands'), group: 'app', run: () => void ask('palette') },
      { id: 'sign-out', title: t('app.signOut'), group: 'app', run: () => void signOut() },
    ]; // prettier-ignore
  }, [account, inboxes, teams, labels, navigate, t]);
  useCommands(commands);
  const views = useQuery(savedQuery(account)).data ?? [];
  if (views.length === 0) return null;
  return (
    <Suspense>
      <SavedCommands account={account} views={views} />
    </Suspense>
  );
}

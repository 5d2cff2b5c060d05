import { useQuery } from '@tanstack/react-query';
import {
  AtSign,
  Bell,
  Hourglass,
  Inbox,
  Mail,
  MessageCircle,
  MessagesSquare,
  ChartNoAxesColumn,
  Search,
  Contact as ContactIcon,
  Settings,
  Tag,
  Users,
  Webhook,
} from 'lucide-react';
import { Suspense, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../auth/page.tsx';
import { lazily } from '../ui/lazily.ts';
import { inboxesQuery, labelsQuery, teamsQuery, type Profile } from './account-data.ts';
import { savedQuery } from './conversations/filters/saved-query.ts';
import { useUnread } from './notifications/badge.ts';
import { PersonMenu } from './person-menu.tsx';
import { Group, Place, PlaceLink } from './place.tsx';

interface Props {
  account: number;
  profile: Profile | undefined;
}

const SavedPlaces = lazily(
  async () => import('./conversations/filters/saved-places.tsx'),
  'SavedPlaces',
);

const channels: Record<string, ComponentType<{ className?: string }>> = {
  'Channel::WebWidget': MessageCircle,
  'Channel::Email': Mail,
  'Channel::Api': Webhook,
};

/** The places of an account, beside everything else on a wide screen. */
export function Sidebar(props: Props) {
  const { t } = useTranslation();
  return (
    <nav
      aria-label={t('nav.main')}
      className="hidden w-56 shrink-0 flex-col border-r border-line bg-canvas lg:flex"
    >
      <Places {...props} />
    </nav>
  );
}

/** All places of an account, and who is here. */
export function Places({ account, profile }: Props) {
  const { t } = useTranslation();
  const inboxes = useQuery(inboxesQuery(account)).data ?? [];
  const teams = useQuery(teamsQuery(account)).data ?? [];
  const labels = useQuery(labelsQuery(account)).data ?? [];
  const views = useQuery(savedQuery(account)).data ?? [];
  const name = profile?.accounts.find(({ id }) => id === account)?.name;
  const unread = useUnread(account);
  return (
    <>
      <p className="flex h-14 items-center gap-2 px-3">
        <Mark small />
        <span className="truncate font-semibold">{name}</span>
      </p>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        <Place account={account} view={{}} icon={MessagesSquare}>
          {t('nav.allConversations')}
        </Place>
        <PlaceLink to="/app/accounts/$accountId/search" account={account} icon={Search}>
          {t('nav.search')}
        </PlaceLink>
        <PlaceLink
          to="/app/accounts/$accountId/notifications"
          account={account}
          icon={Bell}
          count={unread}
        >
          {t('nav.notifications')}
        </PlaceLink>
        <Place account={account} view={{ kind: 'mention', tab: 'all' }} icon={AtSign}>
          {t('nav.mentions')}
        </Place>
        <Place account={account} view={{ kind: 'unattended', tab: 'all' }} icon={Hourglass}>
          {t('nav.unattended')}
        </Place>
        {views.length === 0 ? null : (
          <Suspense>
            <SavedPlaces account={account} views={views} />
          </Suspense>
        )}
        <Group title={t('nav.inboxes')}>
          {inboxes.map(({ id, name: inbox, channel_type }) => (
            <Place
              key={id}
              account={account}
              view={{ inbox: id, tab: 'all' }}
              icon={channels[channel_type] ?? Inbox}
            >
              {inbox}
            </Place>
          ))}
        </Group>
        <Group title={t('nav.teams')}>
          {teams.map(({ id, name: team }) => (
            <Place key={id} account={account} view={{ team: id, tab: 'all' }} icon={Users}>
              {team}
            </Place>
          ))}
        </Group>
        <Group title={t('nav.labels')}>
          {labels.map(({ id, title, color }) => (
            <Place
              key={id}
              account={account}
              view={{ label: title, tab: 'all' }}
              icon={Tag}
              color={color}
            >
              {title}
            </Place>
          ))}
        </Group>
      </div>
      <div className="border-t border-line px-2 pt-2">
        <PlaceLink to="/app/accounts/$accountId/contacts" account={account} icon={ContactIcon}>
          {t('nav.contacts')}
        </PlaceLink>
        <PlaceLink to="/app/accounts/$accountId/reports" account={account} icon={ChartNoAxesColumn}>
          {t('nav.reports')}
        </PlaceLink>
        <PlaceLink to="/app/accounts/$accountId/settings" account={account} icon={Settings}>
          {t('nav.settings')}
        </PlaceLink>
      </div>
      <PersonMenu account={account} profile={profile} />
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Inbox as InboxIcon } from 'lucide-react';
import { Badge } from '../../../ui/badge.tsx';
import type { Column } from '../../../ui/table.tsx';
import { inboxesQuery, useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { Listing } from '../listing.tsx';
import { addressOf, channelOf, membersQuery, type Inbox } from './inbox-data.ts';
import { useInboxTexts } from './texts.ts';

/** Where customers write. */
export function InboxesPage() {
  const t = useInboxTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Inboxes />
    </AdministratorsOnly>
  );
}

function Inboxes() {
  const t = useInboxTexts();
  const account = useAccount();
  const navigate = useNavigate();
  const query = useQuery(inboxesQuery(account));
  const columns: Column<Inbox>[] = [
    {
      title: t('name'),
      cell: (inbox) => (
        <>
          <Link
            to="/app/accounts/$accountId/settings/inboxes/$inboxId"
            params={{ accountId: account, inboxId: inbox.id }}
            className="font-medium text-accent hover:underline"
          >
            {inbox.name}
          </Link>
          <span className="block text-xs text-ink-faint">{addressOf(inbox)}</span>
        </>
      ),
    },
    { title: t('channel'), cell: (inbox) => t(`channels.${channelOf(inbox)}.name`) },
    { title: t('parts.people'), cell: ({ id }) => <Members account={account} inbox={id} /> },
    {
      title: t('state'),
      roomy: true,
      cell: ({ enable_auto_assignment: auto, working_hours_enabled: hours }) => (
        <span className="flex flex-wrap gap-1">
          {auto ? <Badge>{t('assigns')}</Badge> : null}
          {hours ? <Badge>{t('hasHours')}</Badge> : null}
        </span>
      ),
    },
  ];
  return (
    <Listing
      title={t('title')}
      hint={t('hint')}
      query={query}
      add={{
        label: t('add'),
        run: () =>
          void navigate({
            to: '/app/accounts/$accountId/settings/inboxes/new',
            params: { accountId: account },
            search: {},
          }),
      }}
      empty={{ icon: InboxIcon, title: t('empty'), hint: t('emptyHint') }}
      failed={t('failed')}
      columns={columns}
      keyOf={({ id }) => id}
    />
  );
}

function Members({ account, inbox }: { account: number; inbox: number }) {
  const t = useInboxTexts();
  const { data } = useQuery(membersQuery(account, inbox));
  if (data === undefined) return null;
  return data.length === 0 ? (
    <Badge tone="warn">{t('nobody')}</Badge>
  ) : (
    <span title={data.map(({ name }) => name).join(', ')}>{data.length}</span>
  );
}

import { useQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Bar } from '../../../ui/states.tsx';
import type { Column } from '../../../ui/table.tsx';
import { teamsQuery, useAccount, useMembership } from '../../account-data.ts';
import { Listing, RowActions } from '../listing.tsx';
import { askToRemove } from '../removal.ts';
import { membersQuery, type Team } from './team-data.ts';
import { TeamForm } from './team-form.tsx';
import { useTeamTexts } from './texts.ts';

/** The teams, with who is in them. */
export function TeamsPage() {
  const t = useTeamTexts();
  const account = useAccount();
  const query = useQuery(teamsQuery(account));
  const isAdministrator = useMembership()?.role === 'administrator';
  const [edited, setEdited] = useState<Team | 'new'>();
  const columns = useColumns(isAdministrator, setEdited);
  return (
    <Listing
      title={t('title')}
      hint={t('hint')}
      query={query}
      add={isAdministrator ? { label: t('add'), run: () => setEdited('new') } : undefined}
      empty={{ icon: UsersRound, title: t('empty'), hint: t('emptyHint') }}
      failed={t('failed')}
      columns={columns}
      keyOf={({ id }) => id}
    >
      <TeamForm account={account} edited={edited} onClose={() => setEdited(undefined)} />
    </Listing>
  );
}

function useColumns(isAdministrator: boolean, onEdit: (team: Team) => void): Column<Team>[] {
  const t = useTeamTexts();
  const account = useAccount();
  const remove = ({ id, name }: Team): void =>
    askToRemove(t, name, async () => {
      await unwrap(api(account).DELETE('/teams/{team_id}', { params: { path: { team_id: id } } }));
      await queries.invalidateQueries(teamsQuery(account));
    });
  const columns: Column<Team>[] = [
    {
      title: t('name'),
      cell: ({ name, description, is_member }) => (
        <>
          <span className="flex flex-wrap items-center gap-x-2 font-medium">
            {name}
            {is_member ? <Badge>{t('mine')}</Badge> : null}
          </span>
          <span className="block text-xs text-ink-faint">{description}</span>
        </>
      ),
    },
    { title: t('members'), cell: ({ id }) => <Members account={account} team={id} /> },
    { title: t('auto'), roomy: true, cell: ({ allow_auto_assign: on }) => t(on ? 'yes' : 'no') },
  ];
  if (!isAdministrator) return columns;
  return [
    ...columns,
    {
      title: t('actions'),
      bare: true,
      cell: (team) => (
        <RowActions
          edit={{ label: t('edit', { name: team.name }), run: () => onEdit(team) }}
          remove={{ label: t('remove', { name: team.name }), run: () => remove(team) }}
        />
      ),
    },
  ];
}

/** So many are named by their pictures; the others are counted. */
const SHOWN = 5;

function Members({ account, team }: { account: number; team: number }) {
  const { data } = useQuery(membersQuery(account, team));
  if (data === undefined) return <Bar className="h-5 w-16" />;
  const names = data.map(({ name }) => name).join(', ');
  return (
    <span className="flex items-center gap-2">
      <span className="hidden gap-1 sm:flex">
        {data.slice(0, SHOWN).map(({ id, name, thumbnail }) => (
          <Avatar key={id} name={name} picture={thumbnail} size="sm" />
        ))}
      </span>
      <span className="min-w-0">
        <span className="block tabular-nums">{data.length}</span>
        <span className="line-clamp-2 text-xs text-ink-faint">{names}</span>
      </span>
    </span>
  );
}

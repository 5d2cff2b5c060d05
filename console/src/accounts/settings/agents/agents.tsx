import type { Shape } from '@confab/client';
import { useQuery } from '@tanstack/react-query';
import { LogOut, Send, Users } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { useAction } from '../../../api/use-action.ts';
import { queries } from '../../../api/queries.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { usePresence } from '../../../live/presence.ts';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { confirm } from '../../../ui/confirm.tsx';
import type { Column } from '../../../ui/table.tsx';
import { say } from '../../../ui/toast.tsx';
import { agentsQuery, profileQuery, useAccount, useMe, useMembership } from '../../account-data.ts';
import { Listing, RowActions } from '../listing.tsx';
import { rolesQuery } from '../roles/role-data.ts';
import { hasWords, SearchBox } from '../search-box.tsx';
import { AgentForm } from './agent-form.tsx';
import { InviteForm } from './invite-form.tsx';
import { useAgentTexts } from './texts.ts';

export type Agent = Shape<'Agent'>;

/** Who works in the account, with their parts in it. */
export function AgentsPage() {
  const t = useAgentTexts();
  const account = useAccount();
  const query = useQuery(agentsQuery(account));
  const isAdministrator = useMembership()?.role === 'administrator';
  const [edited, setEdited] = useState<Agent>();
  const [isInviting, setInviting] = useState(false);
  const [sought, setSought] = useState('');
  const columns = useColumns(isAdministrator, setEdited);
  return (
    <Listing
      title={t('title')}
      hint={t('hint')}
      query={query}
      rows={query.data?.filter(({ name, email }) => hasWords(`${name} ${email}`, sought))}
      add={isAdministrator ? { label: t('add'), run: () => setInviting(true) } : undefined}
      empty={{ icon: Users, title: t('empty'), hint: t('emptyHint') }}
      failed={t('failed')}
      columns={columns}
      keyOf={({ id }) => id}
      tools={<SearchBox label={t('search')} value={sought} onChange={setSought} />}
    >
      <InviteForm account={account} open={isInviting} onClose={() => setInviting(false)} />
      <AgentForm account={account} edited={edited} onClose={() => setEdited(undefined)} />
    </Listing>
  );
}

function useColumns(isAdministrator: boolean, onEdit: (agent: Agent) => void): Column<Agent>[] {
  const t = useAgentTexts();
  const account = useAccount();
  const me = useMe()?.id;
  const remove = useRemoval();
  const roles = useQuery({ ...rolesQuery(account), enabled: isAdministrator }).data ?? [];
  const roleName = ({ role, custom_role_id }: Agent): string =>
    roles.find(({ id }) => id === custom_role_id)?.name ??
    t(role === 'administrator' ? 'roles.administrator' : 'roles.agent');
  const columns: Column<Agent>[] = [
    {
      title: t('person'),
      cell: (agent) => <Person agent={agent} role={roleName(agent)} isMe={agent.id === me} />,
    },
    { title: t('role'), roomy: true, cell: roleName },
    { title: t('state'), roomy: true, cell: (agent) => <State agent={agent} /> },
  ];
  if (!isAdministrator) return columns;
  return [
    ...columns,
    {
      title: t('actions'),
      bare: true,
      cell: (agent) => {
        const { id, name, confirmed } = agent;
        const edit = { label: t('edit', { name }), run: () => onEdit(agent) };
        const leave = { label: t('leave'), run: () => remove(agent, true), icon: LogOut };
        const takeOut = { label: t('remove', { name }), run: () => remove(agent, false) };
        return (
          <RowActions edit={edit} remove={id === me ? leave : takeOut}>
            {confirmed ? null : <InviteAgain agent={agent} />}
          </RowActions>
        );
      },
    },
  ];
}

/** Asks, and takes somebody out of the account; whoever administers it may be the one who goes. */
function useRemoval(): (agent: Agent, isMe: boolean) => void {
  const t = useAgentTexts();
  const account = useAccount();
  return ({ id, name }, isMe) =>
    confirm({
      title: isMe ? t('leaveTitle') : t('removeTitle', { name }),
      hint: isMe ? t('leaveHint') : t('removeHint'),
      yes: isMe ? t('leave') : t('removeYes'),
      danger: true,
      act: async () => {
        await unwrap(
          api(account).DELETE('/agents/{agent_id}', { params: { path: { agent_id: id } } }),
        );
        if (isMe) await queries.invalidateQueries(profileQuery);
        else {
          await queries.invalidateQueries(agentsQuery(account));
          say({ title: t('removed', { name }) });
        }
      },
    });
}

function InviteAgain({ agent: { id, name, email } }: { agent: Agent }) {
  const t = useAgentTexts();
  const account = useAccount();
  const path = { agent_id: id };
  const { busy, run } = useAction(
    async () => unwrap(api(account).POST('/agents/{agent_id}/invitation', { params: { path } })),
    { done: t('invitedAgain', { email }) },
  );
  return (
    <IconButton label={t('inviteAgain', { name })} busy={busy} onClick={() => void run()}>
      <Send aria-hidden="true" className="size-4" />
    </IconButton>
  );
}

/** How somebody is just now; of whoever has not begun, that they were invited. */
function State({ agent }: { agent: Agent }) {
  const t = useAgentTexts();
  const state = usePresence('users', agent.id, agent.availability_status) as Agent['availability_status']; // prettier-ignore
  if (!agent.confirmed) return <Badge tone="warn">{t('invited')}</Badge>;
  return t(`states.${state || 'offline'}`);
}

function Person({ agent, role, isMe }: { agent: Agent; role: string; isMe: boolean }) {
  const t = useAgentTexts();
  const state = usePresence('users', agent.id, agent.availability_status);
  return (
    <span className="flex items-center gap-3">
      <Avatar
        name={agent.name}
        picture={agent.thumbnail}
        presence={agent.confirmed ? state : undefined}
      />
      <span className="min-w-0">
        <span className="block font-medium">
          {agent.name}
          {isMe ? <span className="font-normal text-ink-faint"> ({t('you')})</span> : null}
        </span>
        <span className="block text-xs break-all text-ink-faint">{agent.email}</span>
        <span className="block text-xs text-ink-soft sm:hidden">
          {role} · <State agent={agent} />
        </span>
      </span>
    </span>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { KeyRound, Pencil, Trash2 } from 'lucide-react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { confirm } from '../../../ui/confirm.tsx';
import { Table, type Column } from '../../../ui/table.tsx';
import { botsQuery, inboxesQuery } from '../../account-data.ts';
import { askToRemove } from '../removal.ts';
import { EndpointState } from '../webhooks/state.tsx';
import { endpointsQuery } from '../webhooks/webhook-data.ts';
import type { Bot } from './bots.tsx';
import { useBotTexts } from './texts.ts';

interface Props {
  account: number;
  bots: Bot[];
  onEdit: (bot: Bot) => void;
  onToken: (token: string) => void;
}

export function BotTable({ account, bots, onEdit, onToken }: Props) {
  const t = useBotTexts();
  const inboxes = useQuery(inboxesQuery(account)).data;
  const columns: Column<Bot>[] = [
    {
      title: t('name'),
      cell: ({ name, description, thumbnail, system_bot }) => (
        <span className="flex min-w-40 items-center gap-2">
          <Avatar name={name} picture={thumbnail} />
          <span className="min-w-0">
            <span className="flex items-center gap-2 font-medium">
              {name}
              {system_bot ? <Badge>{t('system')}</Badge> : null}
            </span>
            <span className="block max-w-72 truncate text-xs text-ink-faint">{description}</span>
          </span>
        </span>
      ),
    },
    {
      title: t('inboxes'),
      cell: ({ inbox_ids = [] }) =>
        inbox_ids.length === 0 ? (
          <span className="text-ink-faint">{t('noInboxes')}</span>
        ) : (
          inbox_ids.map((id) => inboxes?.find((each) => each.id === id)?.name ?? `#${id}`).join(', ')
        ),
    },
    { title: t('events'), roomy: true, cell: (bot) => <Events account={account} bot={bot} /> },
    {
      title: t('actions'),
      bare: true,
      cell: (bot) =>
        bot.system_bot ? null : (
          <Tools account={account} bot={bot} onEdit={onEdit} onToken={onToken} />
        ),
    },
  ]; // prettier-ignore
  return <Table label={t('title')} columns={columns} rows={bots} keyOf={({ id }) => id} />;
}

/** Where its events go, and how that does. */
function Events({ account, bot }: { account: number; bot: Bot }) {
  const t = useBotTexts();
  const endpoint = useQuery(endpointsQuery(account)).data?.find(
    ({ agent_bot_id }) => agent_bot_id === bot.id,
  );
  if (endpoint === undefined) {
    return <span className="text-ink-faint">{bot.outgoing_url ?? t('noUrl')}</span>;
  }
  return (
    <span className="block max-w-72">
      <EndpointState endpoint={endpoint} />
      <Link
        to="/app/accounts/$accountId/settings/webhooks/$endpointId"
        params={{ accountId: account, endpointId: endpoint.id }}
        search={{}}
        aria-label={t('log', { name: bot.name })}
        className="block truncate text-xs text-accent underline underline-offset-2"
      >
        {endpoint.url ?? t('log', { name: bot.name })}
      </Link>
    </span>
  );
}

function Tools({ account, bot, onEdit, onToken }: Omit<Props, 'bots'> & { bot: Bot }) {
  const t = useBotTexts();
  const { id, name } = bot;
  const path = { params: { path: { agent_bot_id: id } } };
  const rotate = (): void =>
    confirm({
      title: t('rotateTitle', { name }),
      hint: t('rotateHint'),
      yes: t('rotateYes'),
      danger: true,
      act: async () => {
        const fresh = await unwrap(
          api(account).POST('/agent_bots/{agent_bot_id}/reset_access_token', path),
        );
        await queries.invalidateQueries(botsQuery(account));
        if (fresh.access_token !== undefined) onToken(fresh.access_token);
      },
    });
  const remove = (): void =>
    askToRemove(t, name, async () => {
      await unwrap(api(account).DELETE('/agent_bots/{agent_bot_id}', path));
      await queries.invalidateQueries(botsQuery(account));
    });
  return (
    <span className="flex justify-end">
      <IconButton label={t('edit', { name })} onClick={() => onEdit(bot)}>
        <Pencil aria-hidden="true" className="size-4" />
      </IconButton>
      <IconButton label={t('token', { name })} onClick={rotate}>
        <KeyRound aria-hidden="true" className="size-4" />
      </IconButton>
      <IconButton label={t('remove', { name })} onClick={remove}>
        <Trash2 aria-hidden="true" className="size-4" />
      </IconButton>
    </span>
  );
}

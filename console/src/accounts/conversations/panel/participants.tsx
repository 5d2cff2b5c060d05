import { queryOptions, useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { api, unwrap } from '../../../api/api.ts';
import { useAction } from '../../../api/use-action.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { agentsQuery, useMe } from '../../account-data.ts';
import { Section } from '../panel-facts.tsx';
import { usePanelTexts } from './texts.ts';

const participantsQuery = (account: number, conversation_id: number) =>
  queryOptions({
    queryKey: ['participants', account, conversation_id],
    queryFn: async () =>
      unwrap(
        api(account).GET('/conversations/{conversation_id}/participants', {
          params: { path: { conversation_id } },
        }),
      ),
    // Nobody tells of it, so it is asked for again, but not with every step through the list.
    staleTime: 20_000,
  });

interface Props {
  account: number;
  id: number;
}

/** Who follows a conversation besides the one who has it. */
export function Participants({ account, id }: Props) {
  const t = usePanelTexts();
  const me = useMe()?.id;
  const { data } = useQuery(participantsQuery(account, id));
  const agents = useQuery(agentsQuery(account)).data ?? [];
  const { run, busy } = useAction(
    async (user: number, on: boolean) => {
      const params = { path: { conversation_id: id } };
      const body = { user_ids: [user] };
      return on
        ? unwrap(api(account).POST('/conversations/{conversation_id}/participants', { params, body })) // prettier-ignore
        : unwrap(api(account).DELETE('/conversations/{conversation_id}/participants', { params, body })); // prettier-ignore
    },
    { changes: [participantsQuery(account, id).queryKey] },
  );
  if (data === undefined || me === undefined) return null;
  const isIn = data.some((each) => each.id === me);
  const others = agents.filter((agent) => !data.some((each) => each.id === agent.id));
  return (
    <Section title={t('participants')}>
      {data.length === 0 ? <p className="text-sm text-ink-faint">{t('none')}</p> : null}
      <ul>
        {data.map((each) => (
          <li key={each.id} className="flex items-center gap-2 text-sm">
            <Avatar name={each.name} picture={each.thumbnail} size="sm" />
            <span className="min-w-0 flex-1 truncate">{each.name}</span>
            <IconButton
              label={t('remove', { name: each.name })}
              className="size-7"
              busy={busy}
              onClick={() => void run(each.id, false)}
            >
              <X aria-hidden="true" className="size-3.5" />
            </IconButton>
          </li>
        ))}
      </ul>
      <div className="mt-1 flex flex-wrap gap-1">
        <Button look="quiet" className="h-7 px-2" busy={busy} onClick={() => void run(me, !isIn)}>
          {t(isIn ? 'leave' : 'join')}
        </Button>
        {others.length === 0 ? null : (
          <Menu
            align="start"
            trigger={
              <Button look="quiet" className="h-7 px-2">
                <Plus aria-hidden="true" className="size-3.5" />
                {t('add')}
              </Button>
            }
          >
            {others.map((agent) => (
              <MenuItem key={agent.id} onSelect={() => void run(agent.id, true)}>
                {agent.name}
              </MenuItem>
            ))}
          </Menu>
        )}
      </div>
    </Section>
  );
}

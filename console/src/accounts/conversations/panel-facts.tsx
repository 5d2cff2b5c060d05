import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ago, momentOf } from '../../time/format.ts';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { inboxesQuery, teamsQuery } from '../account-data.ts';
import type { Actions, Priority } from './actions.ts';
import type { Conversation } from './conversation-data.ts';

export interface ToolProps {
  account: number;
  conversation: Conversation;
  actions: Actions;
}

const choiceClass = 'rounded px-1.5 py-0.5 text-left hover:bg-hover -ml-1.5';

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-line px-4 py-3">
      <h3 className="mb-2 text-xs font-semibold text-ink-faint">{title}</h3>
      {children}
    </section>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-2 py-0.5 text-sm">
      <dt className="w-24 shrink-0 text-ink-faint">{name}</dt>
      <dd className="min-w-0 flex-1 break-words">{children}</dd>
    </div>
  );
}

const priorities = ['urgent', 'high', 'medium', 'low'] as const satisfies readonly Priority[];

/** What is true of the conversation: priority, team, inbox. */
export function Facts({ account, conversation, actions }: ToolProps) {
  const { t } = useTranslation();
  const inbox = useQuery(inboxesQuery(account)).data?.find(
    ({ id }) => id === conversation.inbox_id,
  );
  const teams = useQuery(teamsQuery(account)).data ?? [];
  const { priority, meta, waiting_since, created_at } = conversation;
  return (
    <Section title={t('panel.actions')}>
      <dl>
        <Fact name={t('priority.label')}>
          <Menu
            align="start"
            trigger={
              <button type="button" className={choiceClass}>
                {priority == null ? t('priority.none') : t(`priority.${priority}`)}
              </button>
            }
          >
            {priorities.map((each) => (
              <MenuItem
                key={each}
                checked={priority === each}
                onSelect={() => void actions.setPriority(each)}
              >
                {t(`priority.${each}`)}
              </MenuItem>
            ))}
            <MenuItem checked={priority == null} onSelect={() => void actions.setPriority(null)}>
              {t('priority.none')}
            </MenuItem>
          </Menu>
        </Fact>
        <Fact name={t('conversation.team')}>
          <Menu
            align="start"
            trigger={
              <button type="button" className={choiceClass}>
                {meta.team?.name ?? t('conversation.noTeam')}
              </button>
            }
          >
            <MenuItem checked={meta.team == null} onSelect={() => void actions.assignTeam(0)}>
              {t('conversation.noTeam')}
            </MenuItem>
            {teams.map(({ id, name }) => (
              <MenuItem
                key={id}
                checked={meta.team?.id === id}
                onSelect={() => void actions.assignTeam(id)}
              >
                {name}
              </MenuItem>
            ))}
          </Menu>
        </Fact>
        <Fact name={t('panel.inbox')}>{inbox?.name}</Fact>
        <Fact name={t('panel.created')}>{momentOf(new Date(created_at * 1000))}</Fact>
        {waiting_since > 0 ? <Fact name={t('panel.waiting')}>{ago(waiting_since)}</Fact> : null}
      </dl>
    </Section>
  );
}

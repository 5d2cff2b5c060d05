import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../ui/avatar.tsx';
import { Choices, type Choice } from '../../../ui/choices.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { agentsQuery, botsQuery, teamsQuery, useAccount, useMe } from '../../account-data.ts';
import type { Priority } from '../actions.ts';
import { PriorityMark } from '../priority-mark.tsx';
import { usePickerTexts } from './texts.ts';

export interface PickerProps {
  open: boolean;
  onClose: () => void;
}

interface AgentPickerProps extends PickerProps {
  /** Of a person; undefined where several are meant, or nobody. */
  current?: number | undefined;
  /** Without bots. */
  peopleOnly?: boolean;
  onChoose: (who: { id: number; type: 'agent' | 'bot' | 'nobody'; name: string }) => void;
}

/** Who shall have it: oneself first, then those who are there. */
export function AgentPicker({
  open,
  onClose,
  current,
  peopleOnly = false,
  onChoose,
}: AgentPickerProps) {
  const t = usePickerTexts();
  const account = useAccount();
  const me = useMe()?.id;
  const agents = useQuery({ ...agentsQuery(account), enabled: open }).data ?? [];
  const bots = useQuery({ ...botsQuery(account), enabled: open && !peopleOnly }).data ?? [];
  const rank = ({ id, availability_status }: (typeof agents)[number]): number =>
    id === me ? 0 : availability_status === 'online' ? 1 : availability_status === 'busy' ? 2 : 3;
  const choices: Choice[] = [
    ...agents
      .toSorted((a, b) => rank(a) - rank(b))
      .map((agent) => ({
        id: `agent-${agent.id}`,
        label: agent.id === me ? `${t('me')} (${agent.name})` : agent.name,
        group: t('people'),
        hint: t(agent.availability_status ?? 'offline'),
        mark: <Avatar name={agent.name} picture={agent.thumbnail} size="sm" />,
        checked: agent.id === current,
        run: () => onChoose({ id: agent.id, type: 'agent' as const, name: agent.name }),
      })),
    { id: 'nobody', label: t('nobody'), group: t('people'), run: () => onChoose({ id: 0, type: 'nobody', name: '' }) },
    ...(peopleOnly ? [] : bots).map(({ id, name }) => ({
      id: `bot-${id}`,
      label: name,
      group: t('bots'),
      run: () => onChoose({ id, type: 'bot' as const, name }),
    })),
  ]; // prettier-ignore
  return (
    <Dialog open={open} onOpenChange={(on) => on || onClose()} title={t('assign')} bare>
      <Choices
        label={t('assign')}
        placeholder={t('findAgent')}
        choices={choices}
        onDone={onClose}
      />
    </Dialog>
  );
}

interface TeamPickerProps extends PickerProps {
  current?: number | undefined;
  /** 0: no team. */
  onChoose: (team: number) => void;
}

export function TeamPicker({ open, onClose, current, onChoose }: TeamPickerProps) {
  const t = usePickerTexts();
  const account = useAccount();
  const teams = useQuery({ ...teamsQuery(account), enabled: open }).data ?? [];
  const choices: Choice[] = [
    ...teams.map(({ id, name }) => ({ id: String(id), label: name, checked: id === current, run: () => onChoose(id) })),
    { id: '0', label: t('noTeam'), checked: current === undefined, run: () => onChoose(0) },
  ]; // prettier-ignore
  return (
    <Dialog open={open} onOpenChange={(on) => on || onClose()} title={t('team')} bare>
      <Choices label={t('team')} placeholder={t('findTeam')} choices={choices} onDone={onClose} />
    </Dialog>
  );
}

const priorities = ['urgent', 'high', 'medium', 'low'] as const;

interface PriorityPickerProps extends PickerProps {
  current?: Priority | null | undefined;
  onChoose: (priority: Priority | null) => void;
}

export function PriorityPicker({ open, onClose, current, onChoose }: PriorityPickerProps) {
  const t = usePickerTexts();
  const { t: shared } = useTranslation();
  const choices: Choice[] = [
    ...priorities.map((each) => ({
      id: each,
      label: shared(`priority.${each}`),
      mark: <PriorityMark priority={each} />,
      checked: each === current,
      run: () => onChoose(each),
    })),
    { id: 'none', label: shared('priority.none'), checked: current === null, run: () => onChoose(null) },
  ]; // prettier-ignore
  return (
    <Dialog open={open} onOpenChange={(on) => on || onClose()} title={t('priority')} bare>
      <Choices
        label={t('priority')}
        placeholder={t('findPriority')}
        choices={choices}
        onDone={onClose}
      />
    </Dialog>
  );
}

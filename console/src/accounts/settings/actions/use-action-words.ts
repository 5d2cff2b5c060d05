import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { agentsQuery, teamsQuery } from '../../account-data.ts';
import { addressesOf, choiceOf, controls, isKnown, teamMailOf, type DraftAction } from './action-language.ts'; // prettier-ignore
import { useActionTexts } from './texts.ts';

/** Says an action in a line: "Add labels: vip, new". */
export function useActionWords(account: number): (action: Omit<DraftAction, 'key'>) => string {
  const t = useActionTexts();
  const { t: shared } = useTranslation();
  const agents = useQuery(agentsQuery(account)).data ?? [];
  const teams = useQuery(teamsQuery(account)).data ?? [];
  const nameIn = (all: readonly { id: number; name: string }[], id: unknown): string =>
    all.find((each) => each.id === Number(id))?.name ?? `#${String(id)}`;
  const priority = (name: string): string =>
    shared(`priority.${name === 'nil' ? 'none' : (name as 'low')}`);
  return ({ action_name, action_params: params }) => {
    if (!isKnown(action_name)) return action_name;
    const choice = choiceOf(params);
    const withWhat: Record<(typeof controls)[typeof action_name], () => string> = {
      nothing: () => '',
      agent: () =>
        choice === 'self' ? t('self') : choice === 'nil' ? t('nobody') : nameIn(agents, choice),
      team: () => (choice === 'nil' ? t('noTeam') : nameIn(teams, choice)),
      labels: () => params.join(', '),
      text: () => `“${String(choice ?? '')}”`,
      file: () => '',
      teamMail: () => teamMailOf(params).team_ids.map((id) => nameIn(teams, id)).join(', '),
      addresses: () => addressesOf(params).join(', '),
      status: () => shared(`status.${String(choice) as 'open'}`),
      priority: () => priority(String(choice)),
      url: () => String(choice ?? ''),
    }; // prettier-ignore
    const what = withWhat[controls[action_name]]();
    const name = t(`names.${action_name}`);
    return what === '' ? name : `${name}: ${what}`;
  };
}

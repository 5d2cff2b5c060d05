import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { agentsQuery, attributesQuery, inboxesQuery, teamsQuery } from '../../account-data.ts';
import { draftConditions, definitionOf, isStandard, standard, type DraftCondition } from './condition-language.ts'; // prettier-ignore
import { useAutomationTexts } from './texts.ts';

/** Says a condition of the API in a line: "Text of the message contains refund". */
export function useConditionWords(account: number): (condition: Record<string, unknown>) => string {
  const t = useAutomationTexts();
  const { t: shared } = useTranslation();
  const agents = useQuery(agentsQuery(account)).data;
  const teams = useQuery(teamsQuery(account)).data;
  const inboxes = useQuery(inboxesQuery(account)).data;
  const definitions = useQuery(attributesQuery(account)).data ?? [];
  const people = { agent: agents, team: teams, inbox: inboxes };
  const one = (key: string, value: string | number): string => {
    const kind = isStandard(key) ? standard[key].kind : 'words';
    if (value === 'nil') return kind === 'priority' ? shared('priority.none') : t('nothing');
    if (kind === 'agent' || kind === 'team' || kind === 'inbox')
      return people[kind]?.find(({ id }) => id === value)?.name ?? `#${value}`;
    if (kind === 'status') return shared(`status.${value as 'open'}`);
    if (kind === 'priority') return shared(`priority.${value as 'low'}`);
    return String(value);
  };
  const all = (key: string, values: DraftCondition['values']): string =>
    values.map((value) => one(key, value)).join(t('orOne'));
  return (condition) => {
    const [draft] = draftConditions([condition]);
    if (draft === undefined) return '';
    const { attribute_key: key, operator, values, from, to } = draft;
    const name = isStandard(key)
      ? t(`attributes.${key}`)
      : (definitionOf(draft, definitions)?.attribute_display_name ?? key);
    const sides = [
      ...(from.length === 0 ? [] : [t('fromWords', { values: all(key, from) })]),
      ...(to.length === 0 ? [] : [t('toWords', { values: all(key, to) })]),
    ];
    return [name, t(`operators.${operator}`), all(key, values), ...sides]
      .filter((part) => part !== '')
      .join(' ');
  };
}

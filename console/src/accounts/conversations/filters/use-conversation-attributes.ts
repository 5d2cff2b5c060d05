import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Option } from '../../../ui/select.tsx';
import {
  agentsQuery,
  attributesQuery,
  inboxesQuery,
  labelsQuery,
  teamsQuery,
} from '../../account-data.ts';
import { customAttribute } from './custom-attribute.ts';
import { languageCodes } from './language-codes.ts';
import type { Attribute, Operator } from './language.ts';
import { useFilterTexts } from './texts.ts';

const statuses = ['open', 'pending', 'snoozed', 'resolved'] as const;
const priorities = ['urgent', 'high', 'medium', 'low'] as const;

const equality: Operator[] = ['equal_to', 'not_equal_to'];
const presence: Operator[] = ['is_present', 'is_not_present'];
const containment: Operator[] = ['contains', 'does_not_contain'];
const reference = [...equality, ...presence];
const phrase = [...containment, ...equality];
const days: Operator[] = ['is_greater_than', 'is_less_than', 'days_before'];

type Choices = Option<string>[];

const people = (all: readonly { id: number; name: string }[] | undefined): Choices =>
  (all ?? []).map(({ id, name }) => ({ value: String(id), label: name }));

function languages(): Choices {
  const names = new Intl.DisplayNames(i18next.language, { type: 'language' });
  return languageCodes
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .toSorted((a, b) => a.label.localeCompare(b.label, i18next.language));
}

/** By what the conversations of an account can be filtered, with what there is to choose from. */
export function useConversationAttributes(account: number): Attribute[] {
  const t = useFilterTexts();
  const { t: shared } = useTranslation();
  const agents = useQuery(agentsQuery(account)).data;
  const inboxes = useQuery(inboxesQuery(account)).data;
  const teams = useQuery(teamsQuery(account)).data;
  const labels = useQuery(labelsQuery(account)).data;
  const definitions = useQuery(attributesQuery(account)).data;
  return useMemo(() => {
    const spoken = languages();
    type Rest = Omit<Attribute, 'key' | 'label' | 'group'>;
    const choice = (of: readonly Operator[], choices: Choices): Rest => ({ kind: 'choice', operators: of, choices }); // prettier-ignore
    const of = (group: string, all: Partial<Record<StandardKey, Rest>>): Attribute[] =>
      Object.entries(all).map(([key, rest]) => ({
        key,
        label: t(`attributes.${key as StandardKey}`),
        group,
        ...rest,
      }));
    return [
      ...of(t('general'), {
        status: choice(equality, statuses.map((value) => ({ value, label: shared(`status.${value}`) }))),
        priority: choice(equality, priorities.map((value) => ({ value, label: shared(`priority.${value}`) }))),
        assignee_id: choice(reference, people(agents)),
        inbox_id: choice(reference, people(inboxes)),
        team_id: choice(reference, people(teams)),
        labels: choice(reference, (labels ?? []).map(({ title }) => ({ value: title, label: title }))),
        display_id: { kind: 'text', operators: [...equality, ...containment] },
      }),
      ...of(t('time'), {
        created_at: { kind: 'date', operators: days },
        last_activity_at: { kind: 'date', operators: days },
      }),
      ...of(t('source'), {
        referer: { kind: 'text', operators: phrase },
        mail_subject: { kind: 'text', operators: phrase },
        browser_language: choice(equality, spoken),
        conversation_language: choice(equality, spoken),
        campaign_id: { kind: 'number', operators: reference },
      }),
      ...(definitions ?? [])
        .filter(({ attribute_model }) => attribute_model === 'conversation_attribute')
        .map((definition) => customAttribute(definition, { group: t('custom'), yes: t('yes'), no: t('no') })),
    ];
  }, [t, shared, agents, inboxes, teams, labels, definitions]); // prettier-ignore
}

type StandardKey =
  | 'status' | 'priority' | 'assignee_id' | 'inbox_id' | 'team_id' | 'labels' | 'display_id'
  | 'created_at' | 'last_activity_at' | 'referer' | 'mail_subject' | 'browser_language'
  | 'conversation_language' | 'campaign_id'; // prettier-ignore

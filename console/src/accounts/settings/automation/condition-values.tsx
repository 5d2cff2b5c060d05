import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { inputClass } from '../../../ui/field.tsx';
import type { Option } from '../../../ui/select.tsx';
import { Several } from '../../../ui/several.tsx';
import { Words } from '../../../ui/words.tsx';
import { agentsQuery, inboxesQuery, labelsQuery, teamsQuery } from '../../account-data.ts';
import type { ValueKind } from './condition-language.ts';
import { useAutomationTexts } from './texts.ts';

const STATUSES = ['open', 'pending', 'snoozed', 'resolved'] as const;
const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;

type Values = (string | number)[];
type Choices = Option<string | number>[];

const named = (all: readonly { id: number; name: string }[] | undefined): Choices =>
  (all ?? []).map(({ id, name }) => ({ value: id, label: name }));

const themselves = (all: readonly string[] | null | undefined): Choices =>
  (all ?? []).map((value) => ({ value, label: value }));

/** What can be chosen where it is not written; undefined where it is. */
function useChoices(
  account: number,
  { kind, list }: { kind: ValueKind; list: readonly string[] | null | undefined },
): Choices | undefined {
  const t = useAutomationTexts();
  const { t: shared } = useTranslation();
  const agents = useQuery({ ...agentsQuery(account), enabled: kind === 'agent' }).data;
  const teams = useQuery({ ...teamsQuery(account), enabled: kind === 'team' }).data;
  const inboxes = useQuery({ ...inboxesQuery(account), enabled: kind === 'inbox' }).data;
  const labels = useQuery({ ...labelsQuery(account), enabled: kind === 'labels' }).data;
  const choices: Partial<Record<ValueKind, Choices>> = {
    status: STATUSES.map((value) => ({ value, label: shared(`status.${value}`) })),
    priority: [
      ...PRIORITIES.map((value) => ({ value, label: shared(`priority.${value}`) })),
      { value: 'nil', label: shared('priority.none') },
    ],
    agent: named(agents),
    team: named(teams),
    inbox: named(inboxes),
    labels: themselves(labels?.map(({ title }) => title)),
    messageType: (['incoming', 'outgoing', 'template'] as const).map((value) => ({ value, label: t(`messageTypes.${value}`) })),
    list: themselves(list),
    truth: (['true', 'false'] as const).map((value) => ({ value, label: t(`truths.${value}`) })),
  }; // prettier-ignore
  return choices[kind];
}

interface Props {
  account: number;
  label: string;
  kind: ValueKind;
  /** Of a custom attribute, what it can be. */
  list: readonly string[] | null | undefined;
  values: Values;
  onChange: (values: Values) => void;
  placeholder?: string;
  /** Nothing is a value, too: of what has changed. */
  withNothing?: boolean;
}

const inputs = { number: 'number', days: 'number', date: 'date' } as const;

/** With what a condition compares: a control that fits what it asks about. */
export function ConditionValues({ account, kind, list, withNothing = false, ...rest }: Props) {
  const t = useAutomationTexts();
  const { label, values, onChange, placeholder } = rest;
  const choices = useChoices(account, { kind, list });
  if (choices !== undefined) {
    const nothing = { value: 'nil', label: t('nothing') };
    const options =
      withNothing && !choices.some(({ value }) => value === 'nil')
        ? [nothing, ...choices]
        : choices;
    return (
      <Several
        bare
        label={label}
        options={options}
        values={values}
        onChange={onChange}
        placeholder={placeholder ?? t('choose')}
      />
    );
  }
  if (kind === 'number' || kind === 'days' || kind === 'date') {
    const [first = ''] = values;
    return (
      <span className="flex items-center gap-2">
        <input
          aria-label={label}
          type={inputs[kind]}
          step="any"
          value={first}
          onChange={({ target }) => onChange(target.value === '' ? [] : [target.value])}
          className={inputClass}
        />
        {kind === 'days' ? <span className="shrink-0 text-sm">{t('days')}</span> : null}
      </span>
    );
  }
  return (
    <Words
      bare
      label={label}
      values={values.map(String)}
      onChange={onChange}
      placeholder={placeholder ?? t('words')}
    />
  );
}

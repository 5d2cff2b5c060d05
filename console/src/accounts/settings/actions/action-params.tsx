import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Field, TextArea } from '../../../ui/field.tsx';
import { Select, type Option } from '../../../ui/select.tsx';
import { Several } from '../../../ui/several.tsx';
import { Words } from '../../../ui/words.tsx';
import { agentsQuery, labelsQuery, teamsQuery } from '../../account-data.ts';
import {
  addressesOf,
  choiceOf,
  controls,
  isKnown,
  teamMailOf,
  type DraftAction,
} from './action-language.ts';
import { FileParam } from './file-param.tsx';
import { useActionTexts } from './texts.ts';

export interface NamedFile {
  id: number | string;
  name: string;
}

interface Props {
  account: number;
  withSelf?: boolean;
  action: DraftAction;
  onParams: (params: unknown[]) => void;
  files: readonly NamedFile[];
}

const STATUSES = ['open', 'pending', 'snoozed', 'resolved'] as const;
const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;

/** With what an action is done: a control that fits it. */
export function ActionParams(props: Props) {
  const { action, onParams, account, files } = props;
  const t = useActionTexts();
  const { action_name: name, action_params: params } = action;
  const [first] = params;
  const text = typeof first === 'string' ? first : '';
  switch (isKnown(name) ? controls[name] : 'nothing') {
    case 'nothing':
      return null;
    case 'labels':
      return <LabelsParam {...props} />;
    case 'text':
      return (
        <TextArea
          label={t('text')}
          rows={3}
          value={text}
          onChange={({ target }) => onParams([target.value])}
        />
      );
    case 'url':
      return (
        <Field
          label={t('url')}
          type="url"
          placeholder="https://example.com/hooks"
          value={text}
          onChange={({ target }) => onParams([target.value])}
        />
      );
    case 'addresses':
      return (
        <Words
          label={t('addresses')}
          hint={t('addressesHint')}
          type="email"
          values={addressesOf(params)}
          onChange={(each) => onParams(each.length === 0 ? [] : [each.join(',')])}
        />
      );
    case 'teamMail':
      return <TeamMailParam {...props} />;
    case 'file':
      return <FileParam account={account} params={params} onParams={onParams} files={files} />;
    default:
      return <ChoiceParam {...props} />;
  }
}

/** One of the agents, teams, statuses or priorities. */
function ChoiceParam({ account, withSelf = false, action, onParams }: Props) {
  const t = useActionTexts();
  const { t: shared } = useTranslation();
  const agents = useQuery(agentsQuery(account)).data ?? [];
  const teams = useQuery(teamsQuery(account)).data ?? [];
  const named = (all: readonly { id: number; name: string }[]): Option<string | number>[] =>
    all.map(({ id, name }) => ({ value: id, label: name }));
  const choices: Record<string, { label: string; options: Option<string | number>[] }> = {
    assign_agent: {
      label: t('agent'),
      options: [
        ...(withSelf ? [{ value: 'self', label: t('self') }] : []),
        { value: 'nil', label: t('nobody') },
        ...named(agents),
      ],
    },
    assign_team: {
      label: t('team'),
      options: [{ value: 'nil', label: t('noTeam') }, ...named(teams)],
    },
    change_status: {
      label: t('status'),
      options: STATUSES.map((value) => ({ value, label: shared(`status.${value}`) })),
    },
    change_priority: {
      label: t('priority'),
      options: [
        ...PRIORITIES.map((value) => ({ value, label: shared(`priority.${value}`) })),
        { value: 'nil', label: shared('priority.none') },
      ],
    },
  };
  const { label, options } = choices[action.action_name] ?? { label: '', options: [] };
  const value = choiceOf(action.action_params);
  const isLost = value !== null && !options.some((each) => each.value === value);
  return (
    <Select
      bare
      label={label}
      placeholder={t('choose')}
      options={isLost ? [...options, { value, label: `#${value}` }] : options}
      value={value}
      onChange={(next) => onParams([next])}
    />
  );
}

function LabelsParam({ account, action, onParams }: Props) {
  const t = useActionTexts();
  const labels = useQuery(labelsQuery(account)).data ?? [];
  return (
    <Several
      bare
      label={t('labels')}
      placeholder={t('choose')}
      options={labels.map(({ title }) => ({ value: title, label: title }))}
      values={action.action_params.map(String)}
      onChange={onParams}
    />
  );
}

function TeamMailParam({ account, action, onParams }: Props) {
  const t = useActionTexts();
  const teams = useQuery(teamsQuery(account)).data ?? [];
  const mail = teamMailOf(action.action_params);
  return (
    <>
      <Several
        label={t('teams')}
        placeholder={t('choose')}
        options={teams.map(({ id, name }) => ({ value: id, label: name }))}
        values={mail.team_ids}
        onChange={(team_ids) => onParams([{ ...mail, team_ids }])}
      />
      <TextArea
        label={t('mailText')}
        rows={3}
        value={mail.message}
        onChange={({ target }) => onParams([{ ...mail, message: target.value }])}
      />
    </>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Choices } from '../../../ui/choices.tsx';
import { Field } from '../../../ui/field.tsx';
import { Bar, Failed, Lines } from '../../../ui/states.tsx';
import { say } from '../../../ui/toast.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { agentsQuery, teamsQuery } from '../../account-data.ts';
import { DialogForm, EditDialog } from '../dialog-form.tsx';
import { membersQuery, type Team } from './team-data.ts';
import { useTeamTexts } from './texts.ts';

interface Props {
  account: number;
  edited: Team | 'new' | undefined;
  onClose: () => void;
}

/** Makes a team, or changes one, and who is in it. */
export function TeamForm({ account, edited, onClose }: Props) {
  const t = useTeamTexts();
  return (
    <EditDialog
      edited={edited}
      onClose={onClose}
      titleOf={(team) => (team === undefined ? t('add') : t('edit', { name: team.name }))}
    >
      {(team) =>
        team === undefined ? (
          <Form account={account} team={undefined} members={[]} onClose={onClose} />
        ) : (
          <Known account={account} team={team} onClose={onClose} />
        )
      }
    </EditDialog>
  );
}

/** Waits until it is known who is in the team. */
function Known({ account, team, onClose }: Omit<Props, 'edited'> & { team: Team }) {
  const t = useTeamTexts();
  const { data, error, refetch } = useQuery(membersQuery(account, team.id));
  if (data === undefined && error !== null) {
    return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Lines />;
  const members = data.map(({ id }) => id);
  return <Form account={account} team={team} members={members} onClose={onClose} />;
}

interface FormProps {
  account: number;
  team: Team | undefined;
  members: readonly number[];
  onClose: () => void;
}

function Form({ account, team, members, onClose }: FormProps) {
  const t = useTeamTexts();
  const [chosen, setChosen] = useState<number[]>([...members]);
  const [auto, setAuto] = useState(team?.allow_auto_assign ?? true);
  // It may have been made, and only its members refused: then it is not made once more.
  const known = useRef(team?.id);
  const send = async (form: FormData): Promise<void> => {
    const body = {
      name: textOf(form, 'name'),
      description: textOf(form, 'description'),
      allow_auto_assign: auto,
    };
    const { id } = await unwrap(
      known.current === undefined
        ? api(account).POST('/teams', { body })
        : api(account).PATCH('/teams/{team_id}', {
            params: { path: { team_id: known.current } },
            body,
          }),
    );
    known.current = id;
    const path = { team_id: id };
    await unwrap(
      api(account).PATCH('/teams/{team_id}/team_members', {
        params: { path },
        body: { user_ids: chosen },
      }),
    );
    await Promise.all([
      queries.invalidateQueries(teamsQuery(account)),
      queries.invalidateQueries(membersQuery(account, id)),
    ]);
    say({ title: t('saved') });
  };
  return (
    <DialogForm onClose={onClose} send={send} fields={['name']}>
      {(refused) => (
        <>
          <Field
            label={t('name')}
            name="name"
            hint={t('nameHint')}
            required
            autoFocus
            defaultValue={team?.name}
            problem={refused['name']}
          />
          <Field
            label={t('description')}
            name="description"
            defaultValue={team?.description ?? ''}
          />
          <Members account={account} before={members} chosen={chosen} onChange={setChosen} />
          <Switch label={t('auto')} hint={t('autoHint')} checked={auto} onChange={setAuto} />
        </>
      )}
    </DialogForm>
  );
}

interface MembersProps {
  account: number;
  before: readonly number[];
  chosen: readonly number[];
  onChange: (chosen: number[]) => void;
}

/** Everybody who can be in a team, to be found by name or address; who has been in it stands first. */
function Members({ account, before, chosen, onChange }: MembersProps) {
  const t = useTeamTexts();
  const agents = useQuery(agentsQuery(account)).data;
  const rank = ({ id }: { id: number }): number => (before.includes(id) ? 0 : 1);
  const toggle = (id: number): void =>
    onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <fieldset>
      <legend className="mb-1 flex w-full justify-between text-sm font-medium">
        {t('members')}
        <span role="status" className="font-normal text-ink-faint">
          {t('chosen', { count: chosen.length })}
        </span>
      </legend>
      {agents === undefined ? (
        <Bar className="h-40" />
      ) : (
        <div className="overflow-hidden rounded-md border border-line-strong">
          <Choices
            small
            label={t('members')}
            placeholder={t('choose')}
            choices={agents
              .toSorted((one, other) => rank(one) - rank(other))
              .map(({ id, name, email, thumbnail }) => ({
                id: String(id),
                label: name,
                words: email,
                mark: <Avatar name={name} picture={thumbnail} size="sm" />,
                checked: chosen.includes(id),
                run: () => toggle(id),
              }))}
          />
        </div>
      )}
      <p className="mt-1 text-xs text-ink-faint">{t('membersHint')}</p>
    </fieldset>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Lines } from '../../../ui/states.tsx';
import { Checkbox, Switch } from '../../../ui/toggle.tsx';
import { agentsQuery, botsQuery } from '../../account-data.ts';
import { changeInbox, membersQuery, setMembers, type PartProps } from './inbox-data.ts';
import { PartForm } from './part-form.tsx';
import { useInboxTexts } from './texts.ts';

/** Who answers in it, and who is given what comes in. */
export function PeoplePart({ account, inbox }: PartProps) {
  const members = useQuery(membersQuery(account, inbox.id)).data;
  const bots = useQuery(botsQuery(account)).data;
  if (members === undefined || bots === undefined) return <Lines />;
  return (
    <Form
      account={account}
      inbox={inbox}
      members={members.map(({ id }) => id)}
      bot={bots.find(({ inbox_ids }) => inbox_ids?.includes(inbox.id) === true)?.id ?? 0}
      bots={bots}
    />
  );
}

interface FormProps extends PartProps {
  members: number[];
  /** 0 for none. */
  bot: number;
  bots: readonly { id: number; name: string }[];
}

function Form({ account, inbox, members, bots, ...given }: FormProps) {
  const t = useInboxTexts();
  const agents = useQuery(agentsQuery(account)).data ?? [];
  const [chosen, setChosen] = useState(members);
  const [auto, setAuto] = useState(inbox.enable_auto_assignment);
  const [limit, setLimit] = useState(
    String((inbox.auto_assignment_config as { max_assignment_limit?: number | null }).max_assignment_limit ?? ''), // prettier-ignore
  );
  const [bot, setBot] = useState(given.bot);
  const send = async (): Promise<void> => {
    await setMembers(account, inbox.id, chosen);
    if (bot !== given.bot) {
      await unwrap(
        api(account).POST('/inboxes/{inbox_id}/set_agent_bot', {
          params: { path: { inbox_id: inbox.id } },
          body: { agent_bot: bot === 0 ? null : bot },
        }),
      );
      await queries.invalidateQueries(botsQuery(account));
    }
    await changeInbox(account, inbox.id, {
      enable_auto_assignment: auto,
      auto_assignment_config: { max_assignment_limit: limit === '' ? null : Number(limit) },
    });
  };
  return (
    <PartForm send={send}>
      <fieldset className="space-y-2">
        <legend className="mb-1 text-sm font-medium">{t('parts.people')}</legend>
        <p className="text-xs text-ink-faint">{t('peopleHint')}</p>
        {agents.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            checked={chosen.includes(id)}
            onChange={(on) =>
              setChosen(on ? [...chosen, id] : chosen.filter((other) => other !== id))
            }
          />
        ))}
      </fieldset>
      <Switch label={t('auto')} hint={t('autoHint')} checked={auto} onChange={setAuto} />
      {auto ? (
        <Field
          label={t('limit')}
          hint={t('limitHint')}
          type="number"
          min={1}
          value={limit}
          onChange={({ target }) => setLimit(target.value)}
        />
      ) : null}
      <Select
        label={t('bot')}
        hint={t('botHint')}
        value={bot}
        onChange={setBot}
        options={[
          { value: 0, label: t('noBot') },
          ...bots.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </PartForm>
  );
}

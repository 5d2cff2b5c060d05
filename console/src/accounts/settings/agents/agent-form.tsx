import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { say } from '../../../ui/toast.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { agentsQuery, profileQuery } from '../../account-data.ts';
import { DialogForm, EditDialog } from '../dialog-form.tsx';
import type { Agent } from './agents.tsx';
import { RoleChoice, type Part } from './role-choice.tsx';
import { useAgentTexts } from './texts.ts';

interface Props {
  account: number;
  edited: Agent | undefined;
  onClose: () => void;
}

/** Changes what somebody is in the account. */
export function AgentForm({ account, edited, onClose }: Props) {
  const t = useAgentTexts();
  return (
    <EditDialog
      edited={edited}
      onClose={onClose}
      titleOf={(agent) => t('edit', { name: agent?.name ?? '' })}
    >
      {(agent) =>
        agent === undefined ? null : <Form account={account} agent={agent} onClose={onClose} />
      }
    </EditDialog>
  );
}

const states = ['online', 'busy', 'offline'] as const;

function Form({ account, agent, onClose }: Omit<Props, 'edited'> & { agent: Agent }) {
  const t = useAgentTexts();
  const [part, setPart] = useState<Part>({
    role: agent.role === 'administrator' ? 'administrator' : 'agent',
    custom_role_id: agent.custom_role_id,
  });
  const [availability, setAvailability] = useState(agent.availability_status || 'offline');
  const [autoOffline, setAutoOffline] = useState(agent.auto_offline ?? true);
  const send = async (form: FormData): Promise<void> => {
    await unwrap(
      api(account).PATCH('/agents/{agent_id}', {
        params: { path: { agent_id: agent.id } },
        body: {
          name: textOf(form, 'name'),
          ...part,
          auto_offline: autoOffline,
          // How they are by themselves is not what was chosen for them.
          ...(availability === agent.availability_status ? {} : { availability }),
        },
      }),
    );
    await Promise.all([
      queries.invalidateQueries(agentsQuery(account)),
      queries.invalidateQueries(profileQuery),
    ]);
    say({ title: t('saved') });
  };
  return (
    <DialogForm onClose={onClose} send={send}>
      <Field label={t('name')} name="name" required autoFocus defaultValue={agent.name} />
      <RoleChoice part={part} onChange={setPart} />
      <Select
        label={t('availability')}
        value={availability}
        onChange={setAvailability}
        options={states.map((value) => ({ value, label: t(`states.${value}`) }))}
      />
      <Switch
        label={t('autoOffline')}
        hint={t('autoOfflineHint')}
        checked={autoOffline}
        onChange={setAutoOffline}
      />
    </DialogForm>
  );
}

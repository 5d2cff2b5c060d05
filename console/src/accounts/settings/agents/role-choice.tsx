import { useQuery } from '@tanstack/react-query';
import { Select } from '../../../ui/select.tsx';
import { useAccount } from '../../account-data.ts';
import { rolesQuery } from '../roles/role-data.ts';
import { useAgentTexts } from './texts.ts';

/** What somebody is in the account, as the API takes it. */
export interface Part {
  role: 'agent' | 'administrator';
  custom_role_id: number | null;
}

const nameOf = ({ role, custom_role_id }: Part): string =>
  custom_role_id === null ? role : String(custom_role_id);

/** Administrator, agent, or one of the roles of the account. */
export function RoleChoice({ part, onChange }: { part: Part; onChange: (part: Part) => void }) {
  const t = useAgentTexts();
  const roles = useQuery(rolesQuery(useAccount())).data ?? [];
  return (
    <Select
      label={t('role')}
      value={nameOf(part)}
      onChange={(name) =>
        onChange(
          name === 'agent' || name === 'administrator'
            ? { role: name, custom_role_id: null }
            : { role: 'agent', custom_role_id: Number(name) },
        )
      }
      options={[
        { value: 'agent', label: t('roles.agent') },
        { value: 'administrator', label: t('roles.administrator') },
        ...roles.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
    />
  );
}

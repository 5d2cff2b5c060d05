import { useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Field } from '../../../ui/field.tsx';
import type { Column } from '../../../ui/table.tsx';
import { say } from '../../../ui/toast.tsx';
import { Checkbox } from '../../../ui/toggle.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { agentsQuery, useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { DialogForm, EditDialog } from '../dialog-form.tsx';
import { Listing, RowActions } from '../listing.tsx';
import { askToRemove } from '../removal.ts';
import { permissions, rolesQuery, type Role } from './role-data.ts';
import { useRoleTexts } from './texts.ts';

/** The roles that the account has made, and who has them. */
export function RolesPage() {
  const t = useRoleTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Roles />
    </AdministratorsOnly>
  );
}

function Roles() {
  const t = useRoleTexts();
  const account = useAccount();
  const query = useQuery(rolesQuery(account));
  const [edited, setEdited] = useState<Role | 'new'>();
  const columns = useColumns(setEdited);
  const close = (): void => setEdited(undefined);
  return (
    <Listing
      title={t('title')}
      hint={t('hint')}
      query={query}
      add={{ label: t('add'), run: () => setEdited('new') }}
      empty={{ icon: ShieldCheck, title: t('empty'), hint: t('emptyHint') }}
      failed={t('failed')}
      columns={columns}
      keyOf={({ id }) => id}
    >
      <EditDialog
        edited={edited}
        onClose={close}
        titleOf={(role) => (role === undefined ? t('add') : t('edit', { name: role.name }))}
      >
        {(role) => <Form account={account} role={role} onClose={close} />}
      </EditDialog>
    </Listing>
  );
}

function useColumns(onEdit: (role: Role) => void): Column<Role>[] {
  const t = useRoleTexts();
  const account = useAccount();
  const agents = useQuery(agentsQuery(account)).data ?? [];
  const remove = ({ id, name }: Role): void =>
    askToRemove(t, name, async () => {
      await unwrap(
        api(account).DELETE('/custom_roles/{custom_role_id}', {
          params: { path: { custom_role_id: id } },
        }),
      );
      await Promise.all([
        queries.invalidateQueries(rolesQuery(account)),
        queries.invalidateQueries(agentsQuery(account)),
      ]);
    });
  const holders = ({ id }: Role): string =>
    agents
      .filter(({ custom_role_id }) => custom_role_id === id)
      .map(({ name }) => name)
      .join(', ');
  return [
    {
      title: t('name'),
      cell: ({ name, description }) => (
        <>
          <span className="block font-medium">{name}</span>
          <span className="block text-xs text-ink-faint">{description}</span>
        </>
      ),
    },
    {
      title: t('may'),
      cell: ({ permissions: allowed }) =>
        allowed.length === 0 ? (
          t('nothing')
        ) : (
          <ul>
            {allowed.map((each) => (
              <li key={each}>{t(`permissions.${each}`)}</li>
            ))}
          </ul>
        ),
    },
    { title: t('people'), cell: (role) => holders(role) || t('nobody') },
    {
      title: t('actions'),
      bare: true,
      cell: (role) => (
        <RowActions
          edit={{ label: t('edit', { name: role.name }), run: () => onEdit(role) }}
          remove={{ label: t('remove', { name: role.name }), run: () => remove(role) }}
        />
      ),
    },
  ];
}

interface FormProps {
  account: number;
  role: Role | undefined;
  onClose: () => void;
}

function Form({ account, role, onClose }: FormProps) {
  const t = useRoleTexts();
  const [allowed, setAllowed] = useState<Role['permissions']>(role?.permissions ?? []);
  const send = async (form: FormData): Promise<void> => {
    const body = {
      name: textOf(form, 'name'),
      description: textOf(form, 'description'),
      permissions: allowed,
    };
    await unwrap(
      role === undefined
        ? api(account).POST('/custom_roles', { body })
        : api(account).PATCH('/custom_roles/{custom_role_id}', {
            params: { path: { custom_role_id: role.id } },
            body,
          }),
    );
    await queries.invalidateQueries(rolesQuery(account));
    say({ title: t('saved') });
  };
  return (
    <DialogForm onClose={onClose} send={send}>
      <Field label={t('name')} name="name" required autoFocus defaultValue={role?.name} />
      <Field label={t('description')} name="description" defaultValue={role?.description ?? ''} />
      <fieldset className="space-y-2">
        <legend className="mb-1 text-sm font-medium">{t('may')}</legend>
        {permissions.map((each) => (
          <Checkbox
            key={each}
            label={t(`permissions.${each}`)}
            checked={allowed.includes(each)}
            onChange={(on) =>
              setAllowed(on ? [...allowed, each] : allowed.filter((other) => other !== each))
            }
          />
        ))}
      </fieldset>
    </DialogForm>
  );
}

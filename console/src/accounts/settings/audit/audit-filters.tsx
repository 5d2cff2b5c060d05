import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { agentsQuery } from '../../account-data.ts';
import { actions, kinds, type AuditSearch } from './audit-search.ts';
import { useAuditTexts } from './texts.ts';

const ALL = 'all';

interface Props {
  account: number;
  search: AuditSearch;
}

/** Narrows the log down; the address says how. */
export function AuditFilters({ account, search }: Props) {
  const t = useAuditTexts();
  const agents = useQuery(agentsQuery(account)).data ?? [];
  const navigate = useNavigate();
  const show = (change: { [K in keyof AuditSearch]: AuditSearch[K] | undefined }): void => {
    const next = Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined); // prettier-ignore
    void navigate({
      to: '/app/accounts/$accountId/settings/audit',
      params: { accountId: account },
      search: Object.fromEntries(next) as AuditSearch,
      replace: true,
    });
  };
  return (
    <div className="mb-4 grid gap-3 sm:grid-cols-3 lg:grid-cols-5">
      <Select
        label={t('kind')}
        value={search.kind ?? ALL}
        onChange={(kind) => show({ kind: kind === ALL ? undefined : kind })}
        options={[
          { value: ALL, label: t('everything') },
          ...kinds.map((value) => ({ value, label: t(`kinds.${value}`) })),
        ]}
      />
      <Select
        label={t('action')}
        value={search.action ?? ALL}
        onChange={(action) => show({ action: action === ALL ? undefined : action })}
        options={[
          { value: ALL, label: t('everything') },
          ...actions.map((value) => ({ value, label: t(`actions.${value}`) })),
        ]}
      />
      <Select
        label={t('person')}
        value={search.person ?? 0}
        onChange={(person) => show({ person: person === 0 ? undefined : person })}
        options={[
          { value: 0, label: t('everybody') },
          ...agents.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Field
        label={t('from')}
        type="date"
        value={search.from ?? ''}
        onChange={({ target }) => show({ from: target.value || undefined })}
      />
      <Field
        label={t('to')}
        type="date"
        value={search.to ?? ''}
        onChange={({ target }) => show({ to: target.value || undefined })}
      />
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { History, ListChecks, Pencil, Plus, Trash2 } from 'lucide-react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Badge } from '../../../ui/badge.tsx';
import { buttonClass, IconButton, iconButtonClass } from '../../../ui/button.tsx';
import { Page } from '../../../ui/page.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { Table, type Column } from '../../../ui/table.tsx';
import { macrosQuery, useAccount, useMe, useMembership } from '../../account-data.ts';
import { draftActions } from '../actions/action-language.ts';
import { useActionWords } from '../actions/use-action-words.ts';
import { askToRemove } from '../removal.ts';
import { mayChange, mayDelete, type Macro } from './macro-data.ts';
import { useMacroTexts } from './texts.ts';

const LIST = '/app/accounts/$accountId/settings/macros';

/** The macros of everybody, and one's own. */
export function MacrosPage() {
  const t = useMacroTexts();
  const account = useAccount();
  const { data, error, refetch } = useQuery({ ...macrosQuery(account), staleTime: 0 });
  const add = (
    <Link to={`${LIST}/new`} params={{ accountId: account }} className={buttonClass('primary')}>
      <Plus aria-hidden="true" className="size-4" />
      {t('add')}
    </Link>
  );
  return (
    <Page title={t('title')} hint={t('hint')} actions={data?.length === 0 ? undefined : add}>
      {error === null || data !== undefined ? null : (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null ? <Lines /> : null}
      {data?.length === 0 ? (
        <Empty
          icon={<ListChecks aria-hidden="true" className="size-7" />}
          title={t('empty')}
          hint={t('emptyHint')}
        >
          <div className="mt-2">{add}</div>
        </Empty>
      ) : null}
      {data === undefined || data.length === 0 ? null : <List account={account} macros={data} />}
    </Page>
  );
}

function List({ account, macros }: { account: number; macros: Macro[] }) {
  const t = useMacroTexts();
  const inWords = useActionWords(account);
  const columns: Column<Macro>[] = [
    { title: t('name'), cell: ({ name }) => <span className="font-medium">{name}</span> },
    {
      title: t('what'),
      cell: ({ actions }) => (
        <span className="line-clamp-2 max-w-96 min-w-48 text-ink-soft">
          {draftActions(actions).map((each) => inWords(each)).join(' → ')}
        </span>
      ),
    },
    {
      title: t('visibility'),
      roomy: true,
      cell: ({ visibility }) => <Badge>{t(`visibilities.${visibility}`)}</Badge>,
    },
    { title: t('by'), roomy: true, cell: ({ created_by }) => created_by?.name },
    { title: t('actions'), bare: true, cell: (macro) => <Tools account={account} macro={macro} /> },
  ]; // prettier-ignore
  return <Table label={t('title')} columns={columns} rows={macros} keyOf={({ id }) => id} />;
}

function Tools({ account, macro }: { account: number; macro: Macro }) {
  const t = useMacroTexts();
  const { id, name } = macro;
  const isAdministrator = useMembership()?.role === 'administrator';
  const me = { id: useMe()?.id ?? 0, isAdministrator };
  const remove = (): void =>
    askToRemove(t, name, async () => {
      await unwrap(api(account).DELETE('/macros/{macro_id}', { params: { path: { macro_id: id } } })); // prettier-ignore
      await queries.invalidateQueries(macrosQuery(account));
    });
  return (
    <span className="flex justify-end">
      <Link
        to={`${LIST}/$macroId/runs`}
        params={{ accountId: account, macroId: id }}
        aria-label={t('logNamed', { name })}
        title={t('logNamed', { name })}
        className={iconButtonClass()}
      >
        <History aria-hidden="true" className="size-4" />
      </Link>
      {mayChange(macro, me) ? (
        <Link
          to={`${LIST}/$macroId`}
          params={{ accountId: account, macroId: id }}
          aria-label={t('edit', { name })}
          title={t('edit', { name })}
          className={iconButtonClass()}
        >
          <Pencil aria-hidden="true" className="size-4" />
        </Link>
      ) : null}
      {mayDelete(macro, me) ? (
        <IconButton label={t('remove', { name })} onClick={remove}>
          <Trash2 aria-hidden="true" className="size-4" />
        </IconButton>
      ) : null}
    </span>
  );
}

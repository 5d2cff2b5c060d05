import type { UseQueryResult } from '@tanstack/react-query';
import { Pencil, Plus, Trash2, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Failed, Lines } from '../../ui/states.tsx';
import { Table, type Column } from '../../ui/table.tsx';

interface ListingProps<R> {
  title: string;
  hint: string;
  query: UseQueryResult<R[]>;
  /** Of what was loaded, what is shown; all of it unless it is given. */
  rows?: readonly R[] | undefined;
  /** The button that makes one more; absent for who may not. */
  add?: { label: string; run: () => void } | undefined;
  empty: { icon: LucideIcon; title: string; hint: string };
  failed: string;
  columns: readonly Column<R>[];
  keyOf: (row: R) => string | number;
  /** Above the table: what narrows it down. */
  tools?: ReactNode;
  /** In the place of the table when what narrows it down leaves nothing. */
  none?: ReactNode;
  /** The dialogs of the page. */
  children?: ReactNode;
}

/** A page of the settings that lists things of one kind: loading, failed, empty, or a table. */
export function Listing<R>(props: ListingProps<R>) {
  const { title, hint, query, rows = query.data, empty, failed, columns, keyOf } = props;
  const { t } = useTranslation();
  const { data, error, refetch } = query;
  const isEmpty = data?.length === 0;
  const Icon = empty.icon;
  const add =
    props.add === undefined ? undefined : (
      <Button look="primary" onClick={props.add.run}>
        <Plus aria-hidden="true" className="size-4" />
        {props.add.label}
      </Button>
    );
  return (
    <Page title={title} hint={hint} actions={isEmpty ? undefined : add}>
      {isEmpty ? null : props.tools}
      {data === undefined && error !== null ? (
        <Failed title={failed} error={error} onRetry={() => void refetch()} />
      ) : null}
      {data === undefined && error === null ? <Lines /> : null}
      {isEmpty ? (
        <Empty
          icon={<Icon aria-hidden="true" className="size-7" />}
          title={empty.title}
          hint={empty.hint}
        >
          <div className="mt-2">{add}</div>
        </Empty>
      ) : null}
      {isEmpty || rows === undefined ? null : rows.length === 0 ? (
        (props.none ?? <Empty title={t('app.nothingFound')} />)
      ) : (
        <Table label={title} columns={columns} rows={rows} keyOf={keyOf} />
      )}
      {props.children}
    </Page>
  );
}

interface RowActionsProps {
  edit?: { label: string; run: () => void } | undefined;
  /** `icon` where it is not thrown away but left. */
  remove?: { label: string; run: () => void; icon?: LucideIcon } | undefined;
  children?: ReactNode;
}

/** What can be done with one row, at its end. */
export function RowActions({ edit, remove, children }: RowActionsProps) {
  const Remove = remove?.icon ?? Trash2;
  return (
    <span className="flex justify-end">
      {children}
      {edit === undefined ? null : (
        <IconButton label={edit.label} onClick={edit.run}>
          <Pencil aria-hidden="true" className="size-4" />
        </IconButton>
      )}
      {remove === undefined ? null : (
        <IconButton label={remove.label} onClick={remove.run}>
          <Remove aria-hidden="true" className="size-4" />
        </IconButton>
      )}
    </span>
  );
}

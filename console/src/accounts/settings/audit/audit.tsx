import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { momentOf } from '../../../time/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { More } from '../../../ui/more.tsx';
import { Page } from '../../../ui/page.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { Table, type Column } from '../../../ui/table.tsx';
import { useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { auditQuery, type AuditLine } from './audit-data.ts';
import { AuditFilters } from './audit-filters.tsx';
import { actions, kinds } from './audit-search.ts';
import { Changes } from './changes.tsx';
import { useAuditTexts } from './texts.ts';

/** Who changed what, the newest first. */
export function AuditPage() {
  const t = useAuditTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Page title={t('title')} hint={t('hint')} wide>
        <Log />
      </Page>
    </AdministratorsOnly>
  );
}

function Log() {
  const t = useAuditTexts();
  const account = useAccount();
  const search = useSearch({ from: '/app/accounts/$accountId/settings/audit' });
  const [shown, setShown] = useState<AuditLine>();
  const query = useInfiniteQuery(auditQuery(account, search));
  const { data, error, refetch } = query;
  const lines = data?.pages.flatMap(({ audit_logs }) => audit_logs);
  return (
    <>
      <AuditFilters account={account} search={search} />
      {error !== null && lines === undefined ? (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : null}
      {lines === undefined && error === null ? <Lines /> : null}
      {lines?.length === 0 ? (
        <Empty
          icon={<ScrollText aria-hidden="true" className="size-7" />}
          title={t('empty')}
          hint={t('emptyHint')}
        />
      ) : null}
      {lines === undefined || lines.length === 0 ? null : (
        <>
          <p role="status" className="mb-2 text-sm text-ink-faint">
            {t('count', { count: data?.pages[0]?.total_entries ?? lines.length })}
          </p>
          <List lines={lines} onShow={setShown} />
        </>
      )}
      <More query={query} />
      <Dialog
        open={shown !== undefined}
        onOpenChange={(open) => open || setShown(undefined)}
        title={t('change')}
      >
        {shown === undefined ? null : <Changes line={shown} />}
      </Dialog>
    </>
  );
}

/** What the changed thing is called, if it still says so itself. */
function nameOf({ auditable, audited_changes: changes }: AuditLine): string {
  const named = { ...changes, ...auditable } as Record<string, unknown>;
  const name = named['name'] ?? named['title'] ?? named['email'] ?? named['attribute_display_name'];
  const text: unknown = Array.isArray(name) ? name.at(-1) : name;
  return typeof text === 'string' ? text : '';
}

function List({ lines, onShow }: { lines: AuditLine[]; onShow: (line: AuditLine) => void }) {
  const t = useAuditTexts();
  const kindOf = (type: string): string => {
    const kind = kinds.find((each) => each === type);
    return kind === undefined ? type : t(`kinds.${kind}`);
  };
  const actionOf = (name: string): string => {
    const action = actions.find((each) => each === name);
    return action === undefined ? name : t(`actions.${action}`);
  };
  const columns: Column<AuditLine>[] = [
    {
      title: t('when'),
      cell: ({ created_at }) => (
        <span className="sm:whitespace-nowrap">{momentOf(new Date(created_at * 1000))}</span>
      ),
    },
    { title: t('who'), roomy: true, cell: ({ username }) => username ?? t('nobody') },
    {
      title: t('what'),
      cell: (line) => (
        <>
          {kindOf(line.auditable_type)}{' '}
          <span className="font-medium">{nameOf(line) || `#${line.auditable_id}`}</span>{' '}
          {actionOf(line.action)}
          <span className="block text-xs break-all text-ink-faint sm:hidden">
            {line.username ?? t('nobody')}
          </span>
        </>
      ),
    },
    { title: t('where'), roomy: true, cell: ({ remote_address: address }) => address ?? '' },
    {
      title: t('details'),
      bare: true,
      cell: (line) =>
        Object.keys(line.audited_changes).length === 0 ? null : (
          <Button look="quiet" onClick={() => onShow(line)}>
            {t('details')}
          </Button>
        ),
    },
  ];
  return <Table label={t('title')} columns={columns} rows={lines} keyOf={({ id }) => id} />;
}

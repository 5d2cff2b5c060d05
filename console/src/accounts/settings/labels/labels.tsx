import type { Shape } from '@confab/client';
import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus, Tags, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Page } from '../../../ui/page.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { Table, type Column } from '../../../ui/table.tsx';
import { labelsQuery, useAccount } from '../../account-data.ts';
import { askToRemove } from '../removal.ts';
import { LabelForm } from './label-form.tsx';
import { useLabelTexts } from './texts.ts';

export type Label = Shape<'Label'>;

/** The labels of the account. */
export function LabelsPage() {
  const t = useLabelTexts();
  const account = useAccount();
  const { data, error, refetch } = useQuery(labelsQuery(account));
  const [edited, setEdited] = useState<Label | 'new'>();
  const add = (
    <Button look="primary" onClick={() => setEdited('new')}>
      <Plus aria-hidden="true" className="size-4" />
      {t('add')}
    </Button>
  );
  return (
    <Page title={t('title')} hint={t('hint')} actions={data?.length === 0 ? undefined : add}>
      {error === null ? null : (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null ? <Lines /> : null}
      {data?.length === 0 ? (
        <Empty
          icon={<Tags aria-hidden="true" className="size-7" />}
          title={t('empty')}
          hint={t('emptyHint')}
        >
          <div className="mt-2">{add}</div>
        </Empty>
      ) : null}
      {data === undefined || data.length === 0 ? null : <List labels={data} onEdit={setEdited} />}
      <LabelForm account={account} edited={edited} onClose={() => setEdited(undefined)} />
    </Page>
  );
}

function List({ labels, onEdit }: { labels: Label[]; onEdit: (label: Label) => void }) {
  const t = useLabelTexts();
  const account = useAccount();
  const remove = ({ id, title }: Label): void =>
    askToRemove(t, title, async () => {
      await unwrap(
        api(account).DELETE('/labels/{label_id}', { params: { path: { label_id: id } } }),
      );
      await queries.invalidateQueries(labelsQuery(account));
    });
  const columns: Column<Label>[] = [
    {
      title: t('name'),
      cell: ({ title, color }) => (
        <span className="flex items-center gap-2 font-medium">
          <span
            aria-hidden="true"
            className="size-2.5 rounded-full"
            style={{ background: color }}
          />
          {title}
        </span>
      ),
    },
    { title: t('description'), cell: ({ description }) => description },
    {
      title: t('sidebar'),
      roomy: true,
      cell: ({ show_on_sidebar }) => t(show_on_sidebar === true ? 'yes' : 'no'),
    },
    {
      title: t('actions'),
      bare: true,
      cell: (label) => (
        <span className="flex justify-end">
          <IconButton label={t('edit', { name: label.title })} onClick={() => onEdit(label)}>
            <Pencil aria-hidden="true" className="size-4" />
          </IconButton>
          <IconButton label={t('remove', { name: label.title })} onClick={() => remove(label)}>
            <Trash2 aria-hidden="true" className="size-4" />
          </IconButton>
        </span>
      ),
    },
  ];
  return <Table label={t('title')} columns={columns} rows={labels} keyOf={({ id }) => id} />;
}

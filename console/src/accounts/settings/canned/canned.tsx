import type { Shape } from '@confab/client';
import { useQuery } from '@tanstack/react-query';
import { MessageSquareQuote } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import type { Column } from '../../../ui/table.tsx';
import { cannedQuery, useAccount } from '../../account-data.ts';
import { EditDialog } from '../dialog-form.tsx';
import { Listing, RowActions } from '../listing.tsx';
import { askToRemove } from '../removal.ts';
import { hasWords, SearchBox } from '../search-box.tsx';
import { CannedForm } from './canned-form.tsx';
import { useCannedTexts } from './texts.ts';

export type Canned = Shape<'CannedResponse'>;

/** The answers that are kept ready. */
export function CannedPage() {
  const t = useCannedTexts();
  const account = useAccount();
  const query = useQuery(cannedQuery(account));
  const [edited, setEdited] = useState<Canned | 'new'>();
  const [sought, setSought] = useState('');
  const columns = useColumns(setEdited);
  const close = (): void => setEdited(undefined);
  return (
    <Listing
      title={t('title')}
      hint={t('hint')}
      query={query}
      rows={query.data?.filter((each) => hasWords(`/${each.short_code} ${each.content}`, sought))}
      add={{ label: t('add'), run: () => setEdited('new') }}
      empty={{ icon: MessageSquareQuote, title: t('empty'), hint: t('emptyHint') }}
      failed={t('failed')}
      columns={columns}
      keyOf={({ id }) => id}
      tools={<SearchBox label={t('search')} value={sought} onChange={setSought} />}
    >
      <EditDialog
        edited={edited}
        onClose={close}
        titleOf={(canned) =>
          canned === undefined ? t('add') : t('edit', { name: canned.short_code })
        }
      >
        {(canned) => <CannedForm account={account} canned={canned} onClose={close} />}
      </EditDialog>
    </Listing>
  );
}

function useColumns(onEdit: (canned: Canned) => void): Column<Canned>[] {
  const t = useCannedTexts();
  const account = useAccount();
  const remove = ({ id, short_code: name }: Canned): void =>
    askToRemove(t, name, async () => {
      await unwrap(
        api(account).DELETE('/canned_responses/{canned_response_id}', {
          params: { path: { canned_response_id: id } },
        }),
      );
      await queries.invalidateQueries(cannedQuery(account));
    });
  return [
    {
      title: t('code'),
      cell: ({ short_code }) => <code className="font-medium">/{short_code}</code>,
    },
    {
      title: t('content'),
      cell: ({ content }) => <span className="line-clamp-2 whitespace-pre-line">{content}</span>,
    },
    {
      title: t('actions'),
      bare: true,
      cell: (canned) => (
        <RowActions
          edit={{ label: t('edit', { name: canned.short_code }), run: () => onEdit(canned) }}
          remove={{ label: t('remove', { name: canned.short_code }), run: () => remove(canned) }}
        />
      ),
    },
  ];
}

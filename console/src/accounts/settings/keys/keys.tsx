import type { Shape } from '@confab/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { momentOf } from '../../../time/format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Field } from '../../../ui/field.tsx';
import type { Column } from '../../../ui/table.tsx';
import { say } from '../../../ui/toast.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { agentsQuery, inboxesQuery, useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { DialogForm, EditDialog } from '../dialog-form.tsx';
import { Listing, RowActions } from '../listing.tsx';
import { askToRemove } from '../removal.ts';
import { NewKey } from './new-key.tsx';
import { useKeyTexts } from './texts.ts';

type Key = Shape<'ServiceKey'>;

const keysQuery = (account: number) =>
  queryOptions({
    queryKey: ['keys', account],
    queryFn: async () => unwrap(api(account).GET('/service_keys')),
    // When a key was used last is told by nobody.
    staleTime: 0,
  });

/** The keys with which other programs work in the account. */
export function KeysPage() {
  const t = useKeyTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Keys />
    </AdministratorsOnly>
  );
}

function Keys() {
  const t = useKeyTexts();
  const account = useAccount();
  const query = useQuery(keysQuery(account));
  const [isMaking, setMaking] = useState(false);
  const [renamed, setRenamed] = useState<Key>();
  const columns = useColumns(setRenamed);
  const close = (): void => setRenamed(undefined);
  return (
    <Listing
      title={t('title')}
      hint={t('hint')}
      query={query}
      add={{ label: t('add'), run: () => setMaking(true) }}
      empty={{ icon: KeyRound, title: t('empty'), hint: t('emptyHint') }}
      failed={t('failed')}
      columns={columns}
      keyOf={({ id }) => id}
    >
      <NewKey
        account={account}
        open={isMaking}
        onClose={() => {
          setMaking(false);
          void queries.invalidateQueries(keysQuery(account));
        }}
      />
      <EditDialog
        edited={renamed}
        onClose={close}
        titleOf={(key) => t('rename', { name: key?.name ?? '' })}
      >
        {(key) =>
          key === undefined ? null : <Rename account={account} renamed={key} onClose={close} />
        }
      </EditDialog>
    </Listing>
  );
}

interface RenameProps {
  account: number;
  renamed: Key;
  onClose: () => void;
}

function Rename({ account, renamed, onClose }: RenameProps) {
  const t = useKeyTexts();
  const send = async (form: FormData): Promise<void> => {
    await unwrap(
      api(account).PATCH('/service_keys/{service_key_id}', {
        params: { path: { service_key_id: renamed.id } },
        body: { name: textOf(form, 'name') },
      }),
    );
    await queries.invalidateQueries(keysQuery(account));
    say({ title: t('renamed') });
  };
  return (
    <DialogForm onClose={onClose} send={send}>
      <Field label={t('name')} name="name" required autoFocus defaultValue={renamed.name} />
    </DialogForm>
  );
}

const hasExpired = ({ expires_at }: Key): boolean =>
  expires_at !== null && new Date(expires_at).getTime() < Date.now();

function useColumns(onRename: (key: Key) => void): Column<Key>[] {
  const t = useKeyTexts();
  const account = useAccount();
  const inboxes = useQuery(inboxesQuery(account)).data ?? [];
  const agents = useQuery(agentsQuery(account)).data ?? [];
  const remove = ({ id, name }: Key): void =>
    askToRemove(t, name, async () => {
      const path = { service_key_id: id };
      await unwrap(api(account).DELETE('/service_keys/{service_key_id}', { params: { path } }));
      await queries.invalidateQueries(keysQuery(account));
    });
  const inboxNames = (ids: readonly number[] | null): string =>
    ids === null || ids.length === 0
      ? t('all')
      : ids.map((id) => inboxes.find((each) => each.id === id)?.name ?? `#${id}`).join(', ');
  return [
    { title: t('name'), cell: ({ name }) => <span className="font-medium">{name}</span> },
    {
      title: t('may'),
      cell: ({ scopes, inbox_ids }) => (
        <>
          {t(scopes.includes('write') ? 'scopes.write' : 'scopes.read')}
          <span className="block text-xs text-ink-faint">{inboxNames(inbox_ids)}</span>
        </>
      ),
    },
    {
      title: t('expires'),
      cell: (key) =>
        hasExpired(key) ? (
          <Badge tone="danger">{t('expired')}</Badge>
        ) : key.expires_at === null ? (
          t('never')
        ) : (
          momentOf(new Date(key.expires_at))
        ),
    },
    {
      title: t('used'),
      cell: ({ last_used_at: at }) => (at === null ? t('notUsed') : momentOf(new Date(at))),
    },
    {
      title: t('madeBy'),
      cell: ({ created_by_id: by }) => agents.find(({ id }) => id === by)?.name ?? '',
    },
    {
      title: t('actions'),
      bare: true,
      cell: (key) => (
        <RowActions
          edit={{ label: t('rename', { name: key.name }), run: () => onRename(key) }}
          remove={{ label: t('remove', { name: key.name }), run: () => remove(key) }}
        />
      ),
    },
  ];
}

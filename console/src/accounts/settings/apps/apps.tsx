import { useQuery } from '@tanstack/react-query';
import { AppWindow } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Field } from '../../../ui/field.tsx';
import type { Column } from '../../../ui/table.tsx';
import { say } from '../../../ui/toast.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { DialogForm, EditDialog } from '../dialog-form.tsx';
import { Listing, RowActions } from '../listing.tsx';
import { askToRemove } from '../removal.ts';
import { appsQuery, type App } from './app-data.ts';
import { useAppTexts } from './texts.ts';

/** The pages of others that stand beside a conversation. */
export function AppsPage() {
  const t = useAppTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Apps />
    </AdministratorsOnly>
  );
}

function Apps() {
  const t = useAppTexts();
  const account = useAccount();
  const query = useQuery(appsQuery(account));
  const [edited, setEdited] = useState<App | 'new'>();
  const columns = useColumns(setEdited);
  const close = (): void => setEdited(undefined);
  return (
    <Listing
      title={t('title')}
      hint={t('hint')}
      query={query}
      add={{ label: t('add'), run: () => setEdited('new') }}
      empty={{ icon: AppWindow, title: t('empty'), hint: t('emptyHint') }}
      failed={t('failed')}
      columns={columns}
      keyOf={({ id }) => id}
    >
      <EditDialog
        edited={edited}
        onClose={close}
        titleOf={(app) => (app === undefined ? t('add') : t('edit', { name: app.title }))}
      >
        {(app) => <Form account={account} app={app} onClose={close} />}
      </EditDialog>
    </Listing>
  );
}

function useColumns(onEdit: (app: App) => void): Column<App>[] {
  const t = useAppTexts();
  const account = useAccount();
  const remove = ({ id, title: name }: App): void =>
    askToRemove(t, name, async () => {
      await unwrap(
        api(account).DELETE('/dashboard_apps/{dashboard_app_id}', {
          params: { path: { dashboard_app_id: id } },
        }),
      );
      await queries.invalidateQueries(appsQuery(account));
    });
  return [
    { title: t('name'), cell: ({ title }) => <span className="font-medium">{title}</span> },
    {
      title: t('url'),
      cell: ({ content }) => <span className="break-all">{content[0]?.url}</span>,
    },
    {
      title: t('actions'),
      bare: true,
      cell: (app) => (
        <RowActions
          edit={{ label: t('edit', { name: app.title }), run: () => onEdit(app) }}
          remove={{ label: t('remove', { name: app.title }), run: () => remove(app) }}
        />
      ),
    },
  ];
}

interface FormProps {
  account: number;
  app: App | undefined;
  onClose: () => void;
}

function Form({ account, app, onClose }: FormProps) {
  const t = useAppTexts();
  const send = async (form: FormData): Promise<void> => {
    const url = textOf(form, 'url').trim();
    const body = { title: textOf(form, 'title'), content: [{ type: 'frame' as const, url }] };
    await unwrap(
      app === undefined
        ? api(account).POST('/dashboard_apps', { body })
        : api(account).PATCH('/dashboard_apps/{dashboard_app_id}', {
            params: { path: { dashboard_app_id: app.id } },
            body,
          }),
    );
    await queries.invalidateQueries(appsQuery(account));
    say({ title: t('saved') });
  };
  return (
    <DialogForm onClose={onClose} send={send}>
      <Field label={t('name')} name="title" required autoFocus defaultValue={app?.title} />
      <Field
        label={t('url')}
        name="url"
        type="url"
        hint={t('urlHint')}
        placeholder="https://orders.example.com/panel"
        required
        defaultValue={app?.content[0]?.url}
      />
    </DialogForm>
  );
}

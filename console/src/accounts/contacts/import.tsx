import { FileUp } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import { api, unwrap } from '../../api/api.ts';
import { useAction } from '../../api/use-action.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Problem } from '../../ui/field.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Table } from '../../ui/table.tsx';
import { useAccount } from '../account-data.ts';
import { BackLink } from '../back-link.tsx';
import { useImportTexts } from './import-texts.ts';
import { Imports } from './imports.tsx';
import { previewOf, TEMPLATE, type Preview } from './preview.ts';
import { useContactTexts } from './texts.ts';

interface Chosen {
  file: File;
  preview: Preview | undefined;
}

/** Takes contacts from a file: what it is understood as, how far it is, what was refused. */
export function ImportPage() {
  const t = useImportTexts();
  const words = useContactTexts();
  const account = useAccount();
  const [chosen, setChosen] = useState<Chosen>();
  const take = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) setChosen({ file, preview: previewOf(await file.text()) });
  };
  const { run, busy } = useAction(
    async (import_file: File) =>
      unwrap(api(account).POST('/contacts/import', { body: { import_file } })),
    { done: t('started'), changes: [['imports', account]] },
  );
  const start = async (): Promise<void> => {
    if (chosen !== undefined && (await run(chosen.file))) setChosen(undefined);
  };
  const isGood = chosen?.preview?.hasKey === true;
  return (
    <Page
      title={t('title')}
      hint={t('hint')}
      before={<BackLink to="/app/accounts/$accountId/contacts">{words('back')}</BackLink>}
    >
      <Section title={t('file')} actions={<Template />}>
        <Drop onFile={(file) => void take(file)} name={chosen?.file.name} />
        {chosen === undefined ? null : (
          <div className="mt-4 space-y-4">
            {chosen.preview === undefined ? <Problem>{t('notCsv')}</Problem> : null}
            {chosen.preview?.hasKey === false ? <Problem>{t('noKey')}</Problem> : null}
            {chosen.preview === undefined ? null : <Understood preview={chosen.preview} />}
            <Button look="primary" busy={busy} disabled={!isGood} onClick={() => void start()}>
              {t('start')}
            </Button>
          </div>
        )}
      </Section>
      <Imports account={account} />
    </Page>
  );
}

function Template() {
  const t = useImportTexts();
  return (
    <a
      href={`data:text/csv;charset=utf-8,${encodeURIComponent(TEMPLATE)}`}
      download="contacts.csv"
      className={buttonClass('plain')}
    >
      {t('template')}
    </a>
  );
}

interface DropProps {
  name: string | undefined;
  onFile: (file: File | undefined) => void;
}

function Drop({ name, onFile }: DropProps) {
  const t = useImportTexts();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0]);
  };
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={`flex cursor-pointer flex-col items-center gap-2 rounded-card border border-dashed p-6 text-center focus-within:outline-2 focus-within:outline-accent ${isOver ? 'border-accent bg-accent-soft' : 'border-line-strong hover:bg-hover'}`}
    >
      <FileUp aria-hidden="true" className="size-6 text-ink-faint" />
      {name ?? t('drop')}
      <input
        type="file"
        accept=".csv,text/csv"
        className="sr-only"
        onChange={({ target }) => onFile(target.files?.[0])}
      />
    </label>
  );
}

function Understood({ preview }: { preview: Preview }) {
  const t = useImportTexts();
  return (
    <div>
      <p role="status" className="mb-2 text-sm text-ink-faint">
        {t('rows', { count: preview.rows })}
      </p>
      <Table
        label={t('understood')}
        columns={[
          { title: t('column'), cell: ({ name }) => <span className="font-medium">{name}</span> },
          {
            title: t('use'),
            cell: ({ name, isField }) => t(isField ? 'asField' : 'asAttribute', { name }),
          },
          { title: t('example'), cell: ({ example }) => example },
        ]}
        rows={preview.columns}
        keyOf={({ name }) => name}
      />
    </div>
  );
}

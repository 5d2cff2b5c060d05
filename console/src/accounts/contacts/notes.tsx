import { useQuery } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, unwrap } from '../../api/api.ts';
import { useAction } from '../../api/use-action.ts';
import { momentOf } from '../../time/format.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { confirm } from '../../ui/confirm.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Section } from '../../ui/page.tsx';
import { Bar } from '../../ui/states.tsx';
import { queries } from '../../api/queries.ts';
import { notesQuery } from './contact-data.ts';
import { useContactTexts } from './texts.ts';

interface Props {
  account: number;
  contact: number;
}

/** What the team has written about somebody. */
export function Notes({ account, contact }: Props) {
  const t = useContactTexts();
  const { data } = useQuery(notesQuery(account, contact));
  return (
    <Section title={t('notes')} hint={t('noteHint')}>
      <Writing account={account} contact={contact} />
      {data === undefined ? <Bar className="h-12 w-full" /> : null}
      {data?.length === 0 ? <p className="text-sm text-ink-faint">{t('noNotes')}</p> : null}
      <ul className="divide-y divide-line">
        {data?.map(({ id, content, user, created_at }) => (
          <li key={id} className="flex items-start gap-2 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="text-xs text-ink-faint">
                {user?.name} · {momentOf(new Date(created_at * 1000))}
              </p>
              <p className="break-words whitespace-pre-line">{content}</p>
            </div>
            <Removal account={account} contact={contact} note={id} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Writing({ account, contact }: Props) {
  const t = useContactTexts();
  const [text, setText] = useState('');
  const { run, busy } = useAction(
    async () =>
      unwrap(
        api(account).POST('/contacts/{contact_id}/notes', {
          params: { path: { contact_id: contact } },
          body: { content: text },
        }),
      ),
    { changes: [notesQuery(account, contact).queryKey] },
  );
  const send = async (): Promise<void> => {
    if (await run()) setText('');
  };
  return (
    <form
      className="mb-2 space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <TextArea
        label={t('note')}
        rows={2}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit" busy={busy} disabled={text.trim() === ''}>
        {t('addNote')}
      </Button>
    </form>
  );
}

function Removal({ account, contact, note }: Props & { note: number }) {
  const t = useContactTexts();
  const ask = (): void =>
    confirm({
      title: t('removeNoteTitle'),
      yes: t('remove'),
      danger: true,
      act: async () => {
        const path = { contact_id: contact, note_id: note };
        await unwrap(api(account).DELETE('/contacts/{contact_id}/notes/{note_id}', { params: { path } })); // prettier-ignore
        await queries.invalidateQueries(notesQuery(account, contact));
      },
    });
  return (
    <IconButton label={t('removeNote')} onClick={ask}>
      <Trash2 aria-hidden="true" className="size-4" />
    </IconButton>
  );
}

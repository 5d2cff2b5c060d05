import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/api.ts';
import { queries } from '../../api/queries.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { say } from '../../ui/toast.tsx';
import { DialogForm } from '../settings/dialog-form.tsx';
import type { Contact } from './contact-data.ts';
import { useContactTexts } from './texts.ts';

interface Props {
  account: number;
  contact: Contact;
  name: string;
  onClose: () => void;
}

/** Makes one contact of two who are the same. */
export function MergeDialog({ open, ...rest }: Props & { open: boolean }) {
  const t = useContactTexts();
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => next || rest.onClose()}
      title={t('mergeTitle', { name: rest.name })}
    >
      {open ? <Form {...rest} /> : null}
    </Dialog>
  );
}

function Form({ account, contact, name, onClose }: Props) {
  const t = useContactTexts();
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState<Contact>();
  const { data } = useQuery({
    queryKey: ['contacts-sought', account, sought.trim()],
    queryFn: async () =>
      (
        await unwrap(
          api(account).GET('/contacts/search', { params: { query: { q: sought.trim() } } }),
        )
      ).payload,
    enabled: sought.trim() !== '',
  });
  const send = async (): Promise<void> => {
    if (chosen === undefined) return;
    await unwrap(
      api(account).POST('/actions/contact_merge', {
        body: { base_contact_id: contact.id, mergee_contact_id: chosen.id },
      }),
    );
    await queries.invalidateQueries();
    say({ title: t('merged') });
  };
  const others = data?.filter(({ id }) => id !== contact.id).slice(0, 8) ?? [];
  return (
    <DialogForm onClose={onClose} send={send} yes={t('mergeYes')} isReady={chosen !== undefined}>
      <p className="text-sm text-ink-soft">{t('mergeHint', { name })}</p>
      <Field
        label={t('other')}
        type="search"
        autoFocus
        value={sought}
        onChange={({ target }) => {
          setSought(target.value);
          setChosen(undefined);
        }}
      />
      <div role="radiogroup" aria-label={t('other')} className="space-y-1">
        {others.map((each) => (
          <label
            key={each.id}
            className={`flex cursor-pointer items-center gap-3 rounded-md border px-3 py-2 ${chosen?.id === each.id ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover'}`}
          >
            <input
              type="radio"
              name="other"
              checked={chosen?.id === each.id}
              onChange={() => setChosen(each)}
              className="accent-accent"
            />
            <Avatar name={each.name || '?'} picture={each.thumbnail} />
            <span className="min-w-0">
              <span className="block font-medium">{each.name || `#${each.id}`}</span>
              <span className="block truncate text-sm text-ink-soft">
                {[each.email, each.phone_number].filter(Boolean).join(' · ')}
              </span>
            </span>
          </label>
        ))}
      </div>
      {chosen === undefined ? null : (
        <p role="status" className="text-sm">
          {t('mergeChosen', { other: chosen.name || `#${chosen.id}`, name })}
        </p>
      )}
    </DialogForm>
  );
}

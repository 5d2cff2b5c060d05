import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '../../api/api.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, TextArea } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Lines } from '../../ui/states.tsx';
import { textOf } from '../../ui/use-submit.ts';
import { DialogForm } from '../settings/dialog-form.tsx';
import type { Contact } from './contact-data.ts';
import { useContactTexts } from './texts.ts';

interface Props {
  account: number;
  contact: Contact;
  name: string;
  onClose: () => void;
}

/** Begins a conversation with somebody. */
export function WriteDialog({ open, ...rest }: Props & { open: boolean }) {
  const t = useContactTexts();
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => next || rest.onClose()}
      title={t('writeTitle', { name: rest.name })}
    >
      {open ? <Form {...rest} /> : null}
    </Dialog>
  );
}

function Form({ account, contact, onClose }: Props) {
  const t = useContactTexts();
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ['contactable', account, contact.id],
    queryFn: async () =>
      (
        await unwrap(
          api(account).GET('/contacts/{contact_id}/contactable_inboxes', {
            params: { path: { contact_id: contact.id } },
          }),
        )
      ).payload,
    staleTime: 0,
  });
  const [inbox, setInbox] = useState<number>();
  const chosen = data?.find((each) => each.inbox.id === inbox) ?? data?.[0];
  if (data === undefined) return <Lines />;
  if (chosen === undefined) return <p className="p-4 text-ink-soft">{t('cannotWrite')}</p>;
  const isMail = chosen.inbox.channel_type === 'Channel::Email';
  const send = async (form: FormData): Promise<void> => {
    const subject = textOf(form, 'subject').trim();
    const { id } = await unwrap(
      api(account).POST('/conversations', {
        body: {
          inbox_id: chosen.inbox.id,
          contact_id: contact.id,
          source_id: chosen.source_id,
          ...(isMail && subject !== '' ? { additional_attributes: { mail_subject: subject } } : {}),
          message: { content: textOf(form, 'content'), message_type: 'outgoing' },
        },
      }),
    );
    await navigate({
      to: '/app/accounts/$accountId/conversations/$conversationId',
      params: { accountId: account, conversationId: id },
      search: { tab: 'all' },
    });
  };
  return (
    <DialogForm onClose={onClose} send={send} yes={t('send')}>
      <Select
        label={t('inbox')}
        value={chosen.inbox.id}
        onChange={setInbox}
        options={data.map((each) => ({ value: each.inbox.id, label: each.inbox.name }))}
      />
      {isMail ? <Field label={t('subject')} name="subject" /> : null}
      <TextArea label={t('message')} name="content" rows={6} required autoFocus />
    </DialogForm>
  );
}

import { useTranslation } from 'react-i18next';
import { api, unwrap } from '../../../api/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { Field, Problem } from '../../../ui/field.tsx';
import { say } from '../../../ui/toast.tsx';
import { textOf, useSubmit } from '../../../ui/use-submit.ts';
import type { Conversation } from '../conversation-data.ts';
import type { PickerProps } from './pickers.tsx';
import { usePickerTexts } from './texts.ts';

interface Props extends PickerProps {
  account: number;
  conversation: Conversation;
}

/** Sends what was said to an address, the customer's unless another is given. */
export function TranscriptDialog({ open, onClose, ...rest }: Props) {
  const t = usePickerTexts();
  return (
    <Dialog open={open} onOpenChange={(on) => on || onClose()} title={t('transcript')}>
      {open ? <Form {...rest} onClose={onClose} /> : null}
    </Dialog>
  );
}

function Form({ account, conversation, onClose }: Omit<Props, 'open'>) {
  const t = usePickerTexts();
  const { t: shared } = useTranslation();
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    const email = textOf(form, 'email');
    await unwrap(
      api(account).POST('/conversations/{conversation_id}/transcript', {
        params: { path: { conversation_id: conversation.id } },
        body: { email },
      }),
    );
    say({ title: t('sent', { to: email }) });
    onClose();
  });
  return (
    <form onSubmit={onSubmit}>
      <div className="space-y-4 p-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <Field
          label={t('transcriptTo')}
          hint={t('transcriptHint')}
          name="email"
          type="email"
          required
          autoFocus
          defaultValue={conversation.meta.sender.email ?? ''}
        />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{shared('app.cancel')}</Button>
        <Button look="primary" type="submit" busy={busy}>
          {t('send')}
        </Button>
      </DialogFoot>
    </form>
  );
}

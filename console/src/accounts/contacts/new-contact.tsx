import { useNavigate } from '@tanstack/react-router';
import { api, unwrap } from '../../api/api.ts';
import { queries } from '../../api/queries.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { say } from '../../ui/toast.tsx';
import { DialogForm } from '../settings/dialog-form.tsx';
import { ContactFields, contactIn } from './contact-fields.tsx';
import { useContactTexts } from './texts.ts';

interface Props {
  account: number;
  open: boolean;
  onClose: () => void;
}

/** Adds somebody who has not written yet, and leads to their page. */
export function NewContact({ account, open, onClose }: Props) {
  const t = useContactTexts();
  const navigate = useNavigate();
  const send = async (form: FormData): Promise<void> => {
    const { payload } = await unwrap(api(account).POST('/contacts', { body: contactIn(form) }));
    await queries.invalidateQueries({ queryKey: ['contacts', account] });
    say({ title: t('made') });
    await navigate({
      to: '/app/accounts/$accountId/contacts/$contactId',
      params: { accountId: account, contactId: payload.contact.id },
    });
  };
  return (
    <Dialog open={open} onOpenChange={(next) => next || onClose()} title={t('add')}>
      {open ? (
        <DialogForm onClose={onClose} send={send}>
          <ContactFields contact={undefined} />
        </DialogForm>
      ) : null}
    </Dialog>
  );
}

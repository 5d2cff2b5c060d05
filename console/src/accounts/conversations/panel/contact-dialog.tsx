import { queries } from '../../../api/queries.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { say } from '../../../ui/toast.tsx';
import { changeContact } from '../../contacts/contact-data.ts';
import { ContactFields, contactIn } from '../../contacts/contact-fields.tsx';
import { DialogForm } from '../../settings/dialog-form.tsx';
import { keys, type Conversation } from '../conversation-data.ts';
import { usePanelTexts } from './texts.ts';

interface Props {
  account: number;
  conversation: Conversation;
  onClose: () => void;
}

/** Changes who writes in a conversation, beside it. */
export function ContactDialog({ account, conversation, onClose }: Props) {
  const t = usePanelTexts();
  const { sender } = conversation.meta;
  const send = async (form: FormData): Promise<void> => {
    await changeContact(account, sender.id, contactIn(form, sender));
    await queries.invalidateQueries({ queryKey: keys.conversation(account, conversation.id) });
    void queries.invalidateQueries({ queryKey: ['contacts', account] });
    void queries.invalidateQueries({ queryKey: ['contact', account, sender.id] });
    say({ title: t('saved') });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t('editTitle', { name: sender.name })}
    >
      <DialogForm onClose={onClose} send={send}>
        <ContactFields contact={sender} />
      </DialogForm>
    </Dialog>
  );
}

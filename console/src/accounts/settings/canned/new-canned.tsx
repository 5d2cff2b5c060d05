import { EditDialog } from '../dialog-form.tsx';
import { CannedForm } from './canned-form.tsx';
import { useCannedTexts } from './texts.ts';

interface Props {
  account: number;
  /** What it begins with: the text of a message, say. */
  content: string;
  open: boolean;
  onClose: () => void;
}

/** The dialog in which a canned response is made of a text that is there already. */
export function NewCanned({ account, content, open, onClose }: Props) {
  const t = useCannedTexts();
  return (
    <EditDialog edited={open ? 'new' : undefined} onClose={onClose} titleOf={() => t('add')}>
      {() => <CannedForm account={account} begin={content} onClose={onClose} />}
    </EditDialog>
  );
}

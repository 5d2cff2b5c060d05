import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFoot } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/field.tsx';
import { useSubmit } from '../../ui/use-submit.ts';

/** Why a field was refused, by its name in the API. */
type Refused = Record<string, string | undefined>;

interface DialogFormProps {
  onClose: () => void;
  /** Throws when it is refused; the dialog stays then, and says why. So it does when this says why itself. */
  send: (form: FormData) => Promise<string | void>;
  /** On the button that sends it; "Save" unless it is given. */
  yes?: string;
  /** It is not closed when it was sent: something else comes in its place. */
  stays?: boolean;
  /** Whether there is anything to send yet. */
  isReady?: boolean;
  /** The fields of the API that say beside themselves why they were refused. */
  fields?: readonly string[];
  children: ReactNode | ((refused: Refused) => ReactNode);
}

/** The form in a dialog: its fields, why it was refused, and the buttons at its end. */
export function DialogForm({
  onClose,
  send,
  yes,
  stays = false,
  isReady = true,
  fields = [],
  children,
}: DialogFormProps) {
  const { t } = useTranslation();
  const { busy, problem, field, setProblem, onSubmit } = useSubmit(async (form) => {
    const why = await send(form);
    if (why !== undefined) return setProblem(why);
    if (!stays) onClose();
  });
  const isBeside = field !== undefined && fields.includes(field);
  const refused: Refused = isBeside ? { [field]: problem } : {};
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (isBeside) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [isBeside, problem]);
  return (
    <form ref={form} onSubmit={onSubmit} noValidate>
      <div className="space-y-4 p-4">
        {problem === undefined || isBeside ? null : <Problem>{problem}</Problem>}
        {typeof children === 'function' ? children(refused) : children}
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button look="primary" type="submit" busy={busy} disabled={!isReady}>
          {yes ?? t('app.save')}
        </Button>
      </DialogFoot>
    </form>
  );
}

interface EditDialogProps<R> {
  /** What is edited, `new` for one that is being made, undefined while the dialog is closed. */
  edited: R | 'new' | undefined;
  onClose: () => void;
  titleOf: (edited: R | undefined) => string;
  children: (edited: R | undefined) => ReactNode;
}

/** The dialog in which something is made or changed. */
export function EditDialog<R>({ edited, onClose, titleOf, children }: EditDialogProps<R>) {
  const row = edited === 'new' ? undefined : edited;
  return (
    <Dialog
      open={edited !== undefined}
      onOpenChange={(open) => open || onClose()}
      title={titleOf(row)}
    >
      {edited === undefined ? null : children(row)}
    </Dialog>
  );
}

import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonOf } from '../api/api.ts';
import { Button } from './button.tsx';
import type { Question } from './confirm.tsx';
import { Problem } from './field.tsx';

interface Props {
  question: Question | undefined;
  onClose: () => void;
}

/** Asks the question, does it, and says why it could not be done. */
export function ConfirmDialog({ question, onClose }: Props) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const end = (): void => {
    setProblem(undefined);
    onClose();
  };
  const close = (): void => {
    question?.no?.();
    end();
  };
  const act = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await question?.act();
      end();
    } catch (error) {
      setProblem(reasonOf(error) ?? t('app.unexpected'));
    }
    setBusy(false);
  };
  return (
    <AlertDialog.Root open={question !== undefined} onOpenChange={(open) => open || close()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-60 bg-black/35" />
        <AlertDialog.Popup className="fixed top-[20vh] left-1/2 z-60 w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 rounded-card border border-line bg-raised p-5 shadow-float outline-none">
          <AlertDialog.Title className="text-base font-semibold">
            {question?.title}
          </AlertDialog.Title>
          {question?.hint === undefined ? null : (
            <AlertDialog.Description className="mt-1 text-sm text-ink-soft">
              {question.hint}
            </AlertDialog.Description>
          )}
          {problem === undefined ? null : (
            <div className="mt-3">
              <Problem>{problem}</Problem>
            </div>
          )}
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Close render={<Button />}>{t('app.cancel')}</AlertDialog.Close>
            <Button
              look={question?.danger === true ? 'danger' : 'primary'}
              busy={busy}
              onClick={() => void act()}
            >
              {question?.yes}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

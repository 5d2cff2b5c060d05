import { momentOf } from '../../../time/format.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyLine } from '../../../ui/copy.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { useWebhookTexts } from './texts.ts';

export interface Shown {
  secret: string;
  /** Until when the one before signs as well. */
  until: string | null;
}

/** A secret, the one time that it is shown. */
export function SecretDialog({
  shown,
  onClose,
}: {
  shown: Shown | undefined;
  onClose: () => void;
}) {
  const t = useWebhookTexts();
  return (
    <Dialog
      open={shown !== undefined}
      onOpenChange={(open) => open || onClose()}
      title={t('secret')}
    >
      {shown === undefined ? null : (
        <>
          <div className="space-y-3 p-4">
            <p className="text-sm text-ink-soft">{t('secretHint')}</p>
            <CopyLine label={t('secret')} value={shown.secret} />
            {shown.until === null ? null : (
              <p className="text-sm text-ink-soft">
                {t('twoSecrets', { time: momentOf(new Date(shown.until)) })}
              </p>
            )}
          </div>
          <DialogFoot>
            <Button look="primary" onClick={onClose}>
              {t('kept')}
            </Button>
          </DialogFoot>
        </>
      )}
    </Dialog>
  );
}

import { Button } from '../../../ui/button.tsx';
import { CopyLine } from '../../../ui/copy.tsx';
import { DialogFoot } from '../../../ui/dialog.tsx';
import { useSecurityTexts } from './texts.ts';

/** The codes that let somebody in without their phone, the one time that they are shown. */
export function BackupCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const t = useSecurityTexts();
  const save = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }));
    link.download = 'confab-backup-codes.txt';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <>
      <div className="space-y-3 p-4">
        <p className="text-sm text-ink-soft">{t('codesHint')}</p>
        <CopyLine label={t('codes')} value={codes.join(' ')} />
      </div>
      <DialogFoot>
        <Button onClick={save}>{t('download')}</Button>
        <Button look="primary" onClick={onClose}>
          {t('kept')}
        </Button>
      </DialogFoot>
    </>
  );
}

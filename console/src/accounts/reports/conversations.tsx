import { Download } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { useAccount } from '../account-data.ts';
import { Numbers } from './numbers.tsx';
import { useDownload } from './use-download.ts';
import { useReportTexts } from './texts.ts';

/** Everything about the conversations of the account. */
export function ConversationsReport() {
  const t = useReportTexts();
  const account = useAccount();
  const { busy, save } = useDownload('conversations_summary');
  return (
    <>
      <Numbers about={{ account, type: 'account' }} />
      <div className="mt-4 flex justify-end">
        <Button busy={busy} onClick={save}>
          <Download aria-hidden="true" className="size-4" />
          {t('download')}
        </Button>
      </div>
    </>
  );
}

import type { Shape } from '@confab/client';
import { useQuery } from '@tanstack/react-query';
import { Bot as Icon, Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { CopyLine } from '../../../ui/copy.tsx';
import { Dialog, DialogFoot } from '../../../ui/dialog.tsx';
import { Page } from '../../../ui/page.tsx';
import { Empty, Failed, Lines } from '../../../ui/states.tsx';
import { botsQuery, useAccount } from '../../account-data.ts';
import { AdministratorsOnly } from '../administrators-only.tsx';
import { BotForm } from './bot-form.tsx';
import { BotTable } from './bot-table.tsx';
import { useBotTexts } from './texts.ts';

export type Bot = Shape<'AgentBot'>;

/** The programs that take part in conversations. */
export function BotsPage() {
  const t = useBotTexts();
  return (
    <AdministratorsOnly title={t('title')}>
      <Bots />
    </AdministratorsOnly>
  );
}

function Bots() {
  const t = useBotTexts();
  const account = useAccount();
  const { data, error, refetch } = useQuery({ ...botsQuery(account), staleTime: 0 });
  const [edited, setEdited] = useState<Bot | 'new'>();
  const [token, setToken] = useState<string>();
  const add = (
    <Button look="primary" onClick={() => setEdited('new')}>
      <Plus aria-hidden="true" className="size-4" />
      {t('add')}
    </Button>
  );
  return (
    <Page wide title={t('title')} hint={t('hint')} actions={data?.length === 0 ? undefined : add}>
      {error === null || data !== undefined ? null : (
        <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null ? <Lines /> : null}
      {data?.length === 0 ? (
        <Empty
          icon={<Icon aria-hidden="true" className="size-7" />}
          title={t('empty')}
          hint={t('emptyHint')}
        >
          <div className="mt-2">{add}</div>
        </Empty>
      ) : null}
      {data === undefined || data.length === 0 ? null : (
        <BotTable account={account} bots={data} onEdit={setEdited} onToken={setToken} />
      )}
      <BotForm
        account={account}
        edited={edited}
        onClose={() => setEdited(undefined)}
        onToken={setToken}
      />
      <TokenDialog token={token} onClose={() => setToken(undefined)} />
    </Page>
  );
}

/** The token of a bot, when it was just made. */
function TokenDialog({ token, onClose }: { token: string | undefined; onClose: () => void }) {
  const t = useBotTexts();
  return (
    <Dialog
      open={token !== undefined}
      onOpenChange={(open) => open || onClose()}
      title={t('tokenTitle')}
    >
      {token === undefined ? null : (
        <>
          <div className="space-y-3 p-4">
            <p className="text-sm text-ink-soft">{t('tokenHint')}</p>
            <CopyLine label={t('tokenTitle')} value={token} />
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

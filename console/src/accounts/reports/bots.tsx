import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Bar, Failed } from '../../ui/states.tsx';
import { useAccount } from '../account-data.ts';
import { Controls, useReport } from './controls.tsx';
import { BehindNumber, type Behind } from './drilldown.tsx';
import { Figure } from './figure.tsx';
import { botQuery } from './report-data.ts';
import { useReportTexts } from './texts.ts';

const behinds = ['bot_resolutions_count', 'bot_handoffs_count'] as const;

/** What bots have taken off people's hands. */
export function BotsReport() {
  const t = useReportTexts();
  const account = useAccount();
  const { span } = useReport();
  const [behind, setBehind] = useState<Behind>();
  const { data, error, refetch } = useQuery(botQuery(account, span));
  if (error !== null && data === undefined) {
    return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
  }
  const figure = (value: string | number | undefined) => value ?? <Bar className="h-7 w-14" />;
  return (
    <>
      <Controls />
      <div className="mb-6 grid grid-cols-2 gap-3 sm:grid-cols-4">
        <Figure name={t('bots.conversations')} value={figure(data?.conversation_count)} />
        <Figure name={t('bots.messages')} value={figure(data?.message_count)} />
        <Figure name={t('bots.resolved')} value={figure(data && `${data.resolution_rate} %`)} />
        <Figure name={t('bots.handed')} value={figure(data && `${data.handoff_rate} %`)} />
      </div>
      <div className="flex flex-wrap gap-2">
        {behinds.map((metric) => (
          <Button
            key={metric}
            onClick={() => setBehind({ metric, group_by: 'day', bucket: undefined })}
          >
            {t(`metrics.${metric}`)}: {t('list')}
          </Button>
        ))}
      </div>
      <BehindNumber
        question={{ account, type: 'account', business: false, ...span }}
        behind={behind}
        onClose={() => setBehind(undefined)}
      />
    </>
  );
}

import { useState } from 'react';
import { say } from '../../ui/toast.tsx';
import { useAccount } from '../account-data.ts';
import { useReport } from './controls.tsx';
import { download } from './download.ts';
import { timezone } from './span.ts';
import { useReportTexts } from './texts.ts';

/** Saves a report of the time that is chosen as CSV, under its own name. */
export function useDownload(
  report: 'agents' | 'inboxes' | 'teams' | 'labels' | 'conversations_summary' | 'ratings',
) {
  const t = useReportTexts();
  const account = useAccount();
  const { search, span } = useReport();
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    const query = new URLSearchParams({
      since: String(span.since),
      until: String(span.until),
      business_hours: String(search.business === true),
      timezone: timezone(),
    });
    const path =
      report === 'ratings'
        ? `/api/v1/accounts/${account}/csat_survey_responses/download`
        : `/api/v2/accounts/${account}/reports/${report}`;
    setBusy(true);
    try {
      await download(`${path}?${query}`, `${report}.csv`);
    } catch {
      say({ title: t('downloadFailed'), kind: 'error' });
    }
    setBusy(false);
  };
  return { busy, save: () => void save() };
}

import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { Bar, Failed } from '../../ui/states.tsx';
import { seriesQuery } from './report-data.ts';
import { spanOf } from './span.ts';
import { useReportTexts } from './texts.ts';

const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** A week by days and hours: the darker, the more conversations began then. */
export function Traffic({ account }: { account: number }) {
  const t = useReportTexts();
  const question = {
    account,
    type: 'account' as const,
    business: false,
    ...spanOf({ range: '7d' }),
  };
  const { data, error, refetch } = useQuery(seriesQuery(question, 'conversations_count', 'hour'));
  if (error !== null && data === undefined) {
    return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Bar className="h-52 w-full" />;
  const days = new Map<string, number[]>();
  for (const { timestamp, value } of data) {
    const date = new Date(timestamp * 1000);
    const key = date.toDateString();
    const line = days.get(key) ?? Array.from<number>({ length: 24 }).fill(0);
    line[date.getHours()] = (line[date.getHours()] ?? 0) + value;
    days.set(key, line);
  }
  const most = Math.max(1, ...[...days.values()].flat());
  const dayName = new Intl.DateTimeFormat(i18next.language, { weekday: 'short', day: 'numeric' });
  const hourName = new Intl.DateTimeFormat(i18next.language, { hour: 'numeric' });
  const nameOf = (hour: number): string => hourName.format(new Date(2026, 0, 1, hour));
  return (
    <div
      className="overflow-x-auto"
      tabIndex={0}
      role="region"
      aria-label={`${t('tabs.overview')}: ${t('live.traffic')}`}
    >
      <table className="w-full min-w-160 table-fixed border-separate border-spacing-0.5 text-2xs">
        <thead>
          <tr className="text-ink-faint">
            <th scope="col" className="w-16 text-left font-normal">
              <span className="sr-only">{t('live.day')}</span>
            </th>
            {hours.map((hour) => (
              <th key={hour} scope="col" className="font-normal">
                <span className={hour % 3 === 0 ? '' : 'sr-only'}>{nameOf(hour)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...days].map(([day, line]) => (
            <tr key={day}>
              <th scope="row" className="text-left font-normal whitespace-nowrap text-ink-soft">
                {dayName.format(new Date(day))}
              </th>
              {line.map((count, hour) => (
                <td
                  key={hour}
                  title={t('live.cell', {
                    day: dayName.format(new Date(day)),
                    hour: nameOf(hour),
                    count,
                  })}
                  className="h-6 rounded-sm bg-sunken p-0"
                >
                  <span
                    className="block size-full rounded-sm bg-accent"
                    style={{ opacity: count === 0 ? 0 : 0.2 + 0.8 * (count / most) }}
                  />
                  <span className="sr-only">{count}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

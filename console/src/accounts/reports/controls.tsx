import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/toggle.tsx';
import { groupingOf, groupingsFor, ranges, spanOf, type Range, type ReportSearch } from './span.ts';
import { useReportTexts } from './texts.ts';

const FROM = '/app/accounts/$accountId/reports' as const;

/** The page that is open, with other numbers; the router cannot know which that is. */
export const here = (change: ReportSearch) => ({
  to: '.' as const,
  search: ((before: ReportSearch) => ({ ...before, ...change })) as never,
});

/** What the address says about the report, and a way to change it. */
export function useReport() {
  const search = useSearch({ from: FROM });
  const navigate = useNavigate();
  const show = (change: ReportSearch): void => void navigate({ ...here(change), replace: true });
  return { search, span: spanOf(search), show };
}

interface ControlsProps {
  /** The numbers are cut into pieces of time. */
  grouped?: boolean;
  /** There are times among the numbers. */
  timed?: boolean;
  children?: ReactNode;
}

/** Which time a report is about, and how it is measured. */
export function Controls({ grouped = false, timed = false, children }: ControlsProps) {
  const t = useReportTexts();
  const { search, span, show } = useReport();
  const isCustom = search.from !== undefined;
  const choose = (range: Range | 'custom'): void => {
    if (range === 'custom')
      show({ range: undefined, from: dayOf(span.since), to: dayOf(span.until - 1) });
    else show({ range, from: undefined, to: undefined, group: undefined });
  };
  return (
    <div className="mb-6 flex flex-wrap items-end gap-3">
      <div className="w-44">
        <Select
          label={t('range')}
          options={[...ranges, 'custom' as const].map((value) => ({
            value,
            label: t(`ranges.${value}`),
          }))}
          value={isCustom ? 'custom' : (search.range ?? '7d')}
          onChange={choose}
        />
      </div>
      {isCustom ? (
        <>
          <Field
            label={t('from')}
            type="date"
            value={search.from}
            max={search.to}
            onChange={({ target }) => target.value && show({ from: target.value })}
          />
          <Field
            label={t('to')}
            type="date"
            value={search.to}
            min={search.from}
            onChange={({ target }) => target.value && show({ to: target.value })}
          />
        </>
      ) : null}
      {grouped ? (
        <div className="w-32">
          <Select
            label={t('group')}
            options={groupingsFor(span).map((value) => ({ value, label: t(`groups.${value}`) }))}
            value={groupingOf(search, span)}
            onChange={(group) => show({ group })}
          />
        </div>
      ) : null}
      {timed ? (
        <div className="flex h-9 items-center">
          <Switch
            label={t('business')}
            checked={search.business === true}
            onChange={(on) => show({ business: on ? true : undefined })}
          />
        </div>
      ) : null}
      {children}
    </div>
  );
}

function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inputClass, TextArea } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { changeInbox, type Inbox, type PartProps } from './inbox-data.ts';
import { PartForm } from './part-form.tsx';
import { useInboxTexts } from './texts.ts';

type Day = Inbox['working_hours'][number];
type Kind = 'closed' | 'allDay' | 'hours';

const kindOf = ({ closed_all_day: closed, open_all_day: open }: Day): Kind =>
  closed ? 'closed' : open ? 'allDay' : 'hours';

const two = (value: number | null): string => String(value ?? 0).padStart(2, '0');

/** A day of another kind; a day that opens has the usual hours at first. */
function changed(day: Day, kind: Kind): Day {
  const hours = day.open_hour === null ? { open_hour: 9, open_minutes: 0, close_hour: 17, close_minutes: 0 } : {}; // prettier-ignore
  return {
    ...day,
    ...(kind === 'hours' ? hours : {}),
    closed_all_day: kind === 'closed',
    open_all_day: kind === 'allDay',
  };
}

/** A Sunday, from which the days of the week are counted. */
const SUNDAY = Date.UTC(2024, 0, 7);
const DAY = 24 * 60 * 60 * 1000;

const zones = Intl.supportedValuesOf('timeZone');

/** When somebody answers, and what is said when nobody does. */
export function HoursPart({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const { i18n } = useTranslation();
  const [on, setOn] = useState(inbox.working_hours_enabled);
  const [zone, setZone] = useState(inbox.timezone);
  const [days, setDays] = useState(inbox.working_hours);
  const nameOf = new Intl.DateTimeFormat(i18n.language, { weekday: 'long', timeZone: 'UTC' });
  const send = async (form: FormData): Promise<void> =>
    changeInbox(account, inbox.id, {
      working_hours_enabled: on,
      ...(on
        ? {
            timezone: zone,
            working_hours: days.map((day) => ({ ...day })),
            out_of_office_message: textOf(form, 'message'),
          }
        : {}),
    });
  // Weeks begin on Monday where most people work.
  const week = [...days.slice(1), ...days.slice(0, 1)];
  return (
    <PartForm send={send}>
      <Switch label={t('hours')} hint={t('hoursHint')} checked={on} onChange={setOn} />
      {on ? (
        <>
          <Select
            label={t('zone')}
            value={zone}
            onChange={setZone}
            options={[...new Set(['UTC', zone, ...zones])].map((value) => ({
              value,
              label: value.replaceAll('_', ' '),
            }))}
          />
          {week.map((day) => (
            <DayRow
              key={day.day_of_week}
              name={nameOf.format(SUNDAY + day.day_of_week * DAY)}
              day={day}
              onChange={(next) =>
                setDays(days.map((each) => (each.day_of_week === next.day_of_week ? next : each)))
              }
            />
          ))}
          <TextArea
            label={t('outOfOffice')}
            name="message"
            hint={t('outOfOfficeHint')}
            rows={3}
            defaultValue={inbox.out_of_office_message ?? ''}
          />
        </>
      ) : null}
    </PartForm>
  );
}

interface DayRowProps {
  name: string;
  day: Day;
  onChange: (day: Day) => void;
}

function DayRow({ name, day, onChange }: DayRowProps) {
  const t = useInboxTexts();
  const time = (label: string, hour: number | null, minutes: number | null, take: (hour: number, minutes: number) => Partial<Day>) => (
    <input
      type="time"
      aria-label={label}
      className={`${inputClass} w-28`}
      value={`${two(hour)}:${two(minutes)}`}
      onChange={({ target }) => {
        const [hours, rest] = target.value.split(':').map(Number);
        if (hours !== undefined && rest !== undefined) onChange({ ...day, ...take(hours, rest) });
      }}
    />
  ); // prettier-ignore
  return (
    <div role="group" aria-label={name} className="flex flex-wrap items-center gap-2">
      <span className="w-28 text-sm first-letter:uppercase">{name}</span>
      <span className="w-40">
        <Select
          bare
          label={name}
          value={kindOf(day)}
          onChange={(kind) => onChange(changed(day, kind))}
          options={(['hours', 'allDay', 'closed'] as const).map((value) => ({
            value,
            label: t(`days.${value}`),
          }))}
        />
      </span>
      {kindOf(day) === 'hours' ? (
        <>
          {time(t('opens', { day: name }), day.open_hour, day.open_minutes, (open_hour, open_minutes) => ({ open_hour, open_minutes }))}
          <span aria-hidden="true">–</span>
          {time(t('closes', { day: name }), day.close_hour, day.close_minutes, (close_hour, close_minutes) => ({ close_hour, close_minutes }))}
        </>
      ) : null}
    </div>
  ); // prettier-ignore
}

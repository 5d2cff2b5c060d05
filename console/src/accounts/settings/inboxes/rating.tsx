import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { TextArea } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Several } from '../../../ui/several.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { labelsQuery } from '../../account-data.ts';
import { changeInbox, type PartProps } from './inbox-data.ts';
import { PartForm } from './part-form.tsx';
import { useInboxTexts } from './texts.ts';

/** The survey as the API keeps it. */
interface Survey {
  display_type?: 'emoji' | 'star';
  message?: string;
  survey_rules?: { operator?: 'contains' | 'does_not_contain'; values?: string[] };
}

/** Whether customers are asked how it was, and where. */
export function RatingPart({ account, inbox }: PartProps) {
  const t = useInboxTexts();
  const kept = inbox.csat_config as Survey;
  const labels = useQuery(labelsQuery(account)).data ?? [];
  const [on, setOn] = useState(inbox.csat_survey_enabled);
  const [look, setLook] = useState(kept.display_type ?? 'emoji');
  const [operator, setOperator] = useState(kept.survey_rules?.operator ?? 'contains');
  const [values, setValues] = useState(kept.survey_rules?.values ?? []);
  const send = async (form: FormData): Promise<void> =>
    changeInbox(account, inbox.id, {
      csat_survey_enabled: on,
      ...(on
        ? {
            csat_config: {
              ...kept,
              display_type: look,
              message: textOf(form, 'message'),
              survey_rules: { operator, values },
            },
          }
        : {}),
    });
  return (
    <PartForm send={send}>
      <Switch label={t('survey')} hint={t('surveyHint')} checked={on} onChange={setOn} />
      {on ? (
        <>
          <Select
            label={t('surveyLook')}
            value={look}
            onChange={setLook}
            options={(['emoji', 'star'] as const).map((value) => ({
              value,
              label: t(`looks.${value}`),
            }))}
          />
          <TextArea
            label={t('surveyMessage')}
            name="message"
            rows={2}
            defaultValue={kept.message ?? ''}
          />
          <Select
            label={t('surveyWhen')}
            value={operator}
            onChange={setOperator}
            options={(['contains', 'does_not_contain'] as const).map((value) => ({
              value,
              label: t(`when.${value}`),
            }))}
          />
          <Several
            label={t('surveyLabels')}
            hint={t('surveyLabelsHint')}
            placeholder={t('anyLabel')}
            options={labels.map(({ title }) => ({ value: title, label: title }))}
            values={values}
            onChange={setValues}
          />
        </>
      ) : null}
    </PartForm>
  );
}

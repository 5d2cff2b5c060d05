import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/button.tsx';
import { Field, Problem, TextArea } from '../../../ui/field.tsx';
import { Section } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { say } from '../../../ui/toast.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { useSubmit } from '../../../ui/use-submit.ts';
import { labelsQuery } from '../../account-data.ts';
import {
  saveAccount,
  unitOf,
  units,
  type FormProps,
  type Kept,
  type Unit,
} from './account-data.ts';
import { useAccountTexts } from './texts.ts';

/** Before anybody has said otherwise: a week. */
const USUAL = 7 * units.days;

/** Whether and when conversations are resolved in which nothing happens. */
export function AutoResolve({ account, onTouch, onSaved }: FormProps) {
  const t = useAccountTexts();
  const { t: shared } = useTranslation();
  const kept = account.settings as Kept;
  const [draft, setDraft] = useState(() => draftOf(kept));
  const change = (part: Partial<Draft>): void => {
    onTouch();
    setDraft({ ...draft, ...part });
  };
  const { busy, problem, field, onSubmit } = useSubmit(async () => {
    await saveAccount(account.id, {
      auto_resolve_after: draft.on ? draft.amount * units[draft.unit] : null,
      auto_resolve_message: draft.message.trim() || null,
      auto_resolve_ignore_waiting: !draft.waiting,
      auto_resolve_label: draft.label || null,
    });
    onSaved();
    say({ title: t('saved') });
  });
  const late = draft.on && field === 'auto_resolve_after' ? problem : undefined;
  return (
    <Section title={t('resolve')} hint={t('resolveHint')}>
      <form onSubmit={onSubmit} noValidate className="max-w-xl space-y-4">
        {problem === undefined || late !== undefined ? null : <Problem>{problem}</Problem>}
        <Switch label={t('on')} checked={draft.on} onChange={(on) => change({ on })} />
        {draft.on ? (
          <Details draft={draft} account={account.id} problem={late} onChange={change} />
        ) : null}
        <Button look="primary" type="submit" busy={busy}>
          {shared('app.save')}
        </Button>
      </form>
    </Section>
  );
}

interface Draft {
  on: boolean;
  amount: number;
  unit: Unit;
  message: string;
  /** Also those in which the customer waits. */
  waiting: boolean;
  label: string;
}

function draftOf(kept: Kept): Draft {
  const minutes = kept.auto_resolve_after ?? USUAL;
  const unit = unitOf(minutes);
  return {
    on: kept.auto_resolve_after != null,
    amount: minutes / units[unit],
    unit,
    message: kept.auto_resolve_message ?? '',
    waiting: kept.auto_resolve_ignore_waiting !== true,
    label: kept.auto_resolve_label ?? '',
  };
}

interface DetailsProps {
  account: number;
  draft: Draft;
  /** Why so long is too short or too long. */
  problem: string | undefined;
  onChange: (part: Partial<Draft>) => void;
}

function Details({ account, draft, problem, onChange }: DetailsProps) {
  const t = useAccountTexts();
  const labels = useQuery(labelsQuery(account)).data ?? [];
  return (
    <>
      <div className="flex items-start gap-2">
        <div className="flex-1">
          <Field
            label={t('after')}
            type="number"
            min={1}
            value={draft.amount}
            onChange={({ target }) => onChange({ amount: Math.max(1, Number(target.value)) })}
            problem={problem}
          />
        </div>
        <div className="w-36">
          <Select
            label={t('unit')}
            value={draft.unit}
            onChange={(unit) => onChange({ unit })}
            options={(Object.keys(units) as Unit[]).map((value) => ({
              value,
              label: t(`units.${value}`),
            }))}
          />
        </div>
      </div>
      <Switch
        label={t('waiting')}
        checked={draft.waiting}
        onChange={(waiting) => onChange({ waiting })}
      />
      <TextArea
        label={t('message')}
        hint={t('messageHint')}
        rows={3}
        value={draft.message}
        onChange={({ target }) => onChange({ message: target.value })}
      />
      <Select
        label={t('label')}
        value={draft.label}
        onChange={(label) => onChange({ label })}
        options={[
          { value: '', label: t('noLabel') },
          ...labels.map(({ title }) => ({ value: title, label: title })),
        ]}
      />
    </>
  );
}

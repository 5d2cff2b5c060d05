import { Field, Problem } from '../../../ui/field.tsx';
import { Section } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/toggle.tsx';
import { RULE_EVENTS, type RuleEvent } from './condition-language.ts';
import type { DraftRule } from './draft.ts';
import { useAutomationTexts } from './texts.ts';

interface Props {
  draft: DraftRule;
  /** Why it could not be looked at the last time. */
  problem: string | null;
  judged: boolean;
  onChange: (part: Partial<DraftRule>) => void;
}

/** What the rule is called, whether it acts, and when it is looked at. */
export function RuleFacts({ draft, problem, judged, onChange }: Props) {
  const t = useAutomationTexts();
  const isNameless = judged && draft.name.trim() === '';
  const isOdd = !RULE_EVENTS.includes(draft.event_name as RuleEvent);
  return (
    <Section title={t('when')}>
      <div className="space-y-4">
        {problem === null ? null : (
          <Problem>{t(draft.active ? 'failingBecause' : 'pausedBecause', { problem })}</Problem>
        )}
        <Field
          label={t('name')}
          value={draft.name}
          required
          problem={isNameless ? t('nameless') : undefined}
          onChange={({ target }) => onChange({ name: target.value })}
        />
        <Field
          label={t('description')}
          value={draft.description}
          onChange={({ target }) => onChange({ description: target.value })}
        />
        <Select
          label={t('event')}
          options={[
            ...RULE_EVENTS.map((value) => ({
              value: value as string,
              label: t(`events.${value}`),
            })),
            ...(isOdd ? [{ value: draft.event_name, label: draft.event_name }] : []),
          ]}
          value={draft.event_name}
          onChange={(event_name) => onChange({ event_name })}
        />
        <Switch
          label={t('isActive')}
          hint={t('isActiveHint')}
          checked={draft.active}
          onChange={(active) => onChange({ active })}
        />
      </div>
    </Section>
  );
}

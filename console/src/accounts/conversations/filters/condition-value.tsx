import { inputClass } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Several } from '../../../ui/several.tsx';
import { Words } from '../../../ui/words.tsx';
import { controlOf, type Attribute, type Condition } from './language.ts';
import { useFilterTexts } from './texts.ts';

interface Props {
  /** What the value is of, for who cannot see it. */
  label: string;
  attribute: Attribute | undefined;
  condition: Condition;
  onChange: (values: string[]) => void;
  /** The element that says what is wrong with it. */
  describedBy: string | undefined;
}

const inputs = { text: 'text', number: 'number', date: 'date', days: 'number' } as const;

/** With what a condition compares: the control that fits what it asks about. */
export function ConditionValue({ label, attribute, condition, onChange, describedBy }: Props) {
  const t = useFilterTexts();
  const { operator, values } = condition;
  const control = controlOf(operator, attribute);
  const choices = attribute?.choices ?? [];
  const [first] = values;
  switch (control) {
    case 'nothing':
      return null;
    case 'choices':
      return (
        <Several
          bare
          label={label}
          options={choices}
          values={values}
          onChange={onChange}
          placeholder={t('choose')}
        />
      );
    case 'choice':
      return (
        <Select
          bare
          label={label}
          options={choices}
          value={first ?? null}
          onChange={(value) => onChange([value])}
          placeholder={t('choose')}
        />
      );
    case 'texts':
      return (
        <Words bare label={label} values={values} onChange={onChange} placeholder={t('write')} />
      );
    case 'text':
    case 'number':
    case 'date':
    case 'days':
      return (
        <span className="flex items-center gap-2">
          <input
            aria-label={label}
            aria-invalid={describedBy === undefined ? undefined : true}
            aria-describedby={describedBy}
            type={inputs[control]}
            step={control === 'days' ? 1 : 'any'}
            min={control === 'days' ? 0 : undefined}
            value={first ?? ''}
            onChange={({ target }) => onChange(target.value === '' ? [] : [target.value])}
            className={inputClass}
          />
          {control === 'days' ? <span className="shrink-0 text-sm">{t('days')}</span> : null}
        </span>
      );
  }
}

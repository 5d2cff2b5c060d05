import { X } from 'lucide-react';
import { Fragment } from 'react';
import { dayName } from './day.ts';
import { useOperatorName } from './condition-row.tsx';
import { controlOf, without, type Attribute, type Condition, type Filter } from './language.ts';
import { useFilterTexts } from './texts.ts';

interface Props {
  attributes: readonly Attribute[];
  filter: Filter;
  onChange: (filter: Filter) => void;
  /** Somebody wants to change what a chip says. */
  onEdit: () => void;
}

/** What a filter asks for, in words; each condition can be taken out. */
export function Chips({ attributes, filter, onChange, onEdit }: Props) {
  const t = useFilterTexts();
  const wordsOf = useWords(attributes);
  return (
    <ul aria-label={t('active')} className="flex max-h-28 flex-wrap gap-1 overflow-y-auto">
      {filter.map((group, at) => (
        <Fragment key={at}>
          {at === 0 ? null : (
            <li className="flex items-center px-1 text-xs font-medium text-ink-faint">{t('or')}</li>
          )}
          {group.map((condition, index) => {
            const words = wordsOf(condition);
            return (
              <li
                key={index}
                className="flex max-w-full items-center rounded-md bg-accent-soft text-xs text-ink"
              >
                <button
                  type="button"
                  onClick={onEdit}
                  title={words}
                  className="min-h-6 min-w-0 truncate rounded-md pl-2"
                >
                  {words}
                </button>
                <button
                  type="button"
                  aria-label={t('removeChip', { what: words })}
                  onClick={() => onChange(without(filter, condition))}
                  className="flex size-6 shrink-0 items-center justify-center rounded-md text-ink-soft hover:bg-hover"
                >
                  <X aria-hidden="true" className="size-3.5" />
                </button>
              </li>
            );
          })}
        </Fragment>
      ))}
    </ul>
  );
}

/** A condition as people say it. */
function useWords(attributes: readonly Attribute[]): (condition: Condition) => string {
  const t = useFilterTexts();
  const operatorName = useOperatorName();
  return ({ key, operator, values }) => {
    const attribute = attributes.find((each) => each.key === key);
    const control = controlOf(operator, attribute);
    const said = values.map((value) => {
      if (control === 'date') return dayName(value);
      return attribute?.choices?.find((choice) => choice.value === value)?.label ?? value;
    });
    const end = control === 'days' ? ` ${t('days')}` : '';
    return `${attribute?.label ?? key} ${operatorName(operator, attribute)} ${said.join(', ')}${end}`.trim();
  };
}

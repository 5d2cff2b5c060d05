import { X } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { ConditionValue } from './condition-value.tsx';
import {
  conditionOn,
  controlOf,
  operators,
  withOperator,
  type Attribute,
  type Condition,
  type Operator,
} from './language.ts';
import { useFilterTexts } from './texts.ts';

interface Props {
  /** By what can be asked. A condition on something else stays as it is. */
  attributes: readonly Attribute[];
  condition: Condition;
  /** Which one it is, from 1, for who cannot see it. */
  place: number;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
  /** What is wrong with it. */
  problem?: string | undefined;
}

/** One condition: what is asked about, how, and with what it compares. */
export function ConditionRow({ attributes, condition, place, onChange, onRemove, problem }: Props) {
  const t = useFilterTexts();
  const wrong = useId();
  const operatorName = useOperatorName();
  const attribute = attributes.find(({ key }) => key === condition.key);
  const about = t('condition', { place });
  const options = [
    ...attributes.map(({ key, label, group }) => ({ value: key, label, group })),
    ...(attribute === undefined ? [{ value: condition.key, label: condition.key }] : []),
  ];
  const possible = attribute?.operators ?? operators;
  const offered = possible.includes(condition.operator)
    ? possible
    : [...possible, condition.operator];
  const choose = (key: string): void => {
    const chosen = attributes.find((each) => each.key === key);
    if (chosen !== undefined && key !== condition.key) onChange(conditionOn(chosen));
  };
  return (
    <div role="group" aria-label={about} className="flex items-start gap-1">
      <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-[12rem_10rem_1fr]">
        <Select
          bare
          label={`${about}: ${t('attribute')}`}
          options={options}
          value={condition.key}
          onChange={choose}
        />
        <Select
          bare
          label={`${about}: ${t('operator')}`}
          options={offered.map((value) => ({ value, label: operatorName(value, attribute) }))}
          value={condition.operator}
          onChange={(operator) => onChange(withOperator(condition, operator, attribute))}
        />
        {/* What is being written belongs to this control alone. */}
        <div
          key={`${condition.key}/${controlOf(condition.operator, attribute)}`}
          className="min-w-0"
        >
          <ConditionValue
            label={`${about}: ${t('value')}`}
            attribute={attribute}
            condition={condition}
            onChange={(values) => onChange({ ...condition, values })}
            describedBy={problem === undefined ? undefined : wrong}
          />
        </div>
        {problem === undefined ? null : (
          <p id={wrong} role="alert" className="text-xs text-danger sm:col-span-3">
            {problem}
          </p>
        )}
      </div>
      <IconButton label={t('remove', { place })} onClick={onRemove}>
        <X aria-hidden="true" className="size-4" />
      </IconButton>
    </div>
  );
}

/** How an operator is called of something: a day is not "more" than another but after it. */
export function useOperatorName(): (
  operator: Operator,
  attribute: Attribute | undefined,
) => string {
  const t = useFilterTexts();
  return (operator, attribute) => {
    if (attribute?.kind === 'date' && operator === 'is_greater_than') return t('after');
    if (attribute?.kind === 'date' && operator === 'is_less_than') return t('before');
    return t(`operators.${operator}`);
  };
}

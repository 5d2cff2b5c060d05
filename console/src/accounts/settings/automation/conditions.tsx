import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import {
  changeKindOf,
  definitionOf,
  draftCondition,
  isCompleteCondition,
  isStandard,
  operatorsOf,
  standard,
  valueKindOf,
  type Definition,
  type DraftCondition,
  type StandardKey,
} from './condition-language.ts';
import { ConditionValues } from './condition-values.tsx';
import { useAutomationTexts } from './texts.ts';

interface Props {
  account: number;
  event: string;
  definitions: readonly Definition[];
  conditions: readonly DraftCondition[];
  onChange: (conditions: DraftCondition[]) => void;
  /** Says where something is missing. */
  judged: boolean;
}

/** What must hold, joined from one to the next: AND binds tighter than OR. */
export function Conditions({ conditions, onChange, ...rest }: Props) {
  const t = useAutomationTexts();
  const change = (next: DraftCondition): void =>
    onChange(conditions.map((each) => (each.key === next.key ? next : each)));
  return (
    <div className="space-y-2">
      {conditions.length === 0 ? (
        <p className="text-sm text-ink-faint">{t('noConditions')}</p>
      ) : null}
      {conditions.map((condition, index) => (
        <div key={condition.key} className="space-y-2">
          <Row
            {...rest}
            place={index + 1}
            condition={condition}
            onChange={change}
            onRemove={() => onChange(conditions.filter(({ key }) => key !== condition.key))}
          />
          {index === conditions.length - 1 ? null : (
            <div className="w-28">
              <Select
                bare
                label={t('joiner', { place: index + 1, next: index + 2 })}
                options={(['and', 'or'] as const).map((value) => ({ value, label: t(value) }))}
                value={condition.joiner}
                onChange={(joiner) => change({ ...condition, joiner })}
              />
            </div>
          )}
        </div>
      ))}
      <Button
        onClick={() =>
          onChange([
            ...conditions,
            draftCondition(rest.event === 'message_created' ? 'content' : 'status', undefined),
          ])
        }
      >
        <Plus aria-hidden="true" className="size-4" />
        {t('addCondition')}
      </Button>
    </div>
  );
}

interface RowProps extends Omit<Props, 'conditions' | 'onChange'> {
  place: number;
  condition: DraftCondition;
  onChange: (condition: DraftCondition) => void;
  onRemove: () => void;
}

const idOf = (key: string, model: string | undefined): string =>
  isStandard(key) || model === undefined ? key : `${model}/${key}`;

function Row({
  account,
  event,
  definitions,
  judged,
  place,
  condition,
  onChange,
  onRemove,
}: RowProps) {
  const t = useAutomationTexts();
  const { t: shared } = useTranslation();
  const { attribute_key: key, operator, values } = condition;
  const definition = isStandard(key) ? undefined : definitionOf(condition, definitions);
  const whose = definition?.attribute_model ?? condition.model;
  const attributes = [
    ...(Object.keys(standard) as StandardKey[]).map((value) => ({ value: value as string, label: t(`attributes.${value}`) })),
    ...definitions.map(({ attribute_key, attribute_model, attribute_display_name: name }) => ({
      value: idOf(attribute_key, attribute_model),
      label: t(`custom.${attribute_model}`, { name }),
    })),
    ...(isStandard(key) || definition !== undefined ? [] : [{ value: idOf(key, whose), label: t('gone', { name: key }) }]),
  ]; // prettier-ignore
  const choose = (id: string): void => {
    const found = definitions.find((each) => idOf(each.attribute_key, each.attribute_model) === id);
    const next = found === undefined ? draftCondition(id, undefined) : draftCondition(found.attribute_key, found.attribute_model, definitions); // prettier-ignore
    onChange({ ...next, key: condition.key, joiner: condition.joiner });
  };
  const kind = valueKindOf(condition, definitions);
  const changeOperator = (next: typeof operator): void => {
    const changed = { ...condition, operator: next };
    const keeps = valueKindOf(changed, definitions) === kind;
    onChange(keeps ? changed : { ...changed, values: [], from: [], to: [] });
  };
  return (
    <div className="flex items-start gap-1 rounded-card border border-line bg-surface p-2">
      <div className="grid min-w-0 flex-1 gap-2 md:grid-cols-[13rem_11rem_1fr]">
        <Select
          bare
          label={t('attribute', { place })}
          options={attributes}
          value={idOf(key, whose)}
          onChange={choose}
        />
        <Select
          bare
          label={t('operator', { place })}
          options={operatorsOf(condition, { definitions, event }).map((value) => ({
            value,
            label: t(`operators.${value}`),
          }))}
          value={operator}
          onChange={changeOperator}
        />
        <div key={`${key}/${kind}`} className="min-w-0">
          {kind === 'nothing' ? null : kind === 'change' ? (
            <Change
              account={account}
              place={place}
              condition={condition}
              definitions={definitions}
              onChange={onChange}
            />
          ) : (
            <ConditionValues
              account={account}
              label={t('values', { place })}
              kind={kind}
              list={definition?.attribute_values}
              values={values}
              onChange={(next) => onChange({ ...condition, values: next })}
            />
          )}
          {judged && !isCompleteCondition(condition, definitions) ? (
            <p role="alert" className="mt-1 text-xs text-danger">
              {t('incomplete')}
            </p>
          ) : null}
        </div>
      </div>
      <IconButton
        label={shared('app.remove', { name: t('condition', { place }) })}
        onClick={onRemove}
      >
        <Trash2 aria-hidden="true" className="size-4" />
      </IconButton>
    </div>
  );
}

interface ChangeProps extends Pick<RowProps, 'account' | 'place' | 'definitions' | 'condition' | 'onChange'> {} // prettier-ignore

/** From what to what something has changed. */
function Change({ account, place, definitions, condition, onChange }: ChangeProps) {
  const t = useAutomationTexts();
  const common = {
    account,
    kind: changeKindOf(condition, definitions),
    list: definitionOf(condition, definitions)?.attribute_values,
    withNothing: condition.attribute_key !== 'status' && condition.attribute_key !== 'labels',
    placeholder: t('anything'),
  };
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      <ConditionValues
        {...common}
        label={t('from', { place })}
        values={condition.from}
        onChange={(from) => onChange({ ...condition, from })}
        placeholder={t('fromAnything')}
      />
      <ConditionValues
        {...common}
        label={t('to', { place })}
        values={condition.to}
        onChange={(to) => onChange({ ...condition, to })}
        placeholder={t('toAnything')}
      />
    </div>
  );
}

import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { Sortable } from '../../../ui/sortable.tsx';
import {
  draftAction,
  isComplete,
  isKnown,
  type ActionName,
  type DraftAction,
} from './action-language.ts';
import { ActionParams, type NamedFile } from './action-params.tsx';
import { useActionTexts } from './texts.ts';

interface Props {
  account: number;
  /** What may be done here. */
  allowed: readonly ActionName[];
  /** An agent can be whoever has it done. */
  withSelf?: boolean;
  actions: readonly DraftAction[];
  onChange: (actions: DraftAction[]) => void;
  /** The files that it sends already. */
  files: readonly NamedFile[];
  /** Says where something is missing. */
  judged: boolean;
}

/** What is done, one after the other, each with what it takes. */
export function ActionList({ allowed, actions, onChange, judged, ...rest }: Props) {
  const t = useActionTexts();
  const { t: shared } = useTranslation();
  const nameOf = ({ action_name }: DraftAction): string =>
    isKnown(action_name) ? t(`names.${action_name}`) : action_name;
  const change = (next: DraftAction): void =>
    onChange(actions.map((each) => (each.key === next.key ? next : each)));
  return (
    <div className="space-y-3">
      <Sortable
        label={t('list')}
        things={actions}
        keyOf={({ key }) => key}
        nameOf={nameOf}
        onOrder={onChange}
      >
        {(action, index) => (
          <div className="flex items-start gap-1">
            <div className="grid min-w-0 flex-1 gap-2 md:grid-cols-[14rem_1fr]">
              {isKnown(action.action_name) ? (
                <Select
                  bare
                  label={t('what', { place: index + 1 })}
                  options={allowed.map((name) => ({ value: name, label: t(`names.${name}`) }))}
                  value={action.action_name}
                  onChange={(name) => change({ ...action, action_name: name, action_params: [] })}
                />
              ) : (
                <p className="py-2 text-sm text-warn md:col-span-2">
                  {t('unknown', { name: action.action_name })}
                </p>
              )}
              <div className="min-w-0 space-y-2">
                <ActionParams
                  key={action.action_name}
                  action={action}
                  onParams={(action_params) => change({ ...action, action_params })}
                  {...rest}
                />
                {judged && !isComplete(action) ? (
                  <p role="alert" className="text-xs text-danger">
                    {t('incomplete')}
                  </p>
                ) : null}
              </div>
            </div>
            <IconButton
              label={shared('app.remove', { name: nameOf(action) })}
              onClick={() => onChange(actions.filter(({ key }) => key !== action.key))}
            >
              <Trash2 aria-hidden="true" className="size-4" />
            </IconButton>
          </div>
        )}
      </Sortable>
      <Button onClick={() => onChange([...actions, draftAction(allowed[0] ?? 'assign_agent')])}>
        <Plus aria-hidden="true" className="size-4" />
        {t('add')}
      </Button>
    </div>
  );
}

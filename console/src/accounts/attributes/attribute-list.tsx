import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { AttributeValue } from './attribute-value.tsx';
import { useValueTexts } from './texts.ts';
import { writtenAs, type Definition } from './values.ts';

interface Props {
  definitions: readonly Definition[];
  values: Readonly<Record<string, unknown>>;
  /** Null removes it. */
  onSet: (key: string, value: unknown) => void;
}

const isThere = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

/** What is noted of somebody or something, each changed in its place; others can be added. */
export function AttributeList({ definitions, values, onSet }: Props) {
  const t = useValueTexts();
  const [added, setAdded] = useState<string>();
  const shown = definitions.filter(
    ({ attribute_key: key }) => isThere(values[key]) || key === added,
  );
  const others = definitions.filter((each) => !shown.includes(each));
  const known = new Set(definitions.map(({ attribute_key: key }) => key));
  const foreign = Object.entries(values).filter(
    ([key, value]) => !known.has(key) && isThere(value),
  );
  return (
    <>
      {shown.length + foreign.length === 0 ? (
        <p className="text-sm text-ink-faint">{t('empty')}</p>
      ) : null}
      <dl>
        {shown.map((definition) => {
          const { attribute_key: key, attribute_display_name: name } = definition;
          return (
            <Line key={key} name={name} onRemove={() => (setAdded(undefined), onSet(key, null))}>
              <AttributeValue
                definition={definition}
                value={values[key]}
                begins={key === added}
                onSet={(value) => {
                  setAdded(undefined);
                  onSet(key, value);
                }}
              />
            </Line>
          );
        })}
        {foreign.map(([key, value]) => (
          <Line key={key} name={key} onRemove={() => onSet(key, null)}>
            {writtenAs(value)}
          </Line>
        ))}
      </dl>
      {others.length === 0 ? null : (
        <Menu
          align="start"
          trigger={
            <button
              type="button"
              className="mt-1 flex h-7 items-center gap-1 rounded-md px-1 text-sm text-ink-soft hover:bg-hover hover:text-ink"
            >
              <Plus aria-hidden="true" className="size-3.5" />
              {t('add')}
            </button>
          }
        >
          {others.map(({ attribute_key: key, attribute_display_name: name }) => (
            <MenuItem key={key} onSelect={() => setAdded(key)}>
              {name}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  );
}

interface LineProps {
  name: string;
  onRemove: () => void;
  children: React.ReactNode;
}

function Line({ name, onRemove, children }: LineProps) {
  const t = useValueTexts();
  return (
    <div className="group flex items-start gap-2 py-0.5 text-sm">
      <dt className="w-24 shrink-0 break-words text-ink-faint">{name}</dt>
      <dd className="flex min-w-0 flex-1 items-start gap-1">
        <span className="min-w-0 flex-1 break-words">{children}</span>
        <IconButton
          label={t('remove', { name })}
          onClick={onRemove}
          className="size-6 opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
        >
          <X aria-hidden="true" className="size-3.5" />
        </IconButton>
      </dd>
    </div>
  );
}

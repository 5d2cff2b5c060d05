import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { inputClass, Labelled } from './field.tsx';

export interface Option<V extends string | number> {
  value: V;
  label: string;
  /** Before the label: a colour, a picture. */
  mark?: ReactNode;
  /** Options of one group follow each other, below its name. */
  group?: string;
}

interface SelectProps<V extends string | number> {
  label: string;
  hint?: string | undefined;
  /** The label is read out, but not shown. */
  bare?: boolean;
  options: readonly Option<V>[];
  value: V | null;
  onChange: (value: V) => void;
  placeholder?: string;
  disabled?: boolean;
  /** In a form, the name its value is sent under. */
  name?: string;
}

/** One of a few. */
export function Select<V extends string | number>({
  label,
  hint,
  bare = false,
  ...rest
}: SelectProps<V>) {
  if (bare) return <Control {...rest} ties={{ 'aria-label': label }} />;
  return (
    <Labelled label={label} hint={hint}>
      {(ties) => <Control {...rest} ties={ties} />}
    </Labelled>
  );
}

type ControlProps<V extends string | number> = Omit<SelectProps<V>, 'label' | 'hint' | 'bare'> & {
  ties: object;
};

function Control<V extends string | number>({
  options,
  value,
  onChange,
  placeholder,
  disabled,
  name,
  ties,
}: ControlProps<V>) {
  const chosen = options.find((each) => each.value === value);
  return (
    <Base.Root
      items={options.map((each) => ({ value: each.value, label: each.label }))}
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
      {...(disabled === undefined ? {} : { disabled })}
      {...(name === undefined ? {} : { name })}
      modal={false}
    >
      <Base.Trigger {...ties} className={`${inputClass} flex items-center gap-2 text-left`}>
        {chosen?.mark}
        <span className={`min-w-0 flex-1 truncate ${chosen === undefined ? 'text-ink-faint' : ''}`}>
          {chosen?.label ?? placeholder ?? ''}
        </span>
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-60 outline-none">
          <Base.Popup className="max-h-[min(20rem,var(--available-height))] min-w-(--anchor-width) overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-float outline-none">
            {groupsOf(options).map(([group, members], index) =>
              group === undefined ? (
                members.map((option) => <Item key={option.value} option={option} />)
              ) : (
                <Base.Group key={`${group}-${index}`}>
                  <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-xs font-medium text-ink-faint">
                    {group}
                  </Base.GroupLabel>
                  {members.map((option) => (
                    <Item key={option.value} option={option} />
                  ))}
                </Base.Group>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type Group<V extends string | number> = [string | undefined, Option<V>[]];

/** Options that follow each other and are of one group, together. */
function groupsOf<V extends string | number>(options: readonly Option<V>[]): Group<V>[] {
  const groups: Group<V>[] = [];
  for (const option of options) {
    const last = groups.at(-1);
    if (last !== undefined && last[0] === option.group) last[1].push(option);
    else groups.push([option.group, [option]]);
  }
  return groups;
}

function Item<V extends string | number>({ option }: { option: Option<V> }) {
  return (
    <Base.Item
      value={option.value}
      className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-sm outline-none select-none data-highlighted:bg-hover"
    >
      {option.mark}
      <Base.ItemText className="flex-1 truncate">{option.label}</Base.ItemText>
      <Base.ItemIndicator>
        <Check aria-hidden="true" className="size-4" />
      </Base.ItemIndicator>
    </Base.Item>
  );
}

import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { inputClass, Labelled } from './field.tsx';
import type { Option } from './select.tsx';

interface SeveralProps<V extends string | number> {
  label: string;
  hint?: string | undefined;
  /** The label is read out, but not shown. */
  bare?: boolean;
  options: readonly Option<V>[];
  values: readonly V[];
  onChange: (values: V[]) => void;
  placeholder?: string;
  /** Why what is chosen was refused. */
  problem?: string | undefined;
}

/** Any number of a few. What is chosen and not among the options (any more) stays, by its own name. */
export function Several<V extends string | number>({
  label,
  hint,
  bare = false,
  problem,
  ...rest
}: SeveralProps<V>) {
  if (bare) return <Control {...rest} ties={{ 'aria-label': label }} />;
  return (
    <Labelled label={label} hint={hint} problem={problem}>
      {(ties) => <Control {...rest} ties={ties} />}
    </Labelled>
  );
}

type ControlProps<V extends string | number> = Omit<
  SeveralProps<V>,
  'label' | 'hint' | 'bare' | 'problem'
> & { ties: object };

function Control<V extends string | number>({
  options,
  values,
  onChange,
  placeholder,
  ties,
}: ControlProps<V>) {
  const known = new Set(options.map(({ value }) => value));
  const lost = values.filter((value) => !known.has(value));
  const all: Option<V>[] = [...options, ...lost.map((value) => ({ value, label: String(value) }))];
  const chosen = all.filter(({ value }) => values.includes(value)).map(({ label }) => label);
  return (
    <Base.Root
      multiple
      items={all.map(({ value, label }) => ({ value, label }))}
      value={[...values]}
      onValueChange={(next: V[]) => onChange(next)}
      modal={false}
    >
      <Base.Trigger {...ties} className={`${inputClass} flex items-center gap-2 text-left`}>
        <span className={`min-w-0 flex-1 truncate ${chosen.length === 0 ? 'text-ink-faint' : ''}`}>
          {chosen.length === 0 ? (placeholder ?? '') : chosen.join(', ')}
        </span>
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-faint" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-60 outline-none">
          <Base.Popup className="max-h-[min(20rem,var(--available-height))] min-w-(--anchor-width) overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-float outline-none">
            {all.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-sm outline-none select-none data-highlighted:bg-hover"
              >
                {option.mark}
                <Base.ItemText className="flex-1 truncate">{option.label}</Base.ItemText>
                <Base.ItemIndicator>
                  <Check aria-hidden="true" className="size-4" />
                </Base.ItemIndicator>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

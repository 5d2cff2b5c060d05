import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { Check, Minus } from 'lucide-react';
import { useId, type ReactNode } from 'react';

interface ToggleProps {
  label: string;
  hint?: string | undefined;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

interface SwitchProps extends ToggleProps {
  /** The label is read out, but not shown. */
  bare?: boolean;
}

/** On or off, at once. */
export function Switch({
  label,
  hint,
  checked,
  onChange,
  disabled = false,
  bare = false,
}: SwitchProps) {
  const control = (ties: object) => (
    <BaseSwitch.Root
      {...ties}
      checked={checked}
      onCheckedChange={onChange}
      disabled={disabled}
      className="flex h-6 w-10 shrink-0 items-center rounded-full bg-line-strong p-0.5 transition-colors data-checked:bg-accent data-disabled:opacity-55"
    >
      <BaseSwitch.Thumb className="size-5 rounded-full bg-surface transition-transform data-checked:translate-x-4" />
    </BaseSwitch.Root>
  );
  return bare ? (
    control({ 'aria-label': label })
  ) : (
    <Row label={label} hint={hint}>
      {control}
    </Row>
  );
}

interface CheckboxProps extends ToggleProps {
  /** Some, but not all, of what it stands for. */
  partly?: boolean;
  /** The label is read out, but not shown. */
  bare?: boolean;
}

export function Checkbox({
  label,
  hint,
  checked,
  onChange,
  disabled = false,
  partly = false,
  bare = false,
}: CheckboxProps) {
  const box = (ties: object) => (
    <BaseCheckbox.Root
      {...ties}
      checked={checked}
      indeterminate={partly}
      onCheckedChange={onChange}
      disabled={disabled}
      className="flex size-4.5 shrink-0 items-center justify-center rounded border border-line-strong bg-surface data-checked:border-accent data-checked:bg-accent data-disabled:opacity-55 data-indeterminate:border-accent data-indeterminate:bg-accent"
    >
      <BaseCheckbox.Indicator className="text-on-accent">
        {partly ? (
          <Minus aria-hidden="true" className="size-3.5" />
        ) : (
          <Check aria-hidden="true" className="size-3.5" />
        )}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
  return bare ? (
    box({ 'aria-label': label })
  ) : (
    <Row label={label} hint={hint} first>
      {box}
    </Row>
  );
}

interface RowProps {
  label: string;
  hint: string | undefined;
  /** The control comes before its label. */
  first?: boolean;
  children: (ties: object) => ReactNode;
}

function Row({ label, hint, first = false, children }: RowProps) {
  const id = useId();
  const control = children({
    'aria-labelledby': id,
    ...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }),
  });
  return (
    <div className={`flex items-start gap-3 ${first ? '' : 'justify-between'}`}>
      {first ? control : null}
      <div className="min-w-0">
        {/* The control is not an input: it hears no label. */}
        <span id={id} className="block text-sm">
          {label}
        </span>
        {hint === undefined ? null : (
          <span id={`${id}-hint`} className="block text-xs text-ink-faint">
            {hint}
          </span>
        )}
      </div>
      {first ? null : control}
    </div>
  );
}

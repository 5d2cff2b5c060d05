import { useId, type ComponentProps, type ReactNode } from 'react';

export const inputClass =
  'h-9 w-full rounded-md border border-line-strong bg-surface px-3 text-sm text-ink placeholder:text-ink-faint disabled:opacity-60';

interface LabelledProps {
  label: string;
  hint?: ReactNode;
  /** Why what is in it was refused. */
  problem?: string | undefined;
  /** Gets the attributes that tie the control to its label, hint and problem. */
  children: (ties: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

/** A control with its name, what to know about it, and what is wrong with it. */
export function Labelled({ label, hint, problem, children }: LabelledProps) {
  const id = useId();
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(problem === undefined ? [] : [`${id}-problem`]),
  ].join(' ');
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(problem === undefined ? {} : { 'aria-invalid': true }),
      })}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="mt-1 text-xs text-ink-faint">
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <p id={`${id}-problem`} className="mt-1 text-xs text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

type FieldProps = Omit<LabelledProps, 'children'> & ComponentProps<'input'>;

export function Field({ label, hint, problem, className = '', ...rest }: FieldProps) {
  return (
    <Labelled label={label} hint={hint} problem={problem}>
      {(ties) => <input {...ties} {...rest} className={`${inputClass} ${className}`} />}
    </Labelled>
  );
}

type AreaProps = Omit<LabelledProps, 'children'> & ComponentProps<'textarea'>;

export function TextArea({ label, hint, problem, className = '', ...rest }: AreaProps) {
  return (
    <Labelled label={label} hint={hint} problem={problem}>
      {(ties) => (
        <textarea
          {...ties}
          rows={4}
          {...rest}
          className={`${inputClass} h-auto py-2 ${className}`}
        />
      )}
    </Labelled>
  );
}

/** Why something was refused; read out as soon as it is there. */
export function Problem({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
      {children}
    </p>
  );
}

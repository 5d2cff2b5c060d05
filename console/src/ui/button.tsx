import type { ComponentProps } from 'react';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border border-line bg-surface text-ink hover:bg-hover',
  quiet: 'text-ink-soft hover:bg-hover hover:text-ink',
  danger: 'bg-danger text-surface hover:opacity-90',
};

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look;
  /** Under way: it cannot be pressed again, and says so. */
  busy?: boolean;
}

const base =
  'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md text-sm font-medium whitespace-nowrap transition-colors disabled:opacity-55';

export const buttonClass = (look: Look): string => `${base} px-3 ${looks[look]}`;

/** Of a square one that shows a picture alone. */
export const iconButtonClass = (look: Look = 'quiet'): string => `${base} w-8 ${looks[look]}`;

export function Button({ look = 'plain', busy = false, className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      {...rest}
      disabled={busy || rest.disabled}
      className={`${buttonClass(look)} ${className}`}
    />
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  label: string;
  children: React.ReactNode;
}

/** A button that shows a picture alone; its label is read out, and shown when somebody points at it. */
export function IconButton({
  label,
  className = '',
  look = 'quiet',
  busy = false,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      {...rest}
      disabled={busy || rest.disabled}
      aria-label={label}
      title={label}
      className={`${iconButtonClass(look)} ${className}`}
    />
  );
}

import type { ReactNode } from 'react';

interface FigureProps {
  name: string;
  value: ReactNode;
  /** What it was before, what it means. */
  hint?: ReactNode;
  /** Makes the figure something to choose. */
  onChoose?: () => void;
  isChosen?: boolean;
}

/** One number with its name. */
export function Figure({ name, value, hint, onChoose, isChosen = false }: FigureProps) {
  const body = (
    <>
      <span className="block text-sm text-ink-soft">{name}</span>
      <span className="mt-0.5 block text-2xl font-semibold tabular-nums">{value}</span>
      {hint === undefined ? null : <span className="block text-xs text-ink-faint">{hint}</span>}
    </>
  );
  const look = 'rounded-card border bg-surface p-4 text-left';
  if (onChoose === undefined) return <div className={`${look} border-line`}>{body}</div>;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={`${look} hover:bg-hover ${isChosen ? 'border-accent' : 'border-line'}`}
    >
      {body}
    </button>
  );
}

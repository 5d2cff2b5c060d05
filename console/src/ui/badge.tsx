import type { ReactNode } from 'react';

const tones = {
  plain: 'bg-sunken text-ink-soft',
  good: 'bg-sunken text-good',
  warn: 'bg-sunken text-warn',
  danger: 'bg-danger-soft text-danger',
};

export type Tone = keyof typeof tones;

/** How something is, in a word. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5 shrink-0 items-center rounded px-1.5 text-xs font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}

import type { ReactNode } from 'react';

/** A key of the keyboard, as it is shown beside what it does. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded border border-line bg-sunken px-1 font-sans text-2xs text-ink-soft">
      {children}
    </kbd>
  );
}

import type { ReactNode } from 'react';

/** The frame of every page before somebody is signed in. */
export function AuthPage({
  title,
  hint,
  children,
}: {
  title: string;
  hint?: string;
  children: ReactNode;
}) {
  return (
    <main className="flex min-h-full items-center justify-center p-4">
      <div className="w-full max-w-sm">
        <Mark />
        <div className="mt-6 rounded-card border border-line bg-surface p-6">
          <h1 className="text-lg font-semibold">{title}</h1>
          {hint === undefined ? null : <p className="mt-1 text-sm text-ink-soft">{hint}</p>}
          <div className="mt-5">{children}</div>
        </div>
      </div>
    </main>
  );
}

/** Two people who speak with each other. */
export function Mark({ small = false }: { small?: boolean }) {
  return (
    <span className="flex items-center justify-center gap-2">
      <svg aria-hidden="true" viewBox="0 0 32 32" className={small ? 'size-7' : 'size-9'}>
        <path
          className="fill-accent"
          d="M5 7a4 4 0 0 1 4-4h10a4 4 0 0 1 4 4v6a4 4 0 0 1-4 4h-6l-5 4v-4.1A4 4 0 0 1 5 13z"
        />
        <path
          className="fill-ink"
          d="M25.5 12.5A3.5 3.5 0 0 1 28 16v5a3.5 3.5 0 0 1-2 3.2V28l-4.4-3.5h-5.1a3.5 3.5 0 0 1-3.4-2.7L14.6 20H19a6.5 6.5 0 0 0 6.5-6.5z"
        />
      </svg>
      {small ? null : <span className="text-xl font-semibold tracking-tight">Confab</span>}
    </span>
  );
}

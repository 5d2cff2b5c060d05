import { useId, type ReactNode } from 'react';

interface PageProps {
  title: string;
  hint?: ReactNode;
  /** Buttons beside the title. */
  actions?: ReactNode;
  /** Above the title: the way back to what this page is a part of. */
  before?: ReactNode;
  /** As wide as there is room, for tables and charts. */
  wide?: boolean;
  children: ReactNode;
}

/** A page that is not the desk: its title, what can be done, and what it is about. */
export function Page({ title, hint, actions, before, wide = false, children }: PageProps) {
  return (
    <div className="min-w-0 flex-1 overflow-y-auto">
      <div className={`mx-auto px-4 py-6 sm:px-8 ${wide ? 'max-w-7xl' : 'max-w-4xl'}`}>
        {before === undefined ? null : <div className="mb-2">{before}</div>}
        <header className="mb-6 flex flex-wrap items-start gap-x-4 gap-y-2">
          <div className="min-w-0 flex-1 basis-60">
            <h1 className="text-xl font-semibold">{title}</h1>
            {hint === undefined ? null : <p className="mt-1 max-w-2xl text-ink-soft">{hint}</p>}
          </div>
          {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  );
}

interface SectionProps {
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page that belongs together. */
export function Section({ title, hint, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-8 rounded-card border border-line bg-surface">
      <header className="flex flex-wrap items-start gap-3 border-b border-line px-4 py-3">
        <div className="min-w-0 flex-1">
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {hint === undefined ? null : <p className="mt-0.5 text-sm text-ink-faint">{hint}</p>}
        </div>
        {actions}
      </header>
      <div className="p-4">{children}</div>
    </section>
  );
}

import { Link, useLocation, useSearch } from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { readView, type View } from './conversations/view.ts';

/** Places of one kind. */
export function Group({ title, children }: { title: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section className="mt-4">
      <h2 className="px-2 pb-1 text-xs font-semibold text-ink-faint">{title}</h2>
      {children}
    </section>
  );
}

interface PlaceProps {
  account: number;
  view: View;
  icon: ComponentType<{ className?: string }>;
  color?: string;
  children: ReactNode;
  /** At the right: how many there are. */
  end?: ReactNode;
}

/** Of a view, what makes it another place; the order and the tab are how one looks at it. */
const placeOf = ({ inbox, team, label, kind, saved, filter }: View): string =>
  JSON.stringify([inbox, team, label, kind, saved ?? filter]);

/** A view of the desk. */
export function Place({ account, view, icon: Icon, color, children, end }: PlaceProps) {
  const here = readView(useSearch({ strict: false }));
  const isDesk = useLocation({ select: ({ pathname }) => /\/conversations(\/|$)/.test(pathname) });
  const isHere = isDesk && placeOf(here) === placeOf(view);
  return (
    <Link
      to="/app/accounts/$accountId/conversations"
      params={{ accountId: account }}
      search={view}
      aria-current={isHere ? 'page' : undefined}
      className={`flex h-8 items-center gap-2 rounded-md px-2 text-sm ${isHere ? 'bg-hover font-medium text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink'}`}
    >
      {color === undefined ? (
        <Icon className="size-4 shrink-0" />
      ) : (
        <span
          aria-hidden="true"
          className="mx-1 size-2 shrink-0 rounded-full"
          style={{ background: color }}
        />
      )}
      <span className="truncate">{children}</span>
      {end}
    </Link>
  );
}

interface PlaceLinkProps {
  to:
    | '/app/accounts/$accountId/search'
    | '/app/accounts/$accountId/settings'
    | '/app/accounts/$accountId/reports'
    | '/app/accounts/$accountId/notifications'
    | '/app/accounts/$accountId/contacts';
  account: number;
  icon: ComponentType<{ className?: string }>;
  /** What waits there; nothing is said of 0. */
  count?: number;
  children: ReactNode;
}

/** A place that is not a view of the desk. */
export function PlaceLink({ to, account, icon: Icon, count = 0, children }: PlaceLinkProps) {
  const { t } = useTranslation();
  return (
    <Link
      to={to}
      params={{ accountId: account }}
      className="flex h-8 items-center gap-2 rounded-md px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink"
      activeProps={{ className: 'bg-hover font-medium text-ink', 'aria-current': 'page' }}
    >
      <Icon className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {count === 0 ? null : (
        <span className="rounded-full bg-accent px-1.5 text-2xs font-semibold text-on-accent">
          <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
          <span className="sr-only">{t('nav.unread', { count })}</span>
        </span>
      )}
    </Link>
  );
}

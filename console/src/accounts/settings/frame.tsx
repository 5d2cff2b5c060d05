import { Link, Outlet } from '@tanstack/react-router';
import { useAccount, useMembership } from '../account-data.ts';
import { settingsPlaces, type SettingsPlace } from './places.ts';
import { useSettingsTexts } from './texts.ts';

const groups = ['desk', 'people', 'automation', 'connections', 'you'] as const;

/** The pages that somebody with this role may open, by group; groups without any are left out. */
export function placesFor(
  isAdministrator: boolean,
): { group: SettingsPlace['group']; places: SettingsPlace[] }[] {
  return groups
    .map((group) => ({
      group,
      places: settingsPlaces.filter(
        (each) => each.group === group && (isAdministrator || each.forAll === true),
      ),
    }))
    .filter(({ places }) => places.length > 0);
}

/** The settings: their list beside the page that is open; on a phone the list is the overview alone. */
export function SettingsFrame() {
  const t = useSettingsTexts();
  const account = useAccount();
  const isAdministrator = useMembership()?.role === 'administrator';
  return (
    <div className="flex min-w-0 flex-1">
      <nav
        aria-label={t('title')}
        className="hidden w-56 shrink-0 overflow-y-auto border-r border-line px-2 py-4 md:block"
      >
        <Link
          to="/app/accounts/$accountId/settings"
          params={{ accountId: account }}
          className="block px-2 text-base font-semibold"
        >
          {t('title')}
        </Link>
        {placesFor(isAdministrator).map(({ group, places }) => (
          <section key={group} className="mt-4">
            <h2 className="px-2 pb-1 text-xs font-semibold text-ink-faint">
              {t(`groups.${group}`)}
            </h2>
            {places.map(({ to, title, icon: Icon }) => (
              <Link
                key={to}
                to={to}
                params={{ accountId: account }}
                className="flex h-8 items-center gap-2 rounded-md px-2 text-sm text-ink-soft hover:bg-hover hover:text-ink"
                activeProps={{ className: 'bg-hover font-medium text-ink', 'aria-current': 'page' }}
              >
                <Icon className="size-4 shrink-0" aria-hidden="true" />
                <span className="truncate">{t(title)}</span>
              </Link>
            ))}
          </section>
        ))}
      </nav>
      <Outlet />
    </div>
  );
}

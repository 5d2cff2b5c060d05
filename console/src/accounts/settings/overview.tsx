import { Link } from '@tanstack/react-router';
import { Page } from '../../ui/page.tsx';
import { useAccount, useMembership } from '../account-data.ts';
import { placesFor } from './frame.tsx';
import { useSettingsTexts } from './texts.ts';

/** What can be set, with a line about each. */
export function SettingsOverview() {
  const t = useSettingsTexts();
  const account = useAccount();
  const isAdministrator = useMembership()?.role === 'administrator';
  return (
    <Page title={t('title')} hint={t('hint')}>
      {placesFor(isAdministrator).map(({ group, places }) => (
        <section key={group} className="mb-6">
          <h2 className="mb-2 text-sm font-semibold text-ink-faint">{t(`groups.${group}`)}</h2>
          <ul className="grid gap-2 sm:grid-cols-2">
            {places.map(({ to, title, hint, icon: Icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  params={{ accountId: account }}
                  className="flex items-start gap-3 rounded-card border border-line bg-surface p-3 hover:bg-hover"
                >
                  <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-accent" />
                  <span>
                    <span className="block font-medium">{t(title)}</span>
                    <span className="block text-sm text-ink-faint">{t(hint)}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Page>
  );
}

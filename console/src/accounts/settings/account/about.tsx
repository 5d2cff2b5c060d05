import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../../ui/badge.tsx';
import { CopyLine } from '../../../ui/copy.tsx';
import { Section } from '../../../ui/page.tsx';
import type { Account } from './account-data.ts';
import { useAccountTexts } from './texts.ts';

/** What is so and cannot be changed here: its number, its age, its parts, and how it ends. */
export function About({ account }: { account: Account }) {
  const t = useAccountTexts();
  const { i18n } = useTranslation();
  const since = new Date(account.created_at).toLocaleDateString(i18n.language, { dateStyle: 'long' }); // prettier-ignore
  return (
    <Section title={t('about')}>
      <div className="max-w-xl space-y-4">
        <CopyLine label={t('number')} value={String(account.id)} />
        <p className="text-xs text-ink-faint">
          {t('numberHint')} {t('since', { date: since })}
        </p>
        <div>
          <h3 className="mb-1 text-sm font-medium">{t('features')}</h3>
          <ul className="flex flex-wrap gap-1">
            {Object.keys(account.features).map((flag) => (
              <li key={flag}>
                <Badge>
                  <code>{flag}</code>
                </Badge>
              </li>
            ))}
          </ul>
          <p className="mt-1 text-xs text-ink-faint">{t('featuresHint')}</p>
        </div>
        <div>
          <h3 className="mb-1 text-sm font-medium">{t('end')}</h3>
          <p className="text-sm text-ink-soft">
            {t('endHint')}{' '}
            <Link
              to="/app/accounts/$accountId/settings/agents"
              params={{ accountId: account.id }}
              className="text-accent underline"
            >
              {t('agents')}
            </Link>
          </p>
        </div>
      </div>
    </Section>
  );
}

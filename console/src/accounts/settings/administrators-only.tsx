import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';
import { Empty, Lines } from '../../ui/states.tsx';
import { useMembership } from '../account-data.ts';
import { useSettingsTexts } from './texts.ts';

/** A page that administrators see; others are told whose it is. */
export function AdministratorsOnly({ title, children }: { title: string; children: ReactNode }) {
  const t = useSettingsTexts();
  const role = useMembership()?.role;
  if (role === 'administrator') return children;
  return (
    <Page title={title}>
      {role === undefined ? (
        <Lines />
      ) : (
        <Empty
          icon={<Lock aria-hidden="true" className="size-7" />}
          title={t('forAdministrators')}
        />
      )}
    </Page>
  );
}

import { useState } from 'react';
import { server, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { confirm } from '../../../ui/confirm.tsx';
import { CopyLine } from '../../../ui/copy.tsx';
import { Section } from '../../../ui/page.tsx';
import { say } from '../../../ui/toast.tsx';
import { profileQuery, useMe } from '../../account-data.ts';
import { useSecurityTexts } from './texts.ts';

/** The token with which programs act as somebody; it is shown when they ask. */
export function TokenSection() {
  const t = useSecurityTexts();
  const token = useMe()?.access_token ?? '';
  const [isShown, setShown] = useState(false);
  const reset = (): void =>
    confirm({
      title: t('resetTitle'),
      hint: t('resetHint'),
      yes: t('reset'),
      danger: true,
      act: async () => {
        await unwrap(server().POST('/api/v1/profile/reset_access_token'));
        await queries.invalidateQueries(profileQuery);
        say({ title: t('resetDone') });
      },
    });
  return (
    <Section title={t('token')} hint={t('tokenHint')}>
      <div className="max-w-xl space-y-3">
        {isShown ? <CopyLine label={t('token')} value={token} /> : null}
        <div className="flex gap-2">
          <Button aria-expanded={isShown} onClick={() => setShown(!isShown)}>
            {t(isShown ? 'hide' : 'show')}
          </Button>
          <Button onClick={reset}>{t('reset')}</Button>
        </div>
      </div>
    </Section>
  );
}

import { Page } from '../../../ui/page.tsx';
import { PasswordSection } from './password.tsx';
import { SessionsSection } from './sessions.tsx';
import { useSecurityTexts } from './texts.ts';
import { TokenSection } from './token.tsx';
import { TwoFactorSection } from './two-factor.tsx';

/** How somebody signs in, and where they are signed in. */
export function SecurityPage() {
  const t = useSecurityTexts();
  return (
    <Page title={t('title')} hint={t('hint')}>
      <PasswordSection />
      <TwoFactorSection />
      <SessionsSection />
      <TokenSection />
    </Page>
  );
}

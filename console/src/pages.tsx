import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signOut } from './accounts/person-menu.tsx';
import { AuthPage } from './auth/page.tsx';
import { Button, buttonClass } from './ui/button.tsx';
import { Empty } from './ui/states.tsx';

export function NotThere() {
  const { t } = useTranslation();
  return (
    <main className="h-full">
      <Empty alone title={t('app.notThere')}>
        <Link to="/app" className={`${buttonClass('plain')} mt-2`}>
          {t('app.home')}
        </Link>
      </Empty>
    </main>
  );
}

export function NoAccount() {
  const { t } = useTranslation();
  return (
    <AuthPage title={t('app.name')} hint={t('auth.noAccount')}>
      <Button onClick={() => void signOut()}>{t('app.signOut')}</Button>
    </AuthPage>
  );
}

import { Page, Section } from '../../../ui/page.tsx';
import { Devices } from './devices.tsx';
import { Kinds } from './kinds.tsx';
import { useNotifyTexts } from './texts.ts';
import { WhileOpen } from './while-open.tsx';

/** What somebody is told, and how. */
export function NotificationSettingsPage() {
  const t = useNotifyTexts();
  return (
    <Page title={t('title')} hint={t('hint')}>
      <Section title={t('here')}>
        <WhileOpen />
      </Section>
      <Section title={t('what')} hint={t('whatHint')}>
        <Kinds />
      </Section>
      <Section title={t('devices')} hint={t('devicesHint')}>
        <Devices />
      </Section>
    </Page>
  );
}

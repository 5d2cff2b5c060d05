import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Field, Problem } from '../ui/field.tsx';
import { enter, type SecondStep } from './enter.ts';
import { AuthPage } from './page.tsx';
import { textOf, useSubmit } from '../ui/use-submit.ts';

interface Props {
  step: SecondStep;
  onDone: () => Promise<void>;
  onBack: () => void;
}

export function SecondFactor({ step, onDone, onBack }: Props) {
  const { t } = useTranslation();
  const [way, setWay] = useState<'otp_code' | 'backup_code'>('otp_code');
  const { busy, problem, onSubmit } = useSubmit(async (form) => {
    await enter({ mfa_token: step.mfa_token, [way]: textOf(form, 'code').replace(/\s/g, '') });
    await onDone();
  });
  const isCode = way === 'otp_code';
  return (
    <AuthPage title={t('auth.codeTitle')} hint={t('auth.codeHint')}>
      <form onSubmit={onSubmit} className="space-y-4">
        {problem === undefined ? null : <Problem>{problem}</Problem>}
        <Field
          key={way}
          label={t(isCode ? 'auth.code' : 'auth.backupCode')}
          name="code"
          inputMode={isCode ? 'numeric' : 'text'}
          autoComplete="one-time-code"
          required
          autoFocus
        />
        <Button look="primary" type="submit" busy={busy} className="h-9 w-full">
          {t('auth.continue')}
        </Button>
        <div className="flex justify-between">
          <Button look="quiet" onClick={onBack}>
            {t('auth.back')}
          </Button>
          <Button look="quiet" onClick={() => setWay(isCode ? 'backup_code' : 'otp_code')}>
            {t(isCode ? 'auth.useBackup' : 'auth.useCode')}
          </Button>
        </div>
      </form>
    </AuthPage>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { server, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Section } from '../../../ui/page.tsx';
import { Bar, Failed } from '../../../ui/states.tsx';
import { say } from '../../../ui/toast.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { DialogForm } from '../dialog-form.tsx';
import { BackupCodes } from './backup-codes.tsx';
import { Enrolment } from './enrolment.tsx';
import { twoFactorQuery } from './security-data.ts';
import { useSecurityTexts } from './texts.ts';

type Asked = 'begin' | 'stop' | 'renew';

/** Whether a code is asked for beside the password, and what it takes to have that. */
export function TwoFactorSection() {
  const t = useSecurityTexts();
  const { data, error, refetch } = useQuery(twoFactorQuery);
  const [asked, setAsked] = useState<Asked>();
  return (
    <Section
      title={t('twoFactor')}
      hint={t('twoFactorHint')}
      actions={
        data === undefined ? undefined : (
          <Badge tone={data.enabled ? 'good' : 'plain'}>{t(data.enabled ? 'on' : 'off')}</Badge>
        )
      }
    >
      {data === undefined && error === null ? <Bar className="h-8 w-32" /> : null}
      {data === undefined && error !== null ? (
        <Failed title={t('failedTwoFactor')} error={error} onRetry={() => void refetch()} />
      ) : null}
      {data?.feature_available === false ? <p>{t('unavailable')}</p> : null}
      {data?.feature_available !== true ? null : data.enabled ? (
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setAsked('renew')}>{t('renew')}</Button>
          <Button onClick={() => setAsked('stop')}>{t('stop')}</Button>
        </div>
      ) : (
        <Button look="primary" onClick={() => setAsked('begin')}>
          {t('begin')}
        </Button>
      )}
      <Asking asked={asked} onClose={() => setAsked(undefined)} />
    </Section>
  );
}

const titles = { begin: 'twoFactor', stop: 'stopTitle', renew: 'renewTitle' } as const;

function Asking({ asked, onClose }: { asked: Asked | undefined; onClose: () => void }) {
  const t = useSecurityTexts();
  const [codes, setCodes] = useState<string[]>();
  const close = (): void => {
    setCodes(undefined);
    onClose();
    void queries.invalidateQueries(twoFactorQuery);
  };
  const title = codes === undefined ? t(titles[asked ?? 'begin']) : t('codesTitle');
  return (
    <Dialog
      open={asked !== undefined}
      // The codes are gone when this is closed: that takes the button that says so.
      onOpenChange={(open) => open || codes !== undefined || close()}
      title={title}
    >
      {codes === undefined ? (
        <Step asked={asked} onClose={close} onCodes={setCodes} />
      ) : (
        <BackupCodes codes={codes} onClose={close} />
      )}
    </Dialog>
  );
}

interface StepProps {
  asked: Asked | undefined;
  onClose: () => void;
  onCodes: (codes: string[]) => void;
}

function Step({ asked, onClose, onCodes }: StepProps) {
  const t = useSecurityTexts();
  if (asked === undefined) return null;
  if (asked === 'begin') return <Enrolment onClose={onClose} onCodes={onCodes} />;
  const isEnd = asked === 'stop';
  const send = async (form: FormData): Promise<void> => {
    const otp_code = textOf(form, 'code').trim();
    if (isEnd) {
      const body = { otp_code, password: textOf(form, 'password') };
      await unwrap(server().DELETE('/api/v1/profile/mfa', { body }));
      say({ title: t('stopped') });
    } else {
      const body = { otp_code };
      onCodes((await unwrap(server().POST('/api/v1/profile/mfa/backup_codes', { body }))).backup_codes); // prettier-ignore
    }
  };
  return (
    <DialogForm onClose={onClose} send={send} yes={t(isEnd ? 'stop' : 'renew')} stays={!isEnd}>
      {isEnd ? null : <p className="text-sm text-ink-soft">{t('renewHint')}</p>}
      {isEnd ? (
        <Field
          label={t('current')}
          name="password"
          type="password"
          autoFocus
          autoComplete="current-password"
        />
      ) : null}
      <Code isFirst={!isEnd} />
    </DialogForm>
  );
}

/** Where the six digits are written. */
function Code({ isFirst }: { isFirst: boolean }) {
  const t = useSecurityTexts();
  return (
    <Field
      label={t('code')}
      name="code"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus={isFirst}
      className="max-w-40 tracking-widest"
    />
  );
}

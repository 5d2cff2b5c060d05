import { useQuery } from '@tanstack/react-query';
import { encode } from 'uqr';
import { server, unwrap } from '../../../api/api.ts';
import { CopyLine } from '../../../ui/copy.tsx';
import { Field } from '../../../ui/field.tsx';
import { Failed, Lines } from '../../../ui/states.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { DialogForm } from '../dialog-form.tsx';
import { useSecurityTexts } from './texts.ts';

interface Props {
  onClose: () => void;
  onCodes: (codes: string[]) => void;
}

/** The key for an app on the phone, and a code from the app as the proof that it is there. */
export function Enrolment({ onClose, onCodes }: Props) {
  const t = useSecurityTexts();
  const { data, error, refetch } = useQuery({
    queryKey: ['two-factor-secret'],
    queryFn: async () => unwrap(server().POST('/api/v1/profile/mfa')),
    // Each time that it is begun there is another; while it is, whatever else is fetched again, it stays the one
    // that was scanned.
    gcTime: 0,
    staleTime: 'static',
    retry: false,
  });
  if (data === undefined) {
    return error === null ? (
      <Lines />
    ) : (
      <Failed title={t('failedTwoFactor')} error={error} onRetry={() => void refetch()} />
    );
  }
  const send = async (form: FormData): Promise<void> => {
    const body = { otp_code: textOf(form, 'code').trim() };
    onCodes((await unwrap(server().POST('/api/v1/profile/mfa/verify', { body }))).backup_codes);
  };
  return (
    <DialogForm onClose={onClose} send={send} yes={t('confirm')} stays>
      <p className="text-sm text-ink-soft">{t('scan')}</p>
      <QrCode label={t('picture')} text={data.provisioning_url} />
      <CopyLine label={t('key')} value={data.secret} />
      <Field
        label={t('code')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        className="max-w-40 tracking-widest"
      />
    </DialogForm>
  );
}

/** Dark on white in both themes: that is what cameras read. */
function QrCode({ label, text }: { label: string; text: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="mx-auto size-48 rounded-md bg-white"
    >
      <path d={path} fill="black" />
    </svg>
  );
}

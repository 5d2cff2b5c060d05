import { useId, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import type { Recipients } from './recipients.ts';
import { useComposerTexts } from './texts.ts';

interface Props {
  recipients: Recipients;
  /** One of them that is no address. */
  problem: string | undefined;
  subject: string | undefined;
  onChange: (recipients: Recipients) => void;
}

/** Whom a mail goes to. Copies are asked for when there are none. */
export function RecipientFields({ recipients, problem, subject, onChange }: Props) {
  const t = useComposerTexts();
  const [shown, setShown] = useState<readonly (keyof Recipients)[]>([]);
  const hasCc = recipients.cc !== '' || shown.includes('cc');
  const hasBcc = recipients.bcc !== '' || shown.includes('bcc');
  const field = (name: keyof Recipients, label: string) => (
    <Line
      label={label}
      value={recipients[name]}
      isNew={shown.at(-1) === name}
      onChange={(value) => onChange({ ...recipients, [name]: value })}
    />
  );
  return (
    <div className="mx-3 mt-1 space-y-0.5 border-b border-line pb-1 text-sm">
      <div className="flex items-center gap-1">
        {field('to', t('to'))}
        {hasCc ? null : (
          <Button look="quiet" className="h-6 px-1.5" onClick={() => setShown([...shown, 'cc'])}>
            {t('cc')}
          </Button>
        )}
        {hasBcc ? null : (
          <Button look="quiet" className="h-6 px-1.5" onClick={() => setShown([...shown, 'bcc'])}>
            {t('bcc')}
          </Button>
        )}
      </div>
      {hasCc ? field('cc', t('cc')) : null}
      {hasBcc ? field('bcc', t('bcc')) : null}
      {subject === undefined ? null : (
        <p className="flex gap-2 py-0.5">
          <span className="w-14 shrink-0 text-ink-faint">{t('subject')}</span>
          <span className="min-w-0 truncate">{subject}</span>
        </p>
      )}
      {problem === undefined ? null : (
        <p role="alert" className="text-xs text-danger">
          {t('noAddress', { address: problem })}
        </p>
      )}
    </div>
  );
}

interface LineProps {
  label: string;
  value: string;
  /** Just asked for: whoever did wants to write in it. */
  isNew: boolean;
  onChange: (value: string) => void;
}

function Line({ label, value, isNew, onChange }: LineProps) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2">
      <label htmlFor={id} className="w-14 shrink-0 text-ink-faint">
        {label}
      </label>
      <input
        id={id}
        autoFocus={isNew}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        className="h-7 min-w-0 flex-1 rounded bg-transparent px-1"
      />
    </div>
  );
}

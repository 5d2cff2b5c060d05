import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';
import { copyText } from './copy-text.ts';

interface CopyProps {
  /** What it is, in words. */
  label: string;
  value: string;
}

/** Something that is taken along as it is: an address, a secret. */
export function CopyLine({ label, value }: CopyProps) {
  const { t } = useTranslation();
  const copy = async (): Promise<void> => copyText(value, t('conversation.copied'));
  return (
    <div>
      <p className="mb-1 text-sm font-medium">{label}</p>
      <div className="flex items-center gap-1 rounded-md border border-line bg-sunken pl-3">
        <code className="min-w-0 flex-1 py-2 text-xs break-all">{value}</code>
        <IconButton label={t('app.copy', { name: label })} onClick={() => void copy()}>
          <Copy aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
    </div>
  );
}

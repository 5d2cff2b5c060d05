import { FileUp } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, reasonOf, unwrap } from '../../../api/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Problem } from '../../../ui/field.tsx';
import type { NamedFile } from './action-params.tsx';
import { useActionTexts } from './texts.ts';

interface Props {
  account: number;
  params: readonly unknown[];
  onParams: (params: unknown[]) => void;
  files: readonly NamedFile[];
}

// By the id that the upload was given: what is moved, or looked at again, keeps its name.
const uploaded = new Map<string, string>();

/** A file that is sent. It is uploaded at once, and kept when the whole is saved. */
export function FileParam({ account, params, onParams, files }: Props) {
  const t = useActionTexts();
  const { t: shared } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const upload = async (file: File): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { blob_id } = await unwrap(api(account).POST('/upload', { body: { attachment: file } })); // prettier-ignore
      uploaded.set(blob_id, file.name);
      onParams([blob_id]);
    } catch (error) {
      setProblem(reasonOf(error) ?? shared('app.unexpected'));
    }
    setBusy(false);
  };
  const names = params.map(
    (each) =>
      uploaded.get(String(each)) ??
      files.find((file) => String(file.id) === String(each))?.name ??
      t('fileUnnamed', { id: String(each) }),
  );
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        <input
          ref={input}
          id={id}
          type="file"
          aria-label={t('file')}
          tabIndex={-1}
          className="sr-only"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file !== undefined) void upload(file);
            target.value = '';
          }}
        />
        <Button busy={busy} onClick={() => input.current?.click()}>
          <FileUp aria-hidden="true" className="size-4" />
          {busy ? t('uploading') : t('chooseFile')}
        </Button>
        <span className="min-w-0 truncate text-sm text-ink-soft">{names.join(', ')}</span>
      </div>
      {problem === undefined ? null : <Problem>{problem}</Problem>}
    </div>
  );
}

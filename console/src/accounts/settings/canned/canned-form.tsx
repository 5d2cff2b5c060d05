import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Field, TextArea } from '../../../ui/field.tsx';
import { say } from '../../../ui/toast.tsx';
import { textOf } from '../../../ui/use-submit.ts';
import { attributesQuery, cannedQuery } from '../../account-data.ts';
import { Preview } from '../../conversations/composer/preview.tsx';
import { DialogForm } from '../dialog-form.tsx';
import type { Canned } from './canned.tsx';
import { useCannedTexts } from './texts.ts';
import { exampleOf, pathOf, variables } from './variables.ts';

interface Props {
  account: number;
  /** The one that is changed; without it, one is made. */
  canned?: Canned | undefined;
  /** What one that is made begins with. */
  begin?: string;
  onClose: () => void;
}

/** Makes a canned response, or changes one. */
export function CannedForm({ account, canned, begin = '', onClose }: Props) {
  const t = useCannedTexts();
  const [content, setContent] = useState(canned?.content ?? begin);
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (path: string): void => {
    const { current } = area;
    if (current === null) return;
    const { selectionStart, selectionEnd } = current;
    // The caret goes on behind it.
    current.setRangeText(`{{${path}}}`, selectionStart, selectionEnd, 'end');
    setContent(current.value);
    current.focus();
  };
  const send = async (form: FormData): Promise<void> => {
    const body = { short_code: textOf(form, 'short_code').trim().replace(/^\//, ''), content };
    await unwrap(
      canned === undefined
        ? api(account).POST('/canned_responses', { body })
        : api(account).PATCH('/canned_responses/{canned_response_id}', {
            params: { path: { canned_response_id: canned.id } },
            body,
          }),
    );
    await queries.invalidateQueries(cannedQuery(account));
    say({ title: t('saved') });
  };
  return (
    <DialogForm onClose={onClose} send={send} fields={['short_code', 'content']}>
      {(refused) => (
        <>
          <Field
            label={t('code')}
            name="short_code"
            hint={t('codeHint')}
            required
            autoFocus
            autoComplete="off"
            defaultValue={canned?.short_code}
            problem={refused['short_code']}
          />
          <TextArea
            ref={area}
            label={t('content')}
            hint={t('contentHint')}
            rows={5}
            value={content}
            onChange={({ target }) => setContent(target.value)}
            problem={refused['content']}
          />
          <Variables account={account} onInsert={insert} />
          <Example account={account} content={content} />
        </>
      )}
    </DialogForm>
  );
}

interface VariablesProps {
  account: number;
  onInsert: (path: string) => void;
}

/** What can be named in the text: one press puts it where the caret is. */
function Variables({ account, onInsert }: VariablesProps) {
  const t = useCannedTexts();
  const attributes = useQuery(attributesQuery(account)).data ?? [];
  const all = [
    ...Object.entries(variables).map(([name, [path]]) => ({
      path: path as string,
      label: t(`names.${name as keyof typeof variables}`),
    })),
    ...attributes.map((each) => ({ path: pathOf(each), label: each.attribute_display_name })),
  ];
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t('variables')}</legend>
      <div className="flex max-h-40 flex-wrap gap-1 overflow-y-auto">
        {all.map(({ path, label }) => (
          <button
            key={path}
            type="button"
            title={`{{${path}}}`}
            onClick={() => onInsert(path)}
            className="h-6 rounded border border-line bg-surface px-1.5 text-xs text-ink-soft hover:bg-hover hover:text-ink"
          >
            {label}
          </button>
        ))}
      </div>
      <p className="mt-1 text-xs text-ink-faint">{t('variablesHint')}</p>
    </fieldset>
  );
}

/** As a customer would read it, and what of it would stay as it is written. */
function Example({ account, content }: { account: number; content: string }) {
  const t = useCannedTexts();
  const attributes = useQuery(attributesQuery(account)).data;
  const { example, unknown } = exampleOf(content, attributes ?? []);
  return (
    <div>
      <p className="mb-1 text-sm font-medium">{t('example')}</p>
      <div className="rounded-md border border-line bg-sunken py-1">
        <Preview text={example} />
      </div>
      <p role="status" className="mt-1 text-xs text-warn empty:hidden">
        {attributes === undefined || unknown.length === 0
          ? null
          : t('unknown', { names: unknown.join(', ') })}
      </p>
    </div>
  );
}

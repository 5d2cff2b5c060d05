import { X } from 'lucide-react';
import { useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { inputClass, Labelled } from './field.tsx';

interface WordsProps {
  label: string;
  hint?: string;
  /** The label is read out, but not shown. */
  bare?: boolean;
  values: readonly string[];
  onChange: (values: string[]) => void;
  placeholder?: string;
  type?: 'text' | 'email' | 'number';
  autoFocus?: boolean;
}

/** What ends a text: of addresses also what stands between them in a list of recipients. */
const ends = { text: /[\n\t]+/, number: /[\s;]+/, email: /[\s,;]+/ };

/**
 * One or several texts: Enter begins the next, and a list that is pasted is as many. What is being
 * written counts already. It begins with `values`; another `key` begins afresh.
 */
export function Words({ label, hint, bare = false, ...rest }: WordsProps) {
  if (bare) return <Control {...rest} ties={{ 'aria-label': label }} />;
  return (
    <Labelled label={label} hint={hint}>
      {(ties) => <Control {...rest} ties={ties} />}
    </Labelled>
  );
}

type ControlProps = Omit<WordsProps, 'label' | 'hint' | 'bare'> & { ties: object };

function Control({ values, onChange, placeholder, type = 'text', autoFocus, ties }: ControlProps) {
  const { t } = useTranslation();
  // A single text is simply in the field, so that it can be mended like in any other.
  const [done, setDone] = useState(values.length === 1 ? [] : [...values]);
  const [written, setWritten] = useState(values.length === 1 ? (values[0] ?? '') : '');
  const change = (nextDone: string[], nextWritten: string): void => {
    setDone(nextDone);
    setWritten(nextWritten);
    onChange(nextWritten.trim() === '' ? nextDone : [...nextDone, nextWritten.trim()]);
  };
  const keyed = (event: KeyboardEvent<HTMLInputElement>): void => {
    const isEnd = event.key === 'Enter' || (type === 'email' && /^[ ,;]$/.test(event.key));
    if (isEnd && !event.nativeEvent.isComposing) {
      // Of a form it would be the end.
      event.preventDefault();
      if (written.trim() !== '') change([...done, written.trim()], '');
    } else if (event.key === 'Backspace' && written === '' && done.length > 0) {
      event.preventDefault();
      change(done.slice(0, -1), done.at(-1) ?? '');
    }
  };
  const pasted = (event: ClipboardEvent<HTMLInputElement>): void => {
    const parts = event.clipboardData.getData('text').split(ends[type]).map((part) => part.trim()).filter((part) => part !== ''); // prettier-ignore
    if (parts.length < 2) return;
    event.preventDefault();
    change([...done, ...(written.trim() === '' ? [] : [written.trim()]), ...parts], '');
  };
  return (
    <div className={`${inputClass} flex h-auto min-h-9 flex-wrap items-center gap-1 py-1`}>
      {done.map((word, index) => (
        <span
          key={`${index}-${word}`}
          className="flex max-w-full items-center rounded bg-sunken pl-2 text-sm"
        >
          <span className="truncate">{word}</span>
          <button
            type="button"
            aria-label={t('app.remove', { name: word })}
            onClick={() =>
              change(
                done.filter((_each, at) => at !== index),
                written,
              )
            }
            className="flex size-6 shrink-0 items-center justify-center rounded text-ink-soft hover:bg-hover"
          >
            <X aria-hidden="true" className="size-3.5" />
          </button>
        </span>
      ))}
      <input
        {...ties}
        type={type}
        step="any"
        value={written}
        placeholder={done.length === 0 ? placeholder : undefined}
        onChange={({ target }) => change(done, target.value)}
        onKeyDown={keyed}
        onPaste={pasted}
        autoFocus={autoFocus}
        className="h-7 min-w-24 flex-1 bg-transparent outline-none placeholder:text-ink-faint"
      />
    </div>
  );
}

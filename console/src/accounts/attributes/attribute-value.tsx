import { useId, useState } from 'react';
import { inputClass } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/toggle.tsx';
import { useValueTexts } from './texts.ts';
import { readValue, writtenAs, type Definition } from './values.ts';

interface Props {
  definition: Definition;
  value: unknown;
  /** It was just added, and waits to be written. */
  begins: boolean;
  onSet: (value: unknown) => void;
}

/** One value, changed where it stands. */
export function AttributeValue({ definition, value, begins, onSet }: Props) {
  const { attribute_display_type: type, attribute_display_name: name } = definition;
  if (type === 'checkbox') {
    return <Switch bare label={name} checked={value === true} onChange={onSet} />;
  }
  if (type === 'list') {
    return (
      <Select
        bare
        label={name}
        value={writtenAs(value)}
        onChange={onSet}
        options={definition.attribute_values.map((each) => ({ value: each, label: each }))}
      />
    );
  }
  return <Written definition={definition} value={value} begins={begins} onSet={onSet} />;
}

function Written({ definition, value, begins, onSet }: Props) {
  const t = useValueTexts();
  const { attribute_display_type: type, attribute_display_name: name } = definition;
  const [isOpen, setOpen] = useState(begins);
  if (isOpen) {
    return (
      <Editor
        definition={definition}
        value={value}
        onClose={() => setOpen(false)}
        onSet={(next) => {
          setOpen(false);
          onSet(next);
        }}
      />
    );
  }
  const text = writtenAs(value);
  return (
    <>
      {type === 'link' && /^https?:/.test(text) ? (
        <a
          href={text}
          target="_blank"
          rel="noopener noreferrer"
          className="mr-1 text-accent hover:underline"
        >
          {text}
        </a>
      ) : null}
      <button
        type="button"
        // What is seen is a part of what is read out.
        aria-label={`${t('edit', { name })}: ${text}`}
        onClick={() => setOpen(true)}
        className="-ml-1.5 min-h-6 rounded px-1.5 py-0.5 text-left hover:bg-hover"
      >
        {type === 'link' ? '✎' : type === 'percent' ? `${text} %` : text || '—'}
      </button>
    </>
  );
}

interface EditorProps {
  definition: Definition;
  value: unknown;
  onSet: (value: unknown) => void;
  onClose: () => void;
}

/** Enter or leaving it saves, Escape does not. */
function Editor({ definition, value, onSet, onClose }: EditorProps) {
  const t = useValueTexts();
  const id = useId();
  const { attribute_display_type: type, attribute_display_name: name, regex_cue: cue } = definition;
  const [text, setText] = useState(writtenAs(value).slice(0, type === 'date' ? 10 : undefined));
  const [problem, setProblem] = useState<string>();
  const save = (): void => {
    const read = readValue(definition, text);
    if ('wrong' in read) {
      setProblem(read.wrong === 'pattern' && cue ? cue : t(read.wrong));
    } else if (writtenAs(read.value) === writtenAs(value)) onClose();
    else onSet(read.value);
  };
  return (
    <>
      <input
        autoFocus
        aria-label={name}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={problem === undefined ? undefined : id}
        type={type === 'date' ? 'date' : 'text'}
        inputMode={type === 'number' || type === 'currency' || type === 'percent' ? 'decimal' : undefined} // prettier-ignore
        value={text}
        onChange={({ target }) => setText(target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            save();
          }
          if (event.key === 'Escape') {
            event.stopPropagation();
            onClose();
          }
        }}
        className={`${inputClass} h-7 px-2`}
      />
      {problem === undefined ? null : (
        <span id={id} role="alert" className="block text-xs text-danger">
          {problem}
        </span>
      )}
    </>
  );
}

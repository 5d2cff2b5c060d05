import { Check, Search } from 'lucide-react';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Key } from './key.tsx';

export interface Choice {
  id: string;
  label: string;
  /** By what it is found besides its label. */
  words?: string | undefined;
  /** Of several that begin a group, the first has its name above it. */
  group?: string | undefined;
  /** Before the label: a colour, a face. */
  mark?: ReactNode;
  /** At the right: what it means, when it is. */
  hint?: string | undefined;
  /** The key that does the same. */
  shortcut?: string | undefined;
  checked?: boolean | undefined;
  run: () => void;
}

interface ChoicesProps {
  label: string;
  placeholder: string;
  choices: readonly Choice[];
  /** Hears what is typed, where that makes more choices than words that match. */
  onQuery?: (query: string) => void;
  /** Choices that stand there whatever is typed. */
  always?: readonly Choice[];
  /** After one was chosen; not where several may be. */
  onDone?: () => void;
  /** It is a part of a form, not what a dialog is about. */
  small?: boolean;
}

const matches = (choice: Choice, words: readonly string[]): boolean => {
  const { label, group = '', words: more = '' } = choice;
  const text = `${group} ${label} ${more}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/** A field and below it what matches: arrows move, Enter chooses. */
export function Choices({
  label,
  placeholder,
  choices,
  onQuery,
  always = [],
  onDone,
  small = false,
}: ChoicesProps) {
  const { t } = useTranslation();
  const list = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const words = query.toLowerCase().split(/\s+/);
  const found = [...always, ...choices.filter((choice) => matches(choice, words))];
  const current = Math.min(at, found.length - 1);
  const choose = (choice: Choice | undefined): void => {
    if (choice === undefined) return;
    onDone?.();
    choice.run();
  };
  const keyed = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((current + step + found.length) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[current]);
    }
  };
  return (
    <>
      <label className={`flex items-center gap-2 border-b border-line ${small ? 'px-3' : 'px-4'}`}>
        <Search aria-hidden="true" className="size-4 text-ink-faint" />
        <input
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found.length === 0 ? undefined : `${list}-${current}`}
          autoComplete="off"
          value={query}
          onChange={({ target }) => {
            setQuery(target.value);
            setAt(0);
            onQuery?.(target.value);
          }}
          onKeyDown={keyed}
          placeholder={placeholder}
          className={`${small ? 'h-9' : 'h-12'} min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-faint`}
        />
      </label>
      <ul
        id={list}
        role="listbox"
        aria-label={label}
        aria-multiselectable={choices.some(({ checked }) => checked !== undefined) || undefined}
        className={`${small ? 'max-h-52' : 'max-h-96'} overflow-y-auto p-1`}
      >
        {found.map((choice, index) => (
          <Line
            key={choice.id}
            id={`${list}-${index}`}
            choice={choice}
            isCurrent={index === current}
            group={found[index - 1]?.group === choice.group ? undefined : choice.group}
            onChoose={() => choose(choice)}
          />
        ))}
      </ul>
      {found.length === 0 ? (
        <p role="status" className="p-4 text-center text-ink-faint">
          {t('app.nothingFound')}
        </p>
      ) : null}
    </>
  );
}

interface LineProps {
  id: string;
  choice: Choice;
  isCurrent: boolean;
  group: string | undefined;
  onChoose: () => void;
}

function Line({ id, choice, isCurrent, group, onChoose }: LineProps) {
  const { label, mark, hint, shortcut, checked } = choice;
  return (
    <>
      {group === undefined ? null : (
        <li role="presentation" className="px-3 pt-2 pb-1 text-xs font-medium text-ink-faint">
          {group}
        </li>
      )}
      <li
        id={id}
        ref={(element) => {
          if (isCurrent) element?.scrollIntoView({ block: 'nearest' });
        }}
        role="option"
        aria-selected={checked ?? isCurrent}
        onClick={onChoose}
        className={`flex min-h-9 items-center gap-2 rounded-md px-3 ${isCurrent ? 'bg-hover' : 'hover:bg-hover'}`}
      >
        {mark}
        <span className="min-w-0 flex-1 truncate">{label}</span>
        {hint === undefined ? null : <span className="shrink-0 text-xs text-ink-soft">{hint}</span>}
        {shortcut === undefined ? null : <Key>{shortcut}</Key>}
        {checked === true ? <Check aria-hidden="true" className="size-4 shrink-0" /> : null}
      </li>
    </>
  );
}

import { inputClass } from '../../ui/field.tsx';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

/** Narrows a list down to what has the words that are typed. */
export function SearchBox({ label, value, onChange }: Props) {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      className={`${inputClass} mb-3 sm:max-w-72`}
    />
  );
}

/** Whether a text has all the words that are sought, in any order. */
export function hasWords(text: string, sought: string): boolean {
  const folded = fold(text);
  return fold(sought)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}

const fold = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

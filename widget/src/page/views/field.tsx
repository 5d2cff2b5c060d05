import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { Field } from '../globals.ts';
import { words } from '../words/words.ts';

interface Asking {
  field: Field;
  value: string | boolean | undefined;
  /** What is wrong with it. */
  fault: string | undefined;
  change: (value: string | boolean) => void;
}

const inputTypes: Record<string, string> = { email: 'email', number: 'number', date: 'date', link: 'url', url: 'url' }; // prettier-ignore
const inputType = ({ name, type }: Field): string =>
  name === 'phoneNumber' ? 'tel' : (inputTypes[type] ?? 'text');
const completes: Record<string, string> = { emailAddress: 'email', fullName: 'name', phoneNumber: 'tel' }; // prettier-ignore

/** One question of a form, with its label and what is wrong with the answer. */
export function FieldInput({ field, value, fault, change }: Asking): JSX.Element {
  const id = useId();
  const wrong = fault === undefined ? undefined : `${id}-fault`;
  const common = {
    id,
    name: field.name,
    'aria-required': field.required === true,
    'aria-invalid': fault !== undefined,
    ...(wrong === undefined ? {} : { 'aria-describedby': wrong }),
  };
  const label = (
    <label for={id} dir="auto">
      {field.label}
      {field.required === true ? null : <small> ({words.value.optional})</small>}
    </label>
  );
  const isBox = field.type === 'checkbox';
  return (
    <div class={isBox ? 'field box' : 'field'}>
      {!isBox && label}
      {control({ field, value, change }, common)}
      {isBox && label}
      {fault !== undefined && (
        <p class="fault" id={wrong}>
          {fault}
        </p>
      )}
    </div>
  );
}

const choice = ({ label, value }: { label?: string; value: string }): JSX.Element => (
  <option key={value} value={value}>
    {label || value}
  </option>
);

function control(
  { field, value, change }: Omit<Asking, 'fault'>,
  common: { id: string; name: string; 'aria-required': boolean; 'aria-invalid': boolean },
): JSX.Element {
  const placeholder = field.placeholder ?? '';
  const text = typeof value === 'string' ? value : '';
  const onInput = (event: Event): void =>
    change(
      (event.currentTarget as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value,
    );
  switch (field.type) {
    case 'checkbox':
      return (
        <input
          {...common}
          type="checkbox"
          checked={value === true}
          onChange={(event) => change(event.currentTarget.checked)}
        />
      );
    case 'list':
    case 'select':
      return (
        <select {...common} value={text} onChange={onInput}>
          <option value="">{placeholder || words.value.choose}</option>
          {(field.choices ?? (field.values ?? []).map((value) => ({ value }))).map(choice)}
        </select>
      );
    case 'textarea':
    case 'text_area':
      return <textarea {...common} rows={3} dir="auto" placeholder={placeholder} value={text} onInput={onInput} />; // prettier-ignore
    default:
      return (
        <input
          {...common}
          // Each kind has attributes of its own; these all have.
          type={inputType(field) as 'text'}
          autocomplete={completes[field.name] ?? 'off'}
          dir="auto"
          placeholder={placeholder}
          value={text}
          onInput={onInput}
        />
      );
  }
}

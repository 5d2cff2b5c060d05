import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { submit } from '../answer.ts';
import { faultOf, type Answers, type Fault } from '../form-rules.ts';
import type { Field } from '../globals.ts';
import type { Message } from '../shapes.ts';
import { words } from '../words/words.ts';
import { itemsOf, submittedOf, tellFailure } from './asking.ts';
import { FieldInput } from './field.tsx';

/** A field as bots write it into a form. */
interface Item {
  name: string;
  label: string;
  type: string;
  placeholder: string;
  default: string;
  required: boolean;
  options: { label: string; value: string }[];
  pattern: string;
}

const fieldOf = ({ name = '', label, type = 'text', placeholder, required, options, pattern }: Partial<Item>): Field => ({
  name,
  label: label ?? name,
  type,
  placeholder: placeholder ?? '',
  required: required !== false,
  ...(Array.isArray(options) ? { choices: options } : {}),
  regex_pattern: pattern ?? null,
}); // prettier-ignore

export function MessageForm({ message }: { message: Message }): JSX.Element {
  const items = itemsOf<Item>(message);
  const submitted = submittedOf(message);
  const given = items.filter((item) => typeof item.default === 'string');
  const answers = useSignal<Answers>(Object.fromEntries(given.map((item) => [item.name ?? '', item.default ?? '']))); // prettier-ignore
  const faults = useSignal<Record<string, Fault | undefined>>({});
  const isSending = useSignal(false);
  if (Array.isArray(submitted)) return <Given values={submitted} />;
  const fields = items.map(fieldOf);
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    faults.value = Object.fromEntries(
      fields.map((field) => [field.name, faultOf(field, answers.value[field.name] ?? '')]),
    );
    if (isSending.value || Object.values(faults.value).some((each) => each !== undefined)) return;
    isSending.value = true;
    const values = fields.map(({ name, label }) => ({ name, title: label, value: String(answers.value[name] ?? '') })); // prettier-ignore
    submit(message, values)
      .catch(tellFailure)
      .finally(() => { isSending.value = false; });
  }; // prettier-ignore
  const button = message.content_attributes?.['button_label'];
  return (
    <form class="card asked" noValidate onSubmit={onSubmit}>
      {fields.map((field) => {
        const fault = faults.value[field.name];
        return (
          <FieldInput
            key={field.name}
            field={field}
            value={answers.value[field.name]}
            fault={fault === undefined ? undefined : words.value[fault]}
            change={(value) => { answers.value = { ...answers.value, [field.name]: value }; }}
          />
        ); // prettier-ignore
      })}
      <button type="submit" class="primary" disabled={isSending.value}>
        {typeof button === 'string' && button !== '' ? button : words.value.submit}
      </button>
    </form>
  );
}

const Given = ({ values }: { values: unknown[] }): JSX.Element => (
  <dl class="answered">
    {values.map((each) => {
      const { title, name, value } = each as Record<string, unknown>;
      return (
        <>
          <dt dir="auto">{String(title ?? name ?? '')}</dt>
          <dd dir="auto">{String(value ?? '')}</dd>
        </>
      );
    })}
  </dl>
);

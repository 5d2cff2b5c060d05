import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { patch, Refusal } from '../api.ts';
import { askedFields, faultOf, sortAnswers, type Answers, type Fault } from '../form-rules.ts';
import { channel, type Field } from '../globals.ts';
import { loadContact } from '../load.ts';
import { startWith } from '../send.ts';
import { ensureSession } from '../session.ts';
import { contact, view } from '../state.ts';
import { fill, words } from '../words/words.ts';
import { FieldInput } from './field.tsx';
import { Header } from './header.tsx';

const options = channel.preChatFormOptions ?? {};

/** Whether something is asked before the first message. */
export const wantsForm = (): boolean => channel.preChatFormEnabled;

const MESSAGE: Field = { name: 'message', type: 'textarea', label: '', required: true };

const newId = (): string => `form-${Date.now()}-${Math.random().toString(36).slice(2)}`;

/** What is asked before a conversation, with its first message. */
export function Form(): JSX.Element {
  const { start, sending, message } = words.value;
  const answers = useSignal<Answers>({});
  const faults = useSignal<Record<string, Fault | undefined>>({});
  const state = useSignal<'open' | 'sending'>('open');
  const refusal = useSignal('');
  // Sent again it is the same conversation, as long as nothing was changed.
  const echo = useRef(newId());
  const form = useRef<HTMLFormElement>(null);
  const asked = askedFields(options.pre_chat_fields ?? [], contact.value);
  const fields = [...asked, { ...MESSAGE, label: message }];

  const onSubmit = (event: Event): void => {
    event.preventDefault();
    if (state.value === 'sending') return;
    faults.value = Object.fromEntries(
      fields.map((field) => [field.name, faultOf(field, answers.value[field.name] ?? '')]),
    );
    const wrong = fields.find(({ name }) => faults.value[name] !== undefined);
    if (wrong !== undefined) {
      form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(wrong.name)}"]`)?.focus();
      return;
    }
    state.value = 'sending';
    refusal.value = '';
    send(asked, answers.value, echo.current).catch((error: unknown) => {
      state.value = 'open';
      const why = error instanceof Refusal ? error.message : '';
      refusal.value = why || words.peek().failed;
    });
  };
  return (
    <>
      <Header />
      <main class="scroll">
        <form class="card asked" ref={form} noValidate onSubmit={onSubmit}>
          {options.pre_chat_message ? <p dir="auto">{options.pre_chat_message}</p> : null}
          {fields.map((field) => (
            <FieldInput
              key={field.name}
              field={{ ...field, label: labelOf(field) }}
              value={answers.value[field.name]}
              fault={faultText(field, faults.value[field.name])}
              change={(value) => {
                echo.current = newId();
                answers.value = { ...answers.value, [field.name]: value };
                faults.value = { ...faults.value, [field.name]: undefined };
              }}
            />
          ))}
          {refusal.value !== '' && <p role="alert">{refusal.value}</p>}
          <button type="submit" class="primary wide" disabled={state.value === 'sending'}>
            {state.value === 'sending' ? sending : start}
          </button>
        </form>
      </main>
    </>
  );
}

async function send(fields: Field[], answers: Answers, echo_id: string): Promise<void> {
  await ensureSession();
  const { contact: who, custom_attributes, contact_attributes } = sortAnswers(fields, answers);
  if (Object.keys(contact_attributes).length > 0) {
    await patch('contact', { custom_attributes: contact_attributes });
  }
  const content = String(answers['message'] ?? '').trim();
  await startWith({ content, echo_id }, { contact: who, custom_attributes });
  view.value = 'chat';
  await loadContact().catch(() => {});
}

const GIVEN: Record<string, string> = { emailAddress: 'Email Id', fullName: 'Full name', phoneNumber: 'Phone number' }; // prettier-ignore

/** The team's own label; what nobody has changed is said in the visitor's language. */
function labelOf({ name, label }: Field): string {
  const isGiven = GIVEN[name]?.toLowerCase() === label.trim().toLowerCase() || label === '';
  const own = words.value as unknown as Record<string, unknown>;
  return isGiven && name in GIVEN ? String(own[name]) : label || name;
}

function faultText({ regex_cue }: Field, fault: Fault | undefined): string | undefined {
  if (fault === undefined) return undefined;
  return fault === 'invalid' && regex_cue ? regex_cue : fill(words.value[fault], {});
}

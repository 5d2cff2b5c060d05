import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { postback, submit, submitEmail } from '../answer.ts';
import { Refusal } from '../api.ts';
import { faultOf } from '../form-rules.ts';
import { safeMedia } from '../links.ts';
import { Link } from '../markdown.tsx';
import type { Message } from '../shapes.ts';
import { fill, words } from '../words/words.ts';
import { itemsOf, submittedOf, tellFailure } from './asking.ts';
import { FieldInput } from './field.tsx';
import { MessageForm } from './message-form.tsx';
import { Rating } from './rating.tsx';

/** What a message asks the visitor to do, or what it shows besides its text. */
export function Asked({ message }: { message: Message }): JSX.Element | null {
  switch (message.content_type) {
    case 'input_select':
      return <Options message={message} />;
    case 'form':
      return <MessageForm message={message} />;
    case 'input_email':
      return <Email message={message} />;
    case 'input_csat':
      return <Rating message={message} />;
    case 'cards':
      return <Cards message={message} />;
    case 'article':
      return <Articles message={message} />;
    default:
      return null;
  }
}

interface Option {
  title: string;
  value: string;
}

function Options({ message }: { message: Message }): JSX.Element {
  const isSending = useSignal(false);
  const submitted = submittedOf(message);
  const chosen = Array.isArray(submitted) ? (submitted[0] as Partial<Option>) : undefined;
  if (chosen !== undefined) {
    const answer = chosen.title ?? chosen.value ?? '';
    return <p class="answered" dir="auto">{fill(words.value.answered, { answer })}</p>; // prettier-ignore
  }
  const choose = ({ title, value }: Partial<Option>): void => {
    isSending.value = true;
    submit(message, [{ title: title ?? '', value: value ?? title ?? '' }])
      .catch(tellFailure)
      .finally(() => { isSending.value = false; });
  }; // prettier-ignore
  return (
    <div class="options" role="group" aria-label={message.content ?? ''}>
      {itemsOf<Option>(message).map((option) => (
        <button type="button" class="option" dir="auto" disabled={isSending.value} onClick={() => choose(option)}>
          {option.title ?? option.value}
        </button>
      ))}
    </div>
  ); // prettier-ignore
}

function Email({ message }: { message: Message }): JSX.Element {
  const { yourEmail, emailKept, submit: send, invalidEmail } = words.value;
  const value = useSignal('');
  const fault = useSignal<string | undefined>(undefined);
  const isSending = useSignal(false);
  const kept = message.content_attributes?.['submitted_email'];
  if (typeof kept === 'string') return <p class="answered">{fill(emailKept, { email: kept })}</p>;
  const field = { name: 'emailAddress', type: 'email', label: yourEmail, required: true };
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    const wrong = faultOf(field, value.value);
    fault.value = wrong === undefined ? undefined : words.value[wrong];
    if (wrong !== undefined || isSending.value) return;
    isSending.value = true;
    submitEmail(message, value.value.trim())
      .catch((error: unknown) => { fault.value = error instanceof Refusal && error.status === 422 ? invalidEmail : words.peek().failed; })
      .finally(() => { isSending.value = false; });
  }; // prettier-ignore
  return (
    <form class="card asked" noValidate onSubmit={onSubmit}>
      <FieldInput field={field} value={value.value} fault={fault.value} change={(text) => { value.value = String(text); }} />
      <button type="submit" class="primary" disabled={isSending.value}>
        {send}
      </button>
    </form>
  ); // prettier-ignore
}

interface Card {
  title: string;
  description: string;
  media_url: string;
  actions: { type: string; text: string; uri?: string; payload?: string }[];
}

const Cards = ({ message }: { message: Message }): JSX.Element => (
  <div class="cards">
    {itemsOf<Card>(message).map(({ title, description, media_url, actions }) => (
      <section class="card">
        {safeMedia(media_url) !== undefined && <img src={safeMedia(media_url)} alt="" loading="lazy" referrerpolicy="no-referrer" />}
        <h2 dir="auto">{title}</h2>
        <p dir="auto">{description}</p>
        {(Array.isArray(actions) ? actions : []).map(({ type, text, uri, payload }) =>
          type === 'link' ? (
            <Link href={uri} class="option">{text}</Link>
          ) : (
            <button type="button" class="option" onClick={() => postback(payload)}>{text}</button>
          ),
        )}
      </section>
    ))}
  </div>
); // prettier-ignore

interface Article {
  title: string;
  description: string;
  link: string;
}

const Articles = ({ message }: { message: Message }): JSX.Element => (
  <div class="articles">
    {itemsOf<Article>(message).map(({ title, description, link }) => (
      <section class="card">
        <h2 dir="auto">{title}</h2>
        <p dir="auto">{description}</p>
        <Link href={link} class="option">
          {words.value.read}
        </Link>
      </section>
    ))}
  </div>
);

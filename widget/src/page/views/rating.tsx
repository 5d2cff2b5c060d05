import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { submit } from '../answer.ts';
import type { Message } from '../shapes.ts';
import { words } from '../words/words.ts';
import { submittedOf, tellFailure } from './asking.ts';
import { Icon } from './icons.tsx';

const FACES = ['😞', '😑', '😐', '😀', '😍'];

interface Response {
  rating?: number | null;
  feedback_message?: string | null;
}

/** The question how it was, at the end of a conversation. */
export function Rating({ message }: { message: Message }): JSX.Element {
  const { rating: label, ratings, stars, more, thanks, submit: send } = words.value;
  const submitted = submittedOf(message) as { csat_survey_response?: Response } | undefined;
  const given = submitted?.csat_survey_response ?? {};
  const isStars = message.content_attributes?.['display_type'] === 'star';
  const comment = useSignal('');
  const isSending = useSignal(false);
  const keep = (response: Response): void => {
    isSending.value = true;
    submit(message, { csat_survey_response: { ...given, ...response } })
      .catch(tellFailure)
      .finally(() => { isSending.value = false; });
  }; // prettier-ignore
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    keep({ feedback_message: comment.value.trim() });
  };
  const isDone = Boolean(given.feedback_message);
  return (
    <form class="card asked" onSubmit={onSubmit}>
      <fieldset class="ratings" disabled={isSending.value || isDone}>
        <legend class="unseen">{label}</legend>
        {FACES.map((face, index) => {
          const rating = index + 1;
          const isChosen = isStars ? rating <= (given.rating ?? 0) : rating === given.rating;
          const name = (isStars ? stars : ratings)[index] ?? '';
          return (
            <button type="button" class={isChosen ? 'rate chosen' : 'rate'} aria-pressed={rating === given.rating} aria-label={name} title={name} onClick={() => keep({ rating })}>
              {isStars ? <Icon name="star" /> : face}
            </button>
          );
        })}
      </fieldset>
      {given.rating != null && !isDone && (
        <>
          <textarea rows={2} dir="auto" aria-label={more} placeholder={more} value={comment.value} onInput={(event) => { comment.value = event.currentTarget.value; }} />
          <button type="submit" class="primary" disabled={isSending.value || comment.value.trim() === ''}>
            {send}
          </button>
        </>
      )}
      {isDone && <p class="answered">{thanks}</p>}
    </form>
  ); // prettier-ignore
}

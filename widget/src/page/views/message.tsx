import type { ComponentChildren, JSX } from 'preact';
import { channel } from '../globals.ts';
import { Markdown, Plain } from '../markdown.tsx';
import { discard, putAgain, type Waiting } from '../outbox.ts';
import type { Message } from '../shapes.ts';
import { isFromTeam } from '../state.ts';
import { dateLocale, words } from '../words/words.ts';
import { Asked } from './asked.tsx';
import { Attachments } from './attachments.tsx';
import { Face } from './faces.tsx';

/** Who speaks: the person, the bot, or the inbox for what it says by itself. */
export const nameOf = ({ sender }: Message): string =>
  sender?.available_name || sender?.name || channel.websiteName;

const GROUP_SECONDS = 300;

const belongs = (one: Message, other: Message | undefined): boolean =>
  other !== undefined &&
  isFromTeam(one) === isFromTeam(other) &&
  nameOf(one) === nameOf(other) &&
  Math.abs(one.created_at - other.created_at) < GROUP_SECONDS;

interface Placed {
  message: Message;
  before: Message | undefined;
  after: Message | undefined;
}

export function MessageView({ message, before, after }: Placed): JSX.Element {
  const isTheirs = isFromTeam(message);
  const at = new Date(message.created_at * 1000);
  const day = dayOf(at);
  const isFirst = !belongs(message, before);
  const isLast = !belongs(message, after);
  const name = nameOf(message);
  return (
    <>
      {(before === undefined || dayOf(new Date(before.created_at * 1000)) !== day) && (
        <p class="day">
          <span>{day}</span>
        </p>
      )}
      <article class={`message ${isTheirs ? 'theirs' : 'own'}${isLast ? ' last' : ''}`} data-id={message.id}>
        {isTheirs && (isLast ? <Face name={name} url={message.sender?.avatar_url ?? channel.avatarUrl} /> : <span class="face none" />)}
        <div class="said">
          <span class={isTheirs && isFirst ? 'author' : 'unseen'}>{isTheirs ? name : words.value.you}</span>
          <Body message={message} />
          {isLast && <time dateTime={at.toISOString()}>{timeOf(at)}</time>}
        </div>
      </article>
    </>
  ); // prettier-ignore
}

function Body({ message }: { message: Message }): JSX.Element {
  const { content, attachments = [] } = message;
  const text = content?.trim() ? content : undefined;
  return (
    <>
      {text !== undefined && (
        <div class="bubble" dir="auto">
          {isFromTeam(message) ? <Markdown text={text} /> : <Plain text={text} />}
        </div>
      )}
      <Asked message={message} />
      {attachments.length > 0 && <Attachments files={attachments} />}
    </>
  );
}

/** What is on its way, or was not taken. */
export function WaitingView({ waiting, you }: { waiting: Waiting; you: string }): JSX.Element {
  const { content, file, state, error } = waiting;
  return (
    <article class={`message own last ${state}`}>
      <div class="said">
        <span class="unseen">{you}</span>
        <div class="bubble" dir="auto">
          {file === undefined ? <Plain text={content} /> : <span class="file-name">📎 {file.name}</span>}
          {file !== undefined && state === 'sending' && <progress value={waiting.progress ?? 0} max={1} aria-label={file.name} />}
        </div>
        <p class={state === 'failed' ? 'fault' : 'status'}>{statusOf(waiting)}</p>
        {state === 'failed' && error !== '' && <p class="status">{error}</p>}
        {state === 'failed' && <Again waiting={waiting} />}
      </div>
    </article>
  ); // prettier-ignore
}

function statusOf({ state }: Waiting): ComponentChildren {
  const { sending, waiting, notSent } = words.value;
  return { sending, waiting, failed: notSent }[state];
}

const Again = ({ waiting }: { waiting: Waiting }): JSX.Element => (
  <p class="row end">
    <button type="button" class="text" onClick={() => putAgain(waiting)}>
      {words.value.tryAgain}
    </button>
    <button type="button" class="text" onClick={() => discard(waiting)}>
      {words.value.discard}
    </button>
  </p>
);

const timeOf = (at: Date): string =>
  at.toLocaleTimeString(dateLocale.value, { hour: 'numeric', minute: '2-digit' });

function dayOf(at: Date): string {
  const days = Math.round((midnight(new Date()) - midnight(at)) / 86_400_000);
  if (days === 0) return words.value.today;
  if (days === 1) return words.value.yesterday;
  return at.toLocaleDateString(dateLocale.value, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}

const midnight = (at: Date): number => new Date(at).setHours(0, 0, 0, 0);

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { channel } from '../globals.ts';
import { endConversation, mailTranscript } from '../leave.ts';
import { contact, conversation, isEnded, messages, trouble, wishes } from '../state.ts';
import { words } from '../words/words.ts';
import { Icon } from './icons.tsx';

/** What else can be done with the conversation: have it mailed, end it. */
export function Menu(): JSX.Element | null {
  const isShown = useSignal(false);
  const asksToEnd = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isShown.value) return;
    const close = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) isShown.value = false;
    };
    box.current?.querySelector<HTMLElement>('.menu button')?.focus();
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [isShown.value, asksToEnd.value]);

  const { menu, transcript, endConversation: end } = words.value;
  const isTalking = conversation.value !== undefined && messages.value.length > 0;
  const canEnd = isTalking && !isEnded.value && wishes.value.enableEndConversation && channel.enabledFeatures.includes('end_conversation'); // prettier-ignore
  const canMail = isTalking && contact.value?.has_email === true;
  if (!canEnd && !canMail) return null;

  const toggle = (): void => {
    isShown.value = !isShown.value;
    asksToEnd.value = false;
  };
  const mail = (): void => {
    isShown.value = false;
    tell(mailTranscript, words.peek().transcriptSent);
  };
  return (
    <div
      class="menu-box"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isShown.value) return;
        event.preventDefault();
        isShown.value = false;
        box.current?.querySelector('button')?.focus();
      }}
    >
      <button type="button" class="tool" aria-label={menu} title={menu} aria-expanded={isShown.value} onClick={toggle}>
        <Icon name="menu" />
      </button>
      {isShown.value && (
        <div class="menu">
          {asksToEnd.value ? (
            <EndQuestion done={() => { isShown.value = false; }} />
          ) : (
            <>
              {canMail && <Choice icon="mail" text={transcript} act={mail} />}
              {canEnd && <Choice icon="end" text={end} act={() => { asksToEnd.value = true; }} />}
            </>
          )}
        </div>
      )}
    </div>
  ); // prettier-ignore
}

interface Choosing {
  icon: 'mail' | 'end';
  text: string;
  act: () => void;
}

const Choice = ({ icon, text, act }: Choosing): JSX.Element => (
  <button type="button" onClick={act}>
    <Icon name={icon} />
    {text}
  </button>
);

function EndQuestion({ done }: { done: () => void }): JSX.Element {
  const { endQuestion, end, cancel } = words.value;
  const act = (): void => {
    done();
    tell(endConversation);
  };
  return (
    <div class="question" role="group" aria-label={endQuestion}>
      <p>{endQuestion}</p>
      <div class="row">
        <button type="button" class="secondary" onClick={done}>
          {cancel}
        </button>
        <button type="button" class="primary" onClick={act}>
          {end}
        </button>
      </div>
    </div>
  );
}

function tell(act: () => Promise<unknown>, success?: string): void {
  act().then(
    () => {
      trouble.value = success;
    },
    () => {
      trouble.value = words.peek().failed;
    },
  );
}

import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { channel } from '../globals.ts';
import { beginAnew } from '../leave.ts';
import { loadEarlier } from '../load.ts';
import { outbox } from '../outbox.ts';
import { hasEarlier, isEnded, line, messages, trouble, typist, unread } from '../state.ts';
import { fill, words } from '../words/words.ts';
import { Composer } from './composer.tsx';
import { wantsForm } from './form.tsx';
import { Header } from './header.tsx';
import { MessageView, WaitingView } from './message.tsx';
import { useDrop } from './use-files.ts';

/** The conversation, and where the next message is written. */
export function Chat(): JSX.Element {
  const { dropHere } = words.value;
  const { isOver, handlers } = useDrop();
  return (
    <>
      <Header />
      <main class="talk" {...handlers}>
        <Log />
        <Notices />
        {isEnded.value && <Ended />}
        {(!isEnded.value || channel.allowMessagesAfterResolved) && <Composer />}
        {isOver.value && <div class="drop">{dropHere}</div>}
      </main>
    </>
  );
}

const NEAR = 80;

/** The messages, at their end as long as the visitor has not scrolled up. */
function Log(): JSX.Element {
  const { conversation: title, earlier, you, typing, someone } = words.value;
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const isLoading = useSignal(false);
  const list = messages.value;
  const waiting = outbox.value;
  useLayoutEffect(() => {
    if (follows.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [list, waiting, typist.value]);
  const onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = box.current as HTMLDivElement;
    follows.current = scrollHeight - scrollTop - clientHeight < NEAR;
  };
  const showEarlier = (): void => {
    const element = box.current as HTMLDivElement;
    const before = element.scrollHeight;
    isLoading.value = true;
    loadEarlier()
      .then(() => requestAnimationFrame(() => { element.scrollTop += element.scrollHeight - before; }))
      .catch(() => { trouble.value = words.peek().failed; })
      .finally(() => { isLoading.value = false; });
  }; // prettier-ignore
  return (
    <div class="log scroll" ref={box} onScroll={onScroll} role="log" aria-live="polite" aria-label={title} tabIndex={0}>
      {hasEarlier.value && (
        <button type="button" class="secondary earlier" disabled={isLoading.value} onClick={showEarlier}>
          {earlier}
        </button>
      )}
      {list.map((message, index) => (
        <MessageView key={message.id} message={message} before={list[index - 1]} after={list[index + 1]} />
      ))}
      {waiting.map((each) => (
        <WaitingView key={each.echo_id} waiting={each} you={you} />
      ))}
      {typist.value !== undefined && (
        <p class="typing">
          <span class="dots" aria-hidden="true"><i /><i /><i /></span>
          {fill(typing, { name: typist.value || someone })}
        </p>
      )}
    </div>
  ); // prettier-ignore
}

/** What stands in the way just now, or what has become of the last wish. */
function Notices(): JSX.Element {
  const { reconnecting } = words.value;
  const isLong = useSignal(false);
  useSignalEffect(() => {
    isLong.value = false;
    // A connection that comes back at once is not worth a word.
    if (line.value !== 'lost') return;
    const timer = setTimeout(() => { isLong.value = true; }, 2000); // prettier-ignore
    return () => clearTimeout(timer);
  });
  useSignalEffect(() => {
    void unread.value;
    if (trouble.value === undefined) return;
    const timer = setTimeout(() => { trouble.value = undefined; }, 8000); // prettier-ignore
    return () => clearTimeout(timer);
  });
  return (
    <div class="notices" role="status">
      {isLong.value && <p>{reconnecting}</p>}
      {trouble.value !== undefined && <p>{trouble.value}</p>}
    </div>
  );
}

function Ended(): JSX.Element {
  const { ended, startNew } = words.value;
  return (
    <section class="ended">
      <p>{ended}</p>
      <button type="button" class="secondary" onClick={() => beginAnew(wantsForm())}>
        {startNew}
      </button>
    </section>
  );
}

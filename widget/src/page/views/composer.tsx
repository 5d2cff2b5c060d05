import { signal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { channel } from '../globals.ts';
import { put } from '../outbox.ts';
import { isMobile, isOpen, wishes } from '../state.ts';
import { noteWriting, stopWriting } from '../typing.ts';
import { words } from '../words/words.ts';
import { EmojiPanel } from './emoji-panel.tsx';
import { Icon } from './icons.tsx';
import { ACCEPTED, putFiles, takesFiles } from './use-files.ts';

const MAX = 150_000; // characters

/** What is being written; it stays when the visitor looks at something else meanwhile. */
const text = signal('');

/** Where the visitor writes: text, emoji, files. */
export function Composer(): JSX.Element {
  const { messagePlaceholder, message, send } = words.value;
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = area.current as HTMLTextAreaElement;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 120)}px`;
  }, [text.value]);
  useSignalEffect(() => {
    // On a phone the keyboard would cover what is to be read.
    if (isOpen.value && !isMobile.peek()) area.current?.focus();
  });
  const submit = (): void => {
    const content = text.value.trim();
    if (content === '') return;
    put({ content });
    text.value = '';
    stopWriting();
    area.current?.focus();
  };
  const insert = (what: string): void => {
    const { selectionStart, selectionEnd } = area.current as HTMLTextAreaElement;
    text.value = text.value.slice(0, selectionStart) + what + text.value.slice(selectionEnd);
    area.current?.focus();
  };
  return (
    <form class="composer" onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <textarea
        ref={area}
        rows={1}
        dir="auto"
        maxLength={MAX}
        aria-label={message}
        placeholder={messagePlaceholder}
        value={text.value}
        onInput={(event) => { text.value = event.currentTarget.value; noteWriting(); }}
        onKeyDown={(event) => {
          // While a character is being composed, Enter chooses it.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          submit();
        }}
        onPaste={(event) => { if (takesFiles()) putFiles(event.clipboardData?.files); }}
      />
      <div class="tools">
        {takesFiles() && <Attach />}
        {wishes.value.enableEmojiPicker && channel.enabledFeatures.includes('emoji_picker') && <EmojiPanel insert={insert} />}
        <button type="submit" class="tool send" aria-label={send} title={send} disabled={text.value.trim() === ''}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  ); // prettier-ignore
}

function Attach(): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const { attach } = words.value;
  return (
    <>
      <button type="button" class="tool" aria-label={attach} title={attach} onClick={() => input.current?.click()}>
        <Icon name="attach" />
      </button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        onChange={(event) => {
          putFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </>
  ); // prettier-ignore
}

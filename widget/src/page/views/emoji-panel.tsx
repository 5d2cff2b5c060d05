import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { emoji } from '../emoji.ts';
import { words } from '../words/words.ts';
import { keepFocusInside } from './focus.ts';
import { Icon } from './icons.tsx';

/** A button with the emoji behind it. */
export function EmojiPanel({ insert }: { insert: (emoji: string) => void }): JSX.Element {
  const { emoji: title, emojiGroups } = words.value;
  const isShown = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isShown.value) return;
    const close = (event: Event): void => {
      if (!box.current?.contains(event.target as Node)) isShown.value = false;
    };
    box.current?.querySelector<HTMLElement>('.emoji button')?.focus();
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [isShown.value]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isShown.value) return;
    if (event.key === 'Tab' && box.current !== null) keepFocusInside(event, box.current);
    if (event.key !== 'Escape') return;
    event.preventDefault();
    isShown.value = false;
    box.current?.querySelector('button')?.focus();
  };
  return (
    <div class="emoji-box" ref={box} onKeyDown={onKeyDown}>
      <button type="button" class="tool" aria-label={title} title={title} aria-expanded={isShown.value} onClick={() => { isShown.value = !isShown.value; }}>
        <Icon name="smile" />
      </button>
      {isShown.value && (
        <div class="emoji" role="dialog" aria-label={title}>
          {emoji.map((group, index) => (
            <div role="group" aria-label={emojiGroups[index]}>
              {group.map((each) => (
                <button type="button" onClick={() => { insert(each); isShown.value = false; }}>
                  {each}
                </button>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  ); // prettier-ignore
}

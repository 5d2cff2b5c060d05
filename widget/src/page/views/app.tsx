import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { say } from '../host.ts';
import { closeWindow } from '../leave.ts';
import { canPreview, isMobile, isOpen, loading, unread, view, wishes } from '../state.ts';
import { direction, fill, language, words } from '../words/words.ts';
import { Chat } from './chat.tsx';
import { useColors } from './colors.ts';
import { keepFocusInside } from './focus.ts';
import { Form } from './form.tsx';
import { Home } from './home.tsx';
import { LoadFailed } from './load-failed.tsx';
import { Preview } from './preview.tsx';

export function App(): JSX.Element {
  useColors();
  useSignalEffect(speak);
  useSignalEffect(focusFirst);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) closeWindow();
      if (event.key === 'Tab' && isMobile.peek()) keepFocusInside(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const isPreview =
    canPreview.value &&
    wishes.value.showUnreadMessagesDialog &&
    !isOpen.value &&
    unread.value.length > 0;
  document.documentElement.dataset['preview'] = String(isPreview);
  if (isPreview) return <Preview />;
  return <div class="window">{content()}</div>;
}

function content(): JSX.Element {
  if (loading.value === 'failed') return <LoadFailed />;
  if (view.value === 'chat') return <Chat />;
  return view.value === 'form' ? <Form /> : <Home />;
}

/** Whoever opens the window can go on with the keyboard; the composer takes the focus by itself. */
function focusFirst(): void {
  if (!isOpen.value || loading.value !== 'ready' || view.peek() === 'chat') return;
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-focus]')?.focus());
}

/** Says the language of the page, and to the website what its buttons are called in it. */
function speak(): void {
  const { chat, openChat, closeChat, unread: news } = words.value;
  document.documentElement.lang = language.value;
  document.documentElement.dir = direction.value;
  document.title = chat;
  const labels = {
    open: openChat,
    close: closeChat,
    unread: fill(news.other, { count: '' }).trim(),
  };
  say('setBubbleLabel', { label: chat, labels, title: chat });
}

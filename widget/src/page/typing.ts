import { post } from './api.ts';
import { conversation } from './state.ts';

const PAUSE = 3000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells the team that the visitor is writing, until they pause. */
export function noteWriting(): void {
  if (conversation.peek() === undefined) return;
  if (timer === undefined) toggle('on');
  clearTimeout(timer);
  timer = setTimeout(stopWriting, PAUSE);
}

export function stopWriting(): void {
  if (timer === undefined) return;
  clearTimeout(timer);
  timer = undefined;
  toggle('off');
}

function toggle(typing_status: 'on' | 'off'): void {
  post('conversations/toggle_typing', { typing_status }).catch(() => {});
}

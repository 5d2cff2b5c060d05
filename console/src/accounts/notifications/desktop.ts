const KEY = 'confab.desktop';
const watchers = new Set<() => void>();

export type DesktopState = 'unsupported' | 'blocked' | 'off' | 'on';

/** Whether this browser shows notifications while nobody looks at the page. */
export function desktopState(): DesktopState {
  if (!('Notification' in globalThis)) return 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  const isOn = Notification.permission === 'granted' && localStorage.getItem(KEY) === 'on';
  return isOn ? 'on' : 'off';
}

export const watchDesktop = (changed: () => void): (() => void) => {
  watchers.add(changed);
  return () => watchers.delete(changed);
};

/** Asks the browser when it has not been asked: only when somebody has pressed a button for it. */
export async function setDesktop(on: boolean): Promise<void> {
  if (on && Notification.permission === 'default') await Notification.requestPermission();
  localStorage.setItem(KEY, on ? 'on' : 'off');
  for (const changed of watchers) changed();
}

interface Shown {
  title: string;
  body: string;
  /** Of what has the same tag, one is shown. */
  tag: string;
  onClick: () => void;
}

export function showOnDesktop({ title, body, tag, onClick }: Shown): void {
  const shown = new Notification(title, { body, tag });
  shown.addEventListener('click', () => {
    focus();
    onClick();
    shown.close();
  });
}

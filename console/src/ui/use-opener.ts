import { useRef, useState, type RefObject } from 'react';

/** What had the focus; for an entry of a menu, which is gone in a moment, the button that the menu hangs on. */
function focused(): Element | null {
  const menu = document.activeElement?.closest('[role="menu"]');
  return menu ? document.querySelector(`[aria-controls="${menu.id}"]`) : document.activeElement;
}

/**
 * Gives the focus back to what had it when a dialog opened. The library would, too, but asks only after the first
 * field of the dialog has taken it. If it has gone elsewhere meanwhile, as to a page that was asked for, it stays there.
 */
export function useOpener(open: boolean): {
  popup: RefObject<HTMLDivElement | null>;
  finalFocus: () => HTMLElement | boolean;
} {
  const popup = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<{ open: boolean; opener: Element | null }>({
    open: false,
    opener: null,
  });
  if (open !== held.open) setHeld({ open, opener: open ? focused() : held.opener });
  const finalFocus = (): HTMLElement | boolean => {
    const now = document.activeElement;
    const isElsewhere =
      now !== null && now !== document.body && popup.current?.contains(now) !== true;
    // Opened by a key while nothing had the focus: the library would give it to the link before all else.
    if (isElsewhere || held.opener === document.body) return false;
    return held.opener instanceof HTMLElement && held.opener.isConnected ? held.opener : true;
  };
  return { popup, finalFocus };
}

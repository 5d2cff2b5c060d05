import {
  cloneElement,
  useEffect,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react';
import { part } from './lazily.ts';
import type * as Parts from './menu-parts.tsx';
import type { ItemProps, MenuProps } from './menu-parts.tsx';

// What a menu takes is loaded when somebody comes near one: the first page does without.
let parts: typeof Parts | undefined;

const loadParts = part(async () => import('./menu-parts.tsx'));

async function load(): Promise<void> {
  parts = await loadParts();
}

/** A menu that hangs on its trigger. */
export function Menu(props: MenuProps) {
  const [isPressed, setPressed] = useState(false);
  const isOpen = props.open === true;
  useEffect(() => {
    if (isOpen) void load().then(() => setPressed(true));
  }, [isOpen]);
  if (isPressed && parts !== undefined) return <parts.LoadedMenu {...props} />;
  const press = (): void =>
    void load().then(() => {
      setPressed(true);
      if (props.open !== undefined) props.onOpenChange?.(true);
    });
  // Until then it is a button that says what it is.
  return cloneElement(props.trigger as ReactElement<Record<string, unknown>>, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: press,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      press();
    },
  });
}

export function MenuItem(props: ItemProps) {
  return parts === undefined ? null : <parts.LoadedItem {...props} />;
}

export function MenuGroup(props: { label: string; children: ReactNode }) {
  return parts === undefined ? null : <parts.LoadedGroup {...props} />;
}

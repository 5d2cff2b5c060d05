import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { Key } from './key.tsx';

export interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  side?: 'top' | 'bottom' | 'right';
  align?: 'start' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

export interface ItemProps {
  children: ReactNode;
  onSelect: () => void;
  checked?: boolean;
  danger?: boolean;
  /** The key that does the same. */
  shortcut?: string;
}

/** What `Menu` is once somebody has pressed it. */
export function LoadedMenu({
  trigger,
  children,
  side = 'bottom',
  align = 'end',
  ...rest
}: MenuProps) {
  const pressed = useRef<HTMLButtonElement>(null);
  const isFollowed = rest.open !== undefined;
  useEffect(() => {
    // The press that has brought it here, once more: so it opens as every time after, with its first item ready.
    if (!isFollowed) pressed.current?.click();
  }, [isFollowed]);
  return (
    <Base.Root {...rest} modal={false}>
      <Base.Trigger ref={pressed} render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className="z-50 outline-none">
          <Base.Popup className="max-h-[min(24rem,var(--available-height))] min-w-44 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-float outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function LoadedItem({ children, onSelect, checked, danger = false, shortcut }: ItemProps) {
  return (
    <Base.Item
      {...(checked === undefined ? {} : { role: 'menuitemcheckbox', 'aria-checked': checked })}
      onClick={onSelect}
      className={`flex h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-sm outline-none select-none data-highlighted:bg-hover ${danger ? 'text-danger' : 'text-ink'}`}
    >
      {checked === undefined ? null : (
        <Check aria-hidden="true" className={`size-4 ${checked ? '' : 'invisible'}`} />
      )}
      <span className="flex min-w-0 flex-1 items-center gap-2 truncate">{children}</span>
      {shortcut === undefined ? null : <Key>{shortcut}</Key>}
    </Base.Item>
  );
}

export function LoadedGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-1 text-xs font-medium text-ink-faint">
        {label}
      </Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

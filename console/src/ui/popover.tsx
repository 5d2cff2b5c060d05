import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

interface PopoverProps {
  /** What it is for, read out. */
  label: string;
  trigger: ReactElement;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
  side?: 'top' | 'bottom';
  align?: 'start' | 'end';
}

/** Something to choose from or to fill in that hangs on its trigger. */
export function Popover({
  label,
  trigger,
  open,
  onOpenChange,
  children,
  side = 'bottom',
  align = 'start',
}: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={4} className="z-50 outline-none">
          <Base.Popup
            aria-label={label}
            className="max-w-[calc(100vw-1rem)] rounded-card border border-line bg-raised shadow-float outline-none"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

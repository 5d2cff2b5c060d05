import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpener } from './use-opener.ts';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  children: ReactNode;
  /** The title is read out but not shown. */
  bare?: boolean;
  /** As wide as rows of several fields need. */
  wide?: boolean;
}

export function Dialog({
  open,
  onOpenChange,
  title,
  children,
  bare = false,
  wide = false,
}: DialogProps) {
  const { t } = useTranslation();
  const { popup, finalFocus } = useOpener(open);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/35" />
        <Base.Popup
          ref={popup}
          finalFocus={finalFocus}
          className={`fixed top-[12vh] left-1/2 z-50 max-h-[76vh] ${wide ? 'w-[min(52rem,calc(100vw-2rem))]' : 'w-[min(36rem,calc(100vw-2rem))]'} -translate-x-1/2 overflow-y-auto rounded-card border border-line bg-raised shadow-float outline-none`}
        >
          {bare ? (
            <Base.Title className="sr-only">{title}</Base.Title>
          ) : (
            <div className="flex items-center justify-between border-b border-line px-4 py-3">
              <Base.Title className="text-base font-semibold">{title}</Base.Title>
              <Base.Close
                aria-label={t('app.close')}
                className="flex size-8 items-center justify-center rounded-md text-ink-soft hover:bg-hover"
              >
                <X aria-hidden="true" className="size-4" />
              </Base.Close>
            </div>
          )}
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The buttons of a dialog, at its end. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return (
    // However much there is above, what ends it is in sight.
    <div className="sticky bottom-0 z-10 flex flex-wrap justify-end gap-2 border-t border-line bg-raised px-4 py-3">
      {children}
    </div>
  );
}

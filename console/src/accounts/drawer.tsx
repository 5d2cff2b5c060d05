import { Dialog } from '@base-ui/react/dialog';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Profile } from './account-data.ts';
import { Places } from './sidebar.tsx';

interface Props {
  account: number;
  profile: Profile | undefined;
  open: boolean;
  onClose: () => void;
}

/** The places over the page, where there is no room for them beside it. */
export function Drawer({ account, profile, open, onClose }: Props) {
  const { t } = useTranslation();
  const leave = ({ target }: MouseEvent): void => {
    if (target instanceof Element && target.closest('a') !== null) onClose();
  };
  return (
    <Dialog.Root open={open} onOpenChange={(on) => on || onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/35" />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] bg-canvas shadow-float outline-none">
          <Dialog.Title className="sr-only">{t('nav.places')}</Dialog.Title>
          <nav aria-label={t('nav.main')} className="flex h-full flex-col" onClick={leave}>
            <Places account={account} profile={profile} />
          </nav>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

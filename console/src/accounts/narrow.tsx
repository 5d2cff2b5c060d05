import { Link, useParams } from '@tanstack/react-router';
import { Menu as Lines, Search } from 'lucide-react';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton, iconButtonClass } from '../ui/button.tsx';
import { lazily } from '../ui/lazily.ts';
import type { Profile } from './account-data.ts';

const Drawer = lazily(async () => import('./drawer.tsx'), 'Drawer');

interface Props {
  account: number;
  profile: Profile | undefined;
}

/** On a screen that is too narrow for the places: the way to them. An open conversation has a phone for itself. */
export function NarrowBar({ account, profile }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [isNeeded, setNeeded] = useState(false);
  const { conversationId } = useParams({ strict: false });
  const name = profile?.accounts.find(({ id }) => id === account)?.name;
  return (
    <header
      className={`flex h-11 shrink-0 items-center gap-1 border-b border-line bg-canvas px-2 lg:hidden ${conversationId === undefined ? '' : 'max-md:hidden'}`}
    >
      <IconButton
        label={t('nav.places')}
        aria-haspopup="dialog"
        onClick={() => {
          setNeeded(true);
          setOpen(true);
        }}
      >
        <Lines aria-hidden="true" className="size-5" />
      </IconButton>
      <span className="min-w-0 flex-1 truncate font-semibold">{name}</span>
      <Link
        to="/app/accounts/$accountId/search"
        params={{ accountId: account }}
        search={{}}
        aria-label={t('nav.search')}
        title={t('nav.search')}
        className={iconButtonClass()}
      >
        <Search aria-hidden="true" className="size-4.5" />
      </Link>
      {isNeeded ? (
        <Suspense>
          <Drawer account={account} profile={profile} open={open} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </header>
  );
}

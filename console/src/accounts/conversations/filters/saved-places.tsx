import { useQuery } from '@tanstack/react-query';
import { ListFilter, UsersRound } from 'lucide-react';
import { Group, Place } from '../../place.tsx';
import { savedCountQuery, textOfSaved, viewOfSaved, type Saved } from './saved-data.ts';
import { useFilterTexts } from './texts.ts';

interface Props {
  account: number;
  views: Saved[];
}

/** Of more than these nobody reads the numbers, and each is a question to the server. */
const MOST_COUNTED = 12;

/** The saved views, in the sidebar. */
export function SavedPlaces({ account, views }: Props) {
  const t = useFilterTexts();
  return (
    <Group title={t('views')}>
      {views.map((saved, index) => (
        <Place
          key={saved.id}
          account={account}
          view={viewOfSaved(saved)}
          icon={saved.shared ? UsersRound : ListFilter}
          end={index < MOST_COUNTED ? <Count account={account} saved={saved} /> : null}
        >
          {saved.name}
          {saved.shared ? <span className="sr-only"> ({t('sharedView')})</span> : null}
        </Place>
      ))}
    </Group>
  );
}

function Count({ account, saved }: { account: number; saved: Saved }) {
  const { data } = useQuery(savedCountQuery(account, textOfSaved(saved) ?? ''));
  return <span className="ml-auto text-xs text-ink-faint tabular-nums">{data ?? ''}</span>;
}

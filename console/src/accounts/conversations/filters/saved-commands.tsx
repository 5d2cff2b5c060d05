import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useCommands } from '../../../ui/commands.ts';
import { viewOfSaved, type Saved } from './saved-data.ts';
import { useFilterTexts } from './texts.ts';

/** The saved views among the commands. */
export function SavedCommands({ account, views }: { account: number; views: Saved[] }) {
  const t = useFilterTexts();
  const navigate = useNavigate();
  const commands = useMemo(
    () =>
      views.map((saved) => ({
        id: `view-${saved.id}`,
        title: t('view', { name: saved.name }),
        group: 'go' as const,
        run: () =>
          void navigate({
            to: '/app/accounts/$accountId/conversations',
            params: { accountId: account },
            search: viewOfSaved(saved),
          }),
      })),
    [account, views, navigate, t],
  );
  useCommands(commands);
  return null;
}

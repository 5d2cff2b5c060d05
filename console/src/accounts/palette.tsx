import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Choices } from '../ui/choices.tsx';
import { useOffered, type Command } from '../ui/commands.ts';
import { Dialog } from '../ui/dialog.tsx';
import { useAccount, useMembership } from './account-data.ts';
import { reportTabs } from './reports/frame.tsx';
import { useReportTexts } from './reports/texts.ts';
import { placesFor } from './settings/frame.tsx';
import { useSettingsTexts } from './settings/texts.ts';

const groups = ['conversation', 'go', 'app'] as const;

/** Every command that there is at the moment, by name. Loaded when somebody asks for it. */
export function PaletteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t('palette.title')} bare>
      <Commands onDone={onClose} />
    </Dialog>
  );
}

interface Place extends Command {
  /** By what it is found besides its title. */
  words?: string;
}

/** The pages of the settings and of the reports, which nobody has to load before they are looked for. */
function usePlaces(): Place[] {
  const account = useAccount();
  const navigate = useNavigate();
  const settings = useSettingsTexts();
  const reports = useReportTexts();
  const isAdministrator = useMembership()?.role === 'administrator';
  const params = { accountId: account };
  return [
    ...reportTabs.map(([tab, to]): Place => ({
      id: `report-${tab}`,
      group: 'go',
      title: `${reports('title')}: ${reports(`tabs.${tab}`)}`,
      run: () => void navigate({ to, params }),
    })),
    ...placesFor(isAdministrator)
      .flatMap(({ places }) => places)
      .map(({ to, title, hint }): Place => ({
        id: `settings-${title}`,
        group: 'go',
        title: `${settings('title')}: ${settings(title)}`,
        words: settings(hint),
        run: () => void navigate({ to, params }),
      })),
  ];
}

function Commands({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const offered = useOffered();
  const all: readonly Place[] = [...offered, ...usePlaces()];
  const choices = groups.flatMap((group) =>
    all
      .filter((command) => command.group === group)
      .map(({ id, title, words, key, run }) => ({
        id,
        label: title,
        words,
        group: t(`palette.groups.${group}`),
        shortcut: key,
        // After the dialog has given back the focus, which the command may want to put elsewhere.
        run: () => void setTimeout(run, 50),
      })),
  );
  return (
    <Choices
      label={t('palette.title')}
      placeholder={t('palette.placeholder')}
      choices={choices}
      onDone={onDone}
    />
  );
}

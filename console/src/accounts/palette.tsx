import { useTranslation } from 'react-i18next';
import { Choices } from '../ui/choices.tsx';
import { useOffered } from '../ui/commands.ts';
import { Dialog } from '../ui/dialog.tsx';

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

function Commands({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const offered = useOffered();
  const choices = groups.flatMap((group) =>
    offered
      .filter((command) => command.group === group)
      .map(({ id, title, key, run }) => ({
        id,
        label: title,
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

import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';
import { Key } from '../ui/key.tsx';

/** The list of keys. Loaded when somebody asks for it. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const list = [
    ['j', t('keys.next')],
    ['k', t('keys.previous')],
    ['x', t('keys.choose')],
    ['e', t('keys.resolve')],
    ['s', t('keys.snooze')],
    ['a', t('keys.assign')],
    ['l', t('keys.label')],
    ['t', t('conversation.ask.team')],
    ['p', t('conversation.ask.priority')],
    ['m', t('conversation.mute')],
    ['u', t('conversation.markUnread')],
    ['r', t('keys.reply')],
    ['n', t('keys.note')],
    ['Ctrl ⏎', t('keys.send')],
    ['Esc', t('keys.leave')],
    ['Ctrl K', t('keys.palette')],
    ['?', t('keys.help')],
  ];
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={t('keys.title')}>
      <dl className="grid grid-cols-1 gap-x-8 gap-y-2 p-4 sm:grid-cols-2">
        {list.map(([key, what]) => (
          <div key={key} className="flex items-center justify-between gap-4">
            <dt>{what}</dt>
            <dd>
              <Key>{key}</Key>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

import { Ellipsis } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { confirm } from '../../../ui/confirm.tsx';
import { copyText } from '../../../ui/copy-text.ts';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { say } from '../../../ui/toast.tsx';
import type { View } from '../view.ts';
import { readFilter, writeFilter } from './address.ts';
import { Chips } from './chips.tsx';
import { filteredBy } from './of-view.ts';
import { SaveDialog } from './save-dialog.tsx';
import { changeView, deleteView, textOfSaved, type Saved } from './saved-data.ts';
import { useFilterTexts } from './texts.ts';
import { useConversationAttributes } from './use-conversation-attributes.ts';
import { useSaved } from './use-saved.ts';

interface Props {
  account: number;
  view: View;
  onShow: (change: Partial<View>, replace?: boolean) => void;
  onEdit: () => void;
}

/** Above a filtered list: by what it is filtered, and what can be done with that. */
export function FilterBar({ account, view, onShow, onEdit }: Props) {
  const attributes = useConversationAttributes(account);
  const filter = readFilter(view.filter);
  const text = writeFilter(filter);
  // An address that somebody has written or cut off says what is meant by it.
  useEffect(() => {
    if (view.filter !== text) onShow({ filter: text }, true);
  });
  return (
    <div className="border-b border-line px-3 py-2">
      <Chips
        attributes={attributes}
        filter={filter}
        onChange={(next) => onShow(filteredBy(view, writeFilter(next)))}
        onEdit={onEdit}
      />
      {text === undefined ? null : (
        <Keeping account={account} view={view} text={text} onShow={onShow} />
      )}
    </div>
  );
}

interface KeepingProps extends Omit<Props, 'onEdit'> {
  text: string;
}

/** Saves what is shown, and changes what is saved. */
function Keeping({ account, view, text, onShow }: KeepingProps) {
  const t = useFilterTexts();
  const { saved, isChanged, mayChange } = useSaved(account, view);
  const [asking, setAsking] = useState<'new' | 'change'>();
  const update = useAction(
    async (changed: Saved) => changeView(account, changed, { filter: text }),
    { done: t('updated') },
  );
  return (
    <div className="mt-1.5 flex items-center gap-1">
      {isChanged && mayChange ? (
        <Button className="px-2" busy={update.busy} onClick={() => saved && void update.run(saved)}>
          {t('update')}
        </Button>
      ) : null}
      {saved === undefined ? (
        <Button className="px-2" onClick={() => setAsking('new')}>
          {t('save')}
        </Button>
      ) : null}
      {isChanged ? (
        <Button
          look="quiet"
          className="px-2"
          onClick={() => saved && onShow({ filter: textOfSaved(saved) })}
        >
          {t('undo')}
        </Button>
      ) : null}
      <span className="flex-1" />
      <Button look="quiet" className="px-2" onClick={() => onShow(filteredBy(view, undefined))}>
        {t('clear')}
      </Button>
      {saved === undefined ? null : (
        <SavedMenu
          {...{ account, saved, mayChange }}
          onAsk={setAsking}
          onGone={() => onShow({ saved: undefined })}
        />
      )}
      {asking === undefined ? null : (
        <SaveDialog
          account={account}
          view={asking === 'new' ? undefined : saved}
          filter={text}
          onSaved={(id) => onShow({ saved: id })}
          onClose={() => setAsking(undefined)}
        />
      )}
    </div>
  );
}

interface MenuProps {
  account: number;
  saved: Saved;
  mayChange: boolean;
  onAsk: (about: 'new' | 'change') => void;
  onGone: () => void;
}

function SavedMenu({ account, saved, mayChange, onAsk, onGone }: MenuProps) {
  const t = useFilterTexts();
  const copy = async (): Promise<void> => {
    const link = `${location.origin}/app/accounts/${account}/conversations?saved=${saved.id}`;
    await copyText(link, t('copied'));
  };
  const remove = (): void =>
    confirm({
      title: t('deleteTitle', { name: saved.name }),
      hint: t(saved.shared ? 'deleteShared' : 'deleteOwn'),
      yes: t('delete'),
      danger: true,
      act: async () => {
        await deleteView(account, saved);
        onGone();
        say({ title: t('deleted') });
      },
    });
  return (
    <Menu
      trigger={
        <IconButton label={t('more')}>
          <Ellipsis aria-hidden="true" className="size-4" />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => onAsk('new')}>{t('saveAs')}</MenuItem>
      {mayChange ? <MenuItem onSelect={() => onAsk('change')}>{t('change')}</MenuItem> : null}
      <MenuItem onSelect={() => void copy()}>{t('copy')}</MenuItem>
      {mayChange ? (
        <MenuItem danger onSelect={remove}>
          {t('delete')}
        </MenuItem>
      ) : null}
    </Menu>
  );
}

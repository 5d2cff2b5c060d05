import { ChevronDown, SendHorizontal } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Menu, MenuItem } from '../../../ui/menu.tsx';
import { TimePicker } from '../pickers/snooze-picker.tsx';
import type { useWritingPreferences } from './preferences.ts';
import { useComposerTexts } from './texts.ts';
import type { Later } from './use-writing.ts';

interface Props {
  isNote: boolean;
  isEmpty: boolean;
  preferences: ReturnType<typeof useWritingPreferences>;
  onSend: (later?: Later) => void;
}

/** Sends now, or at a time that the menu beside it asks for. */
export function SendButton({ isNote, isEmpty, preferences, onSend }: Props) {
  const t = useComposerTexts();
  const [asking, setAsking] = useState<{ unlessReply: boolean }>();
  const { enterSends, setEnterSends, signature, isSigned, setSigned } = preferences;
  return (
    <span className="ms-auto flex gap-px">
      <Button
        look="primary"
        className="rounded-e-none"
        onClick={() => onSend()}
        disabled={isEmpty}
        title={enterSends ? t('enterKey') : t('sendHint')}
      >
        <SendHorizontal aria-hidden="true" className="size-4" />
        {t(isNote ? 'addNote' : 'send')}
      </Button>
      <Menu
        side="top"
        trigger={
          <IconButton look="primary" label={t('sendMore')} className="w-7 rounded-s-none">
            <ChevronDown aria-hidden="true" className="size-4" />
          </IconButton>
        }
      >
        {isEmpty ? null : (
          <>
            <MenuItem onSelect={() => setAsking({ unlessReply: false })}>{t('later')}</MenuItem>
            {isNote ? null : (
              <MenuItem onSelect={() => setAsking({ unlessReply: true })}>
                {t('laterUnless')}
              </MenuItem>
            )}
          </>
        )}
        <MenuItem checked={enterSends} onSelect={() => setEnterSends(!enterSends)}>
          {t('enterSends')}
        </MenuItem>
        {signature === '' || isNote ? null : (
          <MenuItem checked={isSigned} onSelect={() => setSigned(!isSigned)}>
            {t('sign')}
          </MenuItem>
        )}
      </Menu>
      {asking === undefined ? null : (
        <TimePicker
          open
          onClose={() => setAsking(undefined)}
          title={t(asking.unlessReply ? 'laterUnless' : 'later')}
          action={t('schedule')}
          onChoose={(at) => {
            if (at !== null) onSend({ at, unlessReply: asking.unlessReply });
          }}
        />
      )}
    </span>
  );
}

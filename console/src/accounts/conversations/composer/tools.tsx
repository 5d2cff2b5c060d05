import { Eye, EyeOff, Paperclip, Smile } from 'lucide-react';
import { Suspense, useRef, useState } from 'react';
import { IconButton } from '../../../ui/button.tsx';
import { lazily } from '../../../ui/lazily.ts';
import { Popover } from '../../../ui/popover.tsx';
import { Recorder } from './recorder.tsx';
import { useComposerTexts } from './texts.ts';

const EmojiPicker = lazily(async () => import('./emoji-picker.tsx'), 'EmojiPicker');

interface Props {
  isPreviewed: boolean;
  onPreview: (on: boolean) => void;
  onFiles: (files: readonly File[]) => void;
  onEmoji: (emoji: string) => void;
}

/** What can be put into a message besides letters. */
export function Tools({ isPreviewed, onPreview, onFiles, onEmoji }: Props) {
  const t = useComposerTexts();
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <span className="flex items-center">
      <Popover
        label={t('emoji')}
        side="top"
        open={isOpen}
        onOpenChange={setOpen}
        trigger={
          <IconButton label={t('emoji')}>
            <Smile aria-hidden="true" className="size-4" />
          </IconButton>
        }
      >
        <Suspense
          fallback={<p className="h-80 w-85 max-w-full p-3 text-ink-faint">{t('loading')}</p>}
        >
          <EmojiPicker
            onChoose={(emoji) => {
              setOpen(false);
              // After the focus has gone back to the button.
              requestAnimationFrame(() => onEmoji(emoji));
            }}
          />
        </Suspense>
      </Popover>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <IconButton label={t('attach')} onClick={() => input.current?.click()}>
        <Paperclip aria-hidden="true" className="size-4" />
      </IconButton>
      <Recorder onRecorded={(file) => onFiles([file])} />
      <IconButton
        label={t(isPreviewed ? 'goOnWriting' : 'preview')}
        aria-pressed={isPreviewed}
        onClick={() => onPreview(!isPreviewed)}
      >
        {isPreviewed ? (
          <EyeOff aria-hidden="true" className="size-4" />
        ) : (
          <Eye aria-hidden="true" className="size-4" />
        )}
      </IconButton>
    </span>
  );
}

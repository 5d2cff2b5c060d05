import { Dialog } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton, iconButtonClass } from '../../../ui/button.tsx';
import { useOpener } from '../../../ui/use-opener.ts';
import type { Picture } from './pictures.ts';
import { useMessageTexts } from './texts.ts';

interface Props {
  pictures: readonly Picture[];
  /** The id of the one that is shown; closed without it, also when it is not among them any more. */
  shown: number | undefined;
  onShow: (id: number | undefined) => void;
}

/** The pictures of a conversation, one at a time and as large as the window. */
export function Lightbox({ pictures, shown, onShow }: Props) {
  const at = pictures.findIndex(({ id }) => id === shown);
  const picture = pictures[at];
  const { popup, finalFocus } = useOpener(picture !== undefined);
  return (
    <Dialog.Root
      open={picture !== undefined}
      onOpenChange={(open) => (open ? undefined : onShow(undefined))}
    >
      <Dialog.Portal>
        <Dialog.Popup
          ref={popup}
          finalFocus={finalFocus}
          className="fixed inset-0 z-50 flex flex-col bg-canvas text-ink outline-none"
        >
          {picture === undefined ? null : <Viewer {...{ pictures, picture, at }} onShow={onShow} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Times the size at which all of it is in sight. */
const zooms = [1, 1.5, 2, 3, 4];

interface ViewerProps {
  pictures: readonly Picture[];
  picture: Picture;
  at: number;
  onShow: (id: number) => void;
}

function Viewer({ pictures, picture, at, onShow }: ViewerProps) {
  const t = useMessageTexts();
  const { t: shared } = useTranslation();
  // Each picture begins with all of it in sight.
  const [zoomed, setZoomed] = useState({ id: picture.id, level: 0 });
  const level = zoomed.id === picture.id ? zoomed.level : 0;
  const setLevel = (next: number): void => setZoomed({ id: picture.id, level: next });
  const name = picture.name || shared('message.picture');
  const zoom = (step: number): void =>
    setLevel(Math.min(zooms.length - 1, Math.max(0, level + step)));
  const go = (step: number): void => {
    const next = pictures[at + step];
    if (next !== undefined) onShow(next.id);
  };
  const acts: Record<string, () => void> = {
    ArrowLeft: () => go(-1),
    ArrowRight: () => go(1),
    '+': () => zoom(1),
    '-': () => zoom(-1),
    '0': () => setLevel(0),
  };
  const keyed = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  return (
    // The focus is somewhere in here as long as it is open: its buttons are what is operated.
    <div className="flex min-h-0 flex-1 flex-col" onKeyDown={keyed}>
      <div className="flex h-12 shrink-0 items-center gap-1 border-b border-line px-3">
        <Dialog.Title className="min-w-0 truncate text-sm font-medium">{name}</Dialog.Title>
        <span aria-live="polite" className="mr-auto shrink-0 px-2 text-xs text-ink-soft">
          <span className="sr-only">{name}, </span>
          {t('pictureOf', { number: at + 1, count: pictures.length })}
        </span>
        <IconButton
          label={t('smaller')}
          aria-disabled={level === 0}
          className="aria-disabled:opacity-55"
          onClick={() => zoom(-1)}
        >
          <ZoomOut aria-hidden="true" className="size-4" />
        </IconButton>
        <IconButton
          label={t('larger')}
          aria-disabled={level === zooms.length - 1}
          className="aria-disabled:opacity-55"
          onClick={() => zoom(1)}
        >
          <ZoomIn aria-hidden="true" className="size-4" />
        </IconButton>
        <a
          href={picture.url}
          download={picture.name}
          target="_blank"
          rel="noopener"
          aria-label={t('download')}
          title={t('download')}
          className={iconButtonClass()}
        >
          <Download aria-hidden="true" className="size-4" />
        </a>
        <Dialog.Close
          render={
            <IconButton label={shared('app.close')}>
              <X aria-hidden="true" className="size-4" />
            </IconButton>
          }
        />
      </div>
      <div
        tabIndex={0}
        role="group"
        aria-label={t('enlarged')}
        className="flex min-h-0 flex-1 overflow-auto bg-sunken -outline-offset-2"
      >
        <img
          key={picture.id}
          src={picture.url}
          alt={name}
          style={level === 0 ? undefined : { width: `${(zooms[level] ?? 1) * 100}%` }}
          className={`m-auto ${level === 0 ? 'max-h-full max-w-full object-contain' : 'max-w-none'}`}
        />
      </div>
      <div className="flex shrink-0 justify-center gap-4 border-t border-line py-2">
        <IconButton
          label={t('before')}
          aria-disabled={at === 0}
          onClick={() => go(-1)}
          className="aria-disabled:opacity-55"
        >
          <ChevronLeft aria-hidden="true" className="size-5" />
        </IconButton>
        <IconButton
          label={t('after')}
          aria-disabled={at === pictures.length - 1}
          onClick={() => go(1)}
          className="aria-disabled:opacity-55"
        >
          <ChevronRight aria-hidden="true" className="size-5" />
        </IconButton>
      </div>
    </div>
  );
}

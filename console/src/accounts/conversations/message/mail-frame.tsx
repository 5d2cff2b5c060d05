import { useCallback, useMemo, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { trustPictures, useTrustsPictures } from './consent.ts';
import { mailPage } from './mail-page.ts';
import { useMessageTexts } from './texts.ts';

/** Pixels; of a longer mail the rest is scrolled to. */
const HIGHEST = 640;

interface Props {
  html: string;
  title: string;
  /** The address that it came from, if it says one. */
  sender: string | undefined;
}

/** A mail as it was written, where nothing in it can run or leave its frame, and its pictures wait to be wanted. */
export function MailFrame({ html, title, sender }: Props) {
  const t = useMessageTexts();
  const isTrusted = useTrustsPictures(sender);
  const [isWanted, setWanted] = useState(false);
  const withPictures = isWanted || isTrusted;
  const { page, hasRemote } = useMemo(
    () => mailPage(html, { withPictures, unfold: t('unfold') }),
    [html, withPictures, t],
  );
  return (
    <div className="w-[min(40rem,70vw)] max-w-full space-y-1">
      {hasRemote && !withPictures ? (
        <div
          role="group"
          aria-label={t('picturesHeld')}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-soft"
        >
          <span className="min-w-40 flex-1">{t('picturesHeld')}</span>
          <Button className="h-7 px-2 text-xs" onClick={() => setWanted(true)}>
            {t('showPictures')}
          </Button>
          {sender === undefined ? null : (
            <Button
              className="h-auto min-h-7 px-2 text-xs max-w-full shrink! break-words whitespace-normal!"
              onClick={() => trustPictures(sender, true)}
            >
              {t('alwaysShow', { sender })}
            </Button>
          )}
        </div>
      ) : null}
      {hasRemote && isTrusted && sender !== undefined ? (
        <Button
          look="quiet"
          className="h-auto min-h-7 px-1 text-xs max-w-full shrink! break-words whitespace-normal!"
          onClick={() => trustPictures(sender, false)}
        >
          {t('noLongerShow', { sender })}
        </Button>
      ) : null}
      {/* Another policy needs another document: a frame that has loaded pictures keeps them. */}
      <Frame key={String(withPictures)} page={page} title={title} />
    </div>
  );
}

function Frame({ page, title }: { page: string; title: string }) {
  const [height, setHeight] = useState(160);
  const [root, setRoot] = useState<HTMLElement>();
  const watch = useCallback(
    (frame: HTMLIFrameElement | null) => {
      if (frame === null || root === undefined) return;
      // As high as what is in it: also once pictures have come or what is quoted is unfolded.
      const seen = new ResizeObserver(() => {
        const { height: needed } = root.getBoundingClientRect();
        setHeight(Math.min(HIGHEST, Math.ceil(needed) + 2));
      });
      seen.observe(root);
      return () => seen.disconnect();
    },
    [root],
  );
  return (
    <iframe
      ref={watch}
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={page}
      style={{ height }}
      className="w-full rounded-md border border-line bg-white"
      onLoad={({ currentTarget }) => setRoot(currentTarget.contentDocument?.documentElement)}
    />
  );
}

import { Suspense, useEffect, useRef, useState } from 'react';
import { runKey } from '../ui/commands.ts';
import { lazily } from '../ui/lazily.ts';

const dialogs = {
  palette: lazily(async () => import('./palette.tsx'), 'PaletteDialog'),
  keys: lazily(async () => import('./keys.tsx'), 'KeysDialog'),
};

type Name = keyof typeof dialogs;

/** Opens the list of all commands or of all keys, from anywhere. */
export const ask = (name: Name): boolean =>
  dispatchEvent(new CustomEvent('confab:ask', { detail: name }));

/** The dialogs that somebody may ask for on every page, and the keys of the commands. */
export function AskedFor() {
  const [asked, setAsked] = useState<Name>();
  const isAsked = useRef(false);
  isAsked.current = asked !== undefined;
  useEffect(() => {
    const keyed = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        setAsked('palette');
        // Whoever types on while the dialog is being loaded writes into it, and gives no commands.
      } else if (!isAsked.current) runKey(event);
    };
    const show = (event: Event): void => setAsked((event as CustomEvent<Name>).detail);
    addEventListener('keydown', keyed);
    addEventListener('confab:ask', show);
    return () => {
      removeEventListener('keydown', keyed);
      removeEventListener('confab:ask', show);
    };
  }, []);
  if (asked === undefined) return null;
  const Dialog = dialogs[asked];
  return (
    <Suspense>
      <Dialog onClose={() => setAsked(undefined)} />
    </Suspense>
  );
}

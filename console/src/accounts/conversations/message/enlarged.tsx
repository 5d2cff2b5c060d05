import { Suspense, useEffect, useState } from 'react';
import { lazily } from '../../../ui/lazily.ts';
import type { Message } from '../conversation-data.ts';
import { enlarge, picturesOf, useEnlarged } from './pictures.ts';

const Lightbox = lazily(async () => import('./lightbox.tsx'), 'Lightbox');

/** Where the pictures of a conversation are shown large; once beside its messages. */
export function Enlarged({ messages }: { messages: readonly Message[] }) {
  const enlarged = useEnlarged();
  // Once it was needed it stays, so that it can give the focus back as it closes.
  const [wasNeeded, setNeeded] = useState(false);
  if (enlarged !== undefined && !wasNeeded) setNeeded(true);
  // Another conversation has other pictures.
  useEffect(() => () => enlarge(undefined), []);
  return wasNeeded ? (
    <Suspense>
      <Lightbox
        pictures={enlarged === undefined ? [] : picturesOf(messages)}
        shown={enlarged}
        onShow={enlarge}
      />
    </Suspense>
  ) : null;
}

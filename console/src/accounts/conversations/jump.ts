import i18next from 'i18next';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { api, reasonOf, unwrap } from '../../api/api.ts';
import { queries } from '../../api/queries.ts';
import { say } from '../../ui/toast.tsx';
import { messagesOf, messagesQuery, type Message } from './conversation-data.ts';

/** The server gives so many messages of a range at once. */
const MOST = 1000;
/** Milliseconds for which the message that was looked for is marked. */
const MARKED = 4000;

/** Fetches what lies between a message and the oldest that is known, so that there is no gap. */
async function loadBackTo(account: number, id: number, message: number): Promise<void> {
  const key = messagesQuery(account, id).queryKey;
  const oldest = (): number => {
    const data = queries.getQueryData(key);
    return (data && messagesOf(data)[0]?.id) ?? 0;
  };
  const until = oldest();
  if (message >= until) return;
  const found: Message[] = [];
  for (let after = message - 1; ;) {
    const { payload } = await unwrap(
      api(account).GET('/conversations/{conversation_id}/messages', {
        params: { path: { conversation_id: id }, query: { after, before: until } },
      }),
    );
    found.push(...payload);
    const last = payload.at(-1)?.id;
    if (last === undefined || payload.length < MOST) break;
    after = last;
  }
  queries.setQueryData(key, (data) => {
    // Somebody may have scrolled meanwhile.
    if (data === undefined || found.length === 0 || oldest() !== until) return data;
    return {
      pages: [...data.pages, { payload: found, more: true }],
      pageParams: [...data.pageParams, until],
    };
  });
}

interface Jump {
  account: number;
  id: number;
  /** The message that is meant, if one is. */
  message: number | undefined;
  /** Whether there is anything to look in yet. */
  isLoaded: boolean;
  scroller: RefObject<HTMLElement | null>;
  /** From then on the reader is not at the bottom any more. */
  onLeave: () => void;
}

/** Frames for which the page may take to show what was loaded. */
const PATIENCE = 120;

/** The message in the page, as soon as it is there. */
async function shown(scroller: RefObject<HTMLElement | null>, message: number) {
  for (let frame = 0; frame < PATIENCE; frame += 1) {
    const found = scroller.current?.querySelector<HTMLElement>(`[data-message="${message}"]`);
    if (found != null) return found;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return undefined;
}

/** Goes to a message, however long ago it was said, and marks it for a while; says which is marked. */
export function useJump({ account, id, message, isLoaded, scroller, onLeave }: Jump) {
  const [marked, setMarked] = useState<number>();
  const gone = useRef<number>(undefined);
  // Whoever comes back to the conversation may mean the same message again.
  useEffect(
    () => () => {
      gone.current = undefined;
    },
    [],
  );
  useEffect(() => {
    if (message === undefined || !isLoaded || gone.current === message) return;
    gone.current = message;
    const look = async (): Promise<void> => {
      try {
        await loadBackTo(account, id, message);
      } catch (error) {
        say({ title: reasonOf(error) ?? i18next.t('app.unexpected'), kind: 'error' });
      }
      const found = await shown(scroller, message);
      if (found === undefined) return;
      onLeave();
      found.scrollIntoView({ block: 'center' });
      found.focus({ preventScroll: true });
      setMarked(message);
    };
    void look();
  }, [account, id, message, isLoaded, scroller, onLeave]);
  useEffect(() => {
    if (marked === undefined) return;
    const timer = setTimeout(() => setMarked(undefined), MARKED);
    return () => clearTimeout(timer);
  }, [marked]);
  return marked;
}

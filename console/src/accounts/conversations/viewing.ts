import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, unwrap } from '../../api/api.ts';
import { perform } from '../../live/connection.ts';
import { onLive } from '../../live/registry.ts';

export interface Viewer {
  id: number;
  name: string;
  thumbnail: string;
  /** Unix seconds; by then they have said so again, or are gone. */
  expires_at: number;
}

/** Milliseconds after which one says again that one looks; the others are shown it for 45 seconds. */
const AGAIN = 20_000;

/** Milliseconds that somebody stays before they are seen: whoever walks through the list looks at none. */
const PASSING = 250;

const keyOf = (account: number, id: number) => ['viewing', account, id] as const;

onLive<{ conversation_id: number; viewers: Viewer[] }>(
  ['conversation.viewing'],
  ({ queries, account }, { conversation_id, viewers }) => {
    queries.setQueryData(keyOf(account, conversation_id), viewers);
  },
);

/** Says that one looks at a conversation, as long as it is on a screen that somebody sees. */
export function useSayViewing(account: number, id: number): void {
  useEffect(() => {
    let isTold = false;
    const tell = (viewing: boolean): void => {
      isTold = viewing;
      if (!perform('viewing', { conversation_id: id, viewing }))
        void post({ account, id, viewing });
    };
    const look = (): void => {
      const isSeen = !document.hidden;
      if (isSeen || isTold) tell(isSeen);
    };
    const leave = (): void => {
      if (isTold) tell(false);
    };
    const begin = setTimeout(look, PASSING);
    const again = setInterval(() => document.hidden || tell(true), AGAIN);
    document.addEventListener('visibilitychange', look);
    addEventListener('pagehide', leave);
    return () => {
      clearTimeout(begin);
      clearInterval(again);
      document.removeEventListener('visibilitychange', look);
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [account, id]);
}

async function post({ account, id, viewing }: { account: number; id: number; viewing: boolean }) {
  const path = { conversation_id: id };
  await api(account)
    .POST('/conversations/{conversation_id}/viewing', { params: { path }, body: { viewing } })
    // Nobody waits for it, and it is said again.
    .catch(() => {});
}

/** Who else looks at a conversation just now. */
export function useViewers(account: number, id: number, me: number): Viewer[] {
  const { data = [] } = useQuery({
    queryKey: keyOf(account, id),
    queryFn: async (): Promise<Viewer[]> => {
      const path = { conversation_id: id };
      const { viewers } = await unwrap(
        api(account).GET('/conversations/{conversation_id}/viewing', { params: { path } }),
      );
      return viewers;
    },
    // Whoever closes their computer does not say that they leave; then it is time to ask.
    refetchInterval: ({ state }) =>
      state.data?.some((each) => each.id !== me) === true ? 30_000 : false,
    staleTime: AGAIN,
  });
  return data.filter((viewer) => viewer.id !== me);
}

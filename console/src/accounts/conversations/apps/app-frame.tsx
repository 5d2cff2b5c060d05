import { queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { Failed, Lines } from '../../../ui/states.tsx';
import { useMe } from '../../account-data.ts';
import { contactQuery } from '../../contacts/contact-data.ts';
import type { App } from '../../settings/apps/app-data.ts';
import { messagesOf, messagesQuery, type Conversation } from '../conversation-data.ts';
import { talkTo } from './talk.ts';
import { useAppTabTexts } from './texts.ts';

const frameQuery = (account: number, { id, content }: App) =>
  queryOptions({
    // With its pages: once those are others, it is loaded anew.
    queryKey: ['app-frame', account, id, content],
    queryFn: async () =>
      unwrap(
        api(account).GET('/dashboard_apps/{dashboard_app_id}/frame', {
          params: { path: { dashboard_app_id: id } },
        }),
      ),
    // Half as long as the address serves; another address would load the app anew.
    staleTime: 6 * 60 * 60 * 1000,
  });

interface Props {
  account: number;
  app: App;
  conversation: Conversation;
}

/** An app, which is told of the conversation that is open, its contact, and who looks at it. */
export function AppFrame({ account, app, conversation }: Props) {
  const t = useAppTabTexts();
  const { data, error, refetch } = useQuery(frameQuery(account, app));
  const context = useContext(account, conversation);
  const frame = useRef<HTMLIFrameElement>(null);
  const told = useRef(context);
  const talk = useRef<ReturnType<typeof talkTo>>(undefined);
  const [loads, setLoads] = useState(0);
  useEffect(() => {
    told.current = context;
    talk.current?.tell();
  }, [context]);
  // Begun again when the conversation comes back into sight: nobody listens behind it.
  useEffect(() => {
    if (loads === 0 || frame.current === null) return;
    const begun = talkTo(frame.current, () => told.current);
    talk.current = begun;
    begun.tell();
    return () => {
      begun.end();
      talk.current = undefined;
    };
  }, [loads]);
  if (data === undefined) {
    if (error === null) return <Lines />;
    return <Failed title={t('failed')} error={error} onRetry={() => void refetch()} />;
  }
  return (
    <iframe
      ref={frame}
      src={data.url}
      title={app.title}
      className="h-full w-full border-0"
      onLoad={() => setLoads(loads + 1)}
    />
  );
}

/** What an app is told, as the text that is sent; the same text while nothing of it changes. */
function useContext(account: number, conversation: Conversation): string {
  const me = useMe();
  const { sender } = conversation.meta;
  const contact = useQuery(contactQuery(account, sender.id)).data ?? sender;
  const pages = useInfiniteQuery(messagesQuery(account, conversation.id)).data;
  return useMemo(() => {
    const messages = pages === undefined ? conversation.messages : messagesOf(pages);
    const currentAgent = { id: me?.id, name: me?.name, email: me?.email };
    return JSON.stringify({
      event: 'appContext',
      data: { conversation: { ...conversation, messages }, contact, currentAgent },
    });
  }, [conversation, contact, pages, me]);
}

import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { Button } from '../../../ui/button.tsx';
import { plainLine } from '../plain-line.ts';
import { useComposerTexts } from './texts.ts';

/** After so long without a letter a reply that was begun is kept at the server, too. Milliseconds. */
const PAUSE = 1500;

const path = '/conversations/{conversation_id}/draft_messages';
const keyOf = (account: number, id: number) => ['draft', account, id] as const;

async function keepAtServer(account: number, id: number, message: string): Promise<void> {
  const params = { path: { conversation_id: id } };
  queries.setQueryData(keyOf(account, id), message);
  // A lost draft is no reason to disturb somebody who writes: it is on this machine as well.
  await (
    message === ''
      ? unwrap(api(account).DELETE(path, { params }))
      : unwrap(api(account).PUT(path, { params, body: { draft_message: { message } } }))
  ).catch(() => {});
}

/** Milliseconds that somebody stays with a conversation before it matters what a colleague began there. */
const PASSING = 250;

function useStays(): boolean {
  const [stays, setStays] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setStays(true), PASSING);
    return () => {
      clearTimeout(timer);
      setStays(false);
    };
  }, []);
  return stays;
}

interface Props {
  account: number;
  conversation: number;
  /** The reply as it is being written; notes stay on this machine. */
  reply: string;
  onTake: (text: string) => void;
}

/** Keeps a reply that was begun where other machines and colleagues find it, and offers one that is there. */
export function SharedDraft({ account, conversation, reply, onTake }: Props) {
  const t = useComposerTexts();
  const kept = useQuery({
    queryKey: keyOf(account, conversation),
    queryFn: async ({ signal }) => {
      const params = { path: { conversation_id: conversation } };
      const { message = '' } = await unwrap(api(account).GET(path, { params, signal }));
      return message;
    },
    staleTime: 0,
    enabled: useStays(),
  }).data;
  const first = useRef(reply);
  const isTouched = useRef(false);
  const save = useEffectEvent((): void => {
    // Only what was written here counts: an empty field does not clear what a colleague began.
    if (!isTouched.current) return;
    if (reply !== (kept ?? '')) void keepAtServer(account, conversation, reply);
  });
  useEffect(() => {
    isTouched.current ||= reply !== first.current;
    const timer = setTimeout(save, reply === '' ? 0 : PAUSE);
    return () => clearTimeout(timer);
  }, [reply]);
  useEffect(() => () => save(), []);
  if (kept === undefined || kept === '' || reply !== '') return null;
  return (
    <p className="mx-3 mt-2 flex items-center gap-2 rounded-md bg-sunken py-1 pr-1 pl-2 text-xs text-ink">
      <span className="min-w-0 flex-1 truncate">
        <span className="font-medium">{t('begun')}</span> {plainLine(kept)}
      </span>
      <Button className="h-6 px-2 text-xs" onClick={() => onTake(kept)}>
        {t('goOn')}
      </Button>
      <Button
        look="quiet"
        className="h-6 px-2 text-xs"
        onClick={() => void keepAtServer(account, conversation, '')}
      >
        {t('discard')}
      </Button>
    </p>
  );
}

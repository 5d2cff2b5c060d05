import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { queries } from '../api/queries.ts';
import { listen } from '../live/connection.ts';
import { readChanges } from '../live/feed.ts';
import { hearing } from '../live/hear.ts';
import { forgetPresence } from '../live/presence.ts';
import type { LiveContext } from '../live/registry.ts';
import { profileQuery, type Profile } from './account-data.ts';
import { outbox } from './conversations/outbox.ts';
import './live.ts';
import './notifications/live.ts';

interface Beginning {
  account: number;
  cursor: string | undefined;
}

/**
 * Where the account stood before anything of it was read; whatever is read later and what is told from there
 * on leave no gap. Undefined until that is known.
 */
export function useBeginning(account: number): Beginning | undefined {
  const [beginning, setBeginning] = useState<Beginning>();
  useEffect(() => {
    let isWanted = true;
    void readChanges(account, {})
      .then(({ cursor }) => cursor)
      .catch(() => undefined)
      .then((cursor) => {
        if (isWanted) setBeginning({ account, cursor });
      });
    return () => {
      isWanted = false;
    };
  }, [account]);
  return beginning?.account === account ? beginning : undefined;
}

/** Keeps what is shown of an account true as long as it is open. */
export function useLive(beginning: Beginning | undefined, profile: Profile | undefined): void {
  const me = profile?.id;
  const token = profile?.pubsub_token;
  const navigate = useNavigate();
  const isMember =
    profile?.accounts.some(({ id, status }) => id === beginning?.account && status === 'active') ===
    true;
  useEffect(() => {
    if (beginning === undefined || me === undefined || token === undefined || !isMember) return;
    const open = (conversationId: number): void =>
      void navigate({
        to: '/app/accounts/$accountId/conversations/$conversationId',
        params: { accountId: beginning.account, conversationId },
        search: { tab: 'all' },
      });
    return follow({ ...beginning, me, token, open });
  }, [beginning, me, token, isMember, navigate]);
}

interface Following extends Beginning {
  me: number;
  token: string;
  open: (conversation: number) => void;
}

function follow({ account, cursor, me, token, open }: Following): () => void {
  const context: LiveContext = { queries, account, me, open };
  const ear = hearing(context);
  void outbox.restore();
  void api(account).server.PUT('/api/v1/profile/set_active_account', {
    body: { account_id: account },
  });
  const stop = listen({
    account_id: account,
    user_id: me,
    pubsub_token: token,
    cursor,
    onEvent: ear.hear,
    onOpen: () => {
      ear.back();
      outbox.flush();
    },
    onGap: ear.miss,
    onDoubt: () => void queries.invalidateQueries(profileQuery),
  });
  return () => {
    stop();
    ear.end();
    forgetPresence();
  };
}

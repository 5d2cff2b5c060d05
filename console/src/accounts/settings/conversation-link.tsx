import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAccount } from '../account-data.ts';

interface Props {
  id: number;
  /** Beside what is open: where something would be lost. */
  beside?: boolean;
  children: ReactNode;
}

/** To a conversation, whatever its status. */
export function ConversationLink({ id, beside = false, children }: Props) {
  const account = useAccount();
  return (
    <Link
      to="/app/accounts/$accountId/conversations/$conversationId"
      params={{ accountId: account, conversationId: id }}
      search={{ tab: 'all', status: 'all' }}
      {...(beside ? { target: '_blank' } : {})}
      className="font-medium text-accent underline underline-offset-2"
    >
      {children}
    </Link>
  );
}

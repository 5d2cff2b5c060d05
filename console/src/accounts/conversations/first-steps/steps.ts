import { useQuery } from '@tanstack/react-query';
import { agentsQuery, inboxesQuery } from '../../account-data.ts';
import { webhooksQuery } from '../../settings/webhooks/webhook-data.ts';

interface Step {
  name: 'inbox' | 'colleague' | 'message' | 'webhook';
  isDone: boolean;
}

interface Steps {
  steps: Step[];
  /** The inbox to which a first message can be written; undefined while there is none. */
  inbox: { id: number; website_token?: string | null } | undefined;
}

/** What an administrator does first, and what of it the account has already; undefined while that is on its way. */
export function useSteps(account: number, conversations: number): Steps | undefined {
  const inboxes = useQuery(inboxesQuery(account)).data;
  const agents = useQuery({ ...agentsQuery(account), staleTime: 0 }).data;
  // Nothing tells of a webhook: it is looked for while somebody looks here.
  const webhooks = useQuery(webhooksQuery(account)).data;
  if (inboxes === undefined || agents === undefined || webhooks === undefined) return undefined;
  const website = inboxes.find(({ website_token }) => website_token != null);
  const inbox = website ?? inboxes[0];
  return {
    inbox,
    steps: [
      { name: 'inbox', isDone: inbox !== undefined },
      { name: 'colleague', isDone: agents.length > 1 },
      { name: 'message', isDone: conversations > 0 },
      { name: 'webhook', isDone: webhooks.length > 0 },
    ],
  };
}

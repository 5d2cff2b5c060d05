import type { Shape } from '@confab/client';
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';
import { onLive } from '../../../live/registry.ts';

export type Scheduled = Shape<'ScheduledMessage'>;

const key = (account: number, conversation: number) =>
  ['scheduled', account, conversation] as const;

/** What is to be sent in a conversation later, and what did not go for a reason. */
export const scheduledQuery = (account: number, conversation: number) =>
  queryOptions({
    queryKey: key(account, conversation),
    queryFn: async ({ signal }) => {
      const { payload } = await unwrap(
        api(account).GET('/conversations/{conversation_id}/scheduled_messages', {
          params: { path: { conversation_id: conversation } },
          signal,
        }),
      );
      return payload.filter(({ state }) => state !== 'sent');
    },
  });

onLive<{ conversation_id: number }>(
  ['scheduled_message.created', 'scheduled_message.updated', 'scheduled_message.deleted'],
  ({ queries, account }, { conversation_id }) =>
    void queries.invalidateQueries({ queryKey: key(account, conversation_id) }),
);

const BASE = '/conversations/{conversation_id}/scheduled_messages/{scheduled_message_id}';

/** What can be done to a message that waits. */
export const actionsOnScheduled = (account: number, { id, conversation_id }: Scheduled) => {
  const params = { path: { conversation_id, scheduled_message_id: id } };
  return {
    move: async (at: Date) =>
      unwrap(
        api(account).PATCH(BASE, {
          params,
          body: { scheduled_at: Math.floor(at.getTime() / 1000) },
        }),
      ),
    sendNow: async () => unwrap(api(account).POST(`${BASE}/send_now`, { params, body: {} })),
    cancel: async () => unwrap(api(account).DELETE(BASE, { params })),
  };
};

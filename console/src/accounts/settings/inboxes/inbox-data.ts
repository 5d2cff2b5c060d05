import type { Shape } from '@confab/client';
import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../../api/api.ts';
import { queries } from '../../../api/queries.ts';
import { inboxesQuery } from '../../account-data.ts';
import type { Channel } from './inbox-search.ts';

export type Inbox = Shape<'Inbox'>;
export type Change = Shape<'UpdateInboxeRequest'>;

const byType: Record<string, Channel> = {
  'Channel::WebWidget': 'website',
  'Channel::Email': 'email',
  'Channel::Api': 'api',
};

export const channelOf = ({ channel_type: type }: Inbox): Channel => byType[type] ?? 'api';

/** Where customers find it, as far as it says. */
export const addressOf = ({ website_url: website, email }: Inbox): string => website ?? email ?? '';

export const membersQuery = (account: number, inbox_id: number) =>
  queryOptions({
    queryKey: ['inbox-members', account, inbox_id],
    queryFn: async () =>
      (
        await unwrap(
          api(account).GET('/inbox_members/{inbox_id}', { params: { path: { inbox_id } } }),
        )
      ).payload,
  });

/** Changes an inbox, and shows it wherever it stands. */
export async function changeInbox(account: number, inbox_id: number, body: Change): Promise<void> {
  await unwrap(api(account).PATCH('/inboxes/{inbox_id}', { params: { path: { inbox_id } }, body }));
  await queries.invalidateQueries(inboxesQuery(account));
}

/** Says who is in an inbox: exactly these. */
export async function setMembers(
  account: number,
  inbox_id: number,
  user_ids: number[],
): Promise<void> {
  await unwrap(api(account).PATCH('/inbox_members', { body: { inbox_id, user_ids } }));
  await queries.invalidateQueries(membersQuery(account, inbox_id));
}

/** What each part of the page of an inbox is given. */
export interface PartProps {
  account: number;
  inbox: Inbox;
}

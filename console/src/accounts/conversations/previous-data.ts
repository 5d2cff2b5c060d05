import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/api.ts';

/** All conversations of a contact that somebody may see, newest first. */
export const previousQuery = (account: number, contact_id: number) =>
  queryOptions({
    queryKey: ['contact-conversations', account, contact_id],
    queryFn: async () => {
      const params = { path: { contact_id } };
      return (await unwrap(api(account).GET('/contacts/{contact_id}/conversations', { params })))
        .payload;
    },
  });

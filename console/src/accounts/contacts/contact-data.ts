import type { Shape } from '@confab/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/api.ts';
import { onLive } from '../../live/registry.ts';
import type { ContactView } from './read-contacts.ts';

export type Contact = Shape<'ContactWithInboxes'>;
export type ContactChange = Shape<'UpdateContactRequest'>;

/** How many a page of the server has. */
const PAGE = 15;

export const contactsQuery = (account: number, view: ContactView) =>
  infiniteQueryOptions({
    queryKey: ['contacts', account, view],
    queryFn: async ({ pageParam: page }) => {
      const { q = '', label, sort = '-last_activity_at' } = view;
      const query = { page, sort, ...(label === undefined ? {} : { labels: [label] }) };
      return q.trim() === ''
        ? unwrap(api(account).GET('/contacts', { params: { query } }))
        : unwrap(api(account).GET('/contacts/search', { params: { query: { ...query, q: q.trim() } } })); // prettier-ignore
    },
    initialPageParam: 1,
    getNextPageParam: ({ payload }, _all, page) => (payload.length < PAGE ? undefined : page + 1),
  });

export const contactQuery = (account: number, contact_id: number) =>
  queryOptions({
    queryKey: ['contact', account, contact_id],
    queryFn: async () =>
      (
        await unwrap(
          api(account).GET('/contacts/{contact_id}', { params: { path: { contact_id } } }),
        )
      ).payload,
  });

export const contactLabelsQuery = (account: number, contact_id: number) =>
  queryOptions({
    queryKey: ['contact-labels', account, contact_id],
    queryFn: async () =>
      (
        await unwrap(
          api(account).GET('/contacts/{contact_id}/labels', { params: { path: { contact_id } } }),
        )
      ).payload,
  });

export const notesQuery = (account: number, contact_id: number) =>
  queryOptions({
    queryKey: ['contact-notes', account, contact_id],
    queryFn: async () =>
      unwrap(
        api(account).GET('/contacts/{contact_id}/notes', { params: { path: { contact_id } } }),
      ),
  });

export const changeContact = async (
  account: number,
  contact_id: number,
  body: ContactChange,
): Promise<Contact> =>
  (
    await unwrap(
      api(account).PATCH('/contacts/{contact_id}', { params: { path: { contact_id } }, body }),
    )
  ).payload;

/** Notes an attribute of a contact; null removes it. */
export async function setContactAttribute(
  account: number,
  contact_id: number,
  key: string,
  value: unknown,
): Promise<Contact> {
  if (value !== null) return changeContact(account, contact_id, { custom_attributes: { [key]: value } }); // prettier-ignore
  const { payload } = await unwrap(
    api(account).POST('/contacts/{contact_id}/destroy_custom_attributes', {
      params: { path: { contact_id } },
      body: { custom_attributes: [key] },
    }),
  );
  return payload;
}

onLive<{ id: number }>(
  ['contact.created', 'contact.updated', 'contact.deleted', 'contact.merged'],
  ({ queries, account }, { id }) => {
    void queries.invalidateQueries({ queryKey: ['contacts', account] });
    void queries.invalidateQueries({ queryKey: ['contact', account, id] });
  },
);

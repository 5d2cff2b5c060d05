import { Type } from 'typebox';
import { refuseInside } from '../http/refuse-inside.ts';
import { administrators, members, read, write, type Route } from '../http/route.ts';
import { deleteInbox } from './delete.ts';
import { tooManyInboxes } from './limit.ts';
import { checkMailbox } from './mailbox.ts';
import { findInbox, listInboxes } from './queries.ts';
import { channelTypeOf } from './rules.ts';
import { changedParts, changeInbox, openInbox, unmade } from './save.ts';
import { InboxInput, NewInboxInput } from './schema.ts';
import { Inbox, InboxList } from './shapes.ts';
import { showInbox } from './show.ts';

const tag = 'Inboxes';
const one = '/inboxes/:inbox_id';

/** What is said of mail servers that cannot be used, among others. */
const errors = { 422: { message: "Name can't be blank", attributes: ['name'] } };

export const inboxRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/inboxes',
    access: members,
    summary: 'List the inboxes',
    description: 'Administrators see all, agents those that they are members of.',
    tag,
    output: InboxList,
    handle: async ({ db, actor, platform }) => {
      const inboxes = await listInboxes(db, actor);
      return { payload: inboxes.map((inbox) => showInbox(platform, actor, inbox)) };
    },
  }),
  read({
    method: 'GET',
    path: one,
    access: members,
    summary: 'Get an inbox',
    tag,
    output: Inbox,
    handle: async ({ db, actor, params, platform }) =>
      showInbox(platform, actor, await findInbox(db, actor, params['inbox_id'])),
  }),
  write({
    method: 'POST',
    path: '/inboxes',
    access: administrators,
    summary: 'Make an inbox',
    tag,
    multipart: true,
    nullWords: true,
    input: NewInboxInput,
    output: Inbox,
    errors: { ...errors, 402: tooManyInboxes },
    examples: {
      request: {
        name: 'Support',
        channel: { type: 'api', webhook_url: 'https://example.com/hooks' },
      },
    },
    prepare: async ({ input, platform: { vault, config } }) => {
      const { type, ...given } = input.channel ?? {};
      const blank = unmade(channelTypeOf(type));
      const made = { ...blank, ...changedParts(vault, blank, given) };
      refuseInside('webhook_url', made.channel['webhook_url'], config);
      await checkMailbox({ vault, reach: config }, made, given);
    },
    handle: async ({ tx, actor, input, platform }) =>
      showInbox(platform, actor, await openInbox(tx, platform, { actor, input })),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: one,
    access: administrators,
    summary: 'Change an inbox',
    description:
      'What is not named stays. Mail servers are tried before they are saved: that they cannot be used is a 422.',
    tag,
    multipart: true,
    nullWords: true,
    input: InboxInput,
    output: Inbox,
    errors,
    examples: { request: { greeting_enabled: true, greeting_message: 'Hello, how can we help?' } },
    prepare: async ({ db, actor, params, input, platform: { vault, config } }) => {
      if (input.channel === undefined) return;
      const before = await findInbox(db, actor, params['inbox_id']);
      const after = changedParts(vault, before, input.channel);
      // One that stays as it was does not keep the others from being changed; it is not called anyway.
      if (after.channel['webhook_url'] !== before.channel['webhook_url']) {
        refuseInside('webhook_url', after.channel['webhook_url'], config);
      }
      await checkMailbox({ vault, reach: config }, { ...before, ...after }, input.channel);
    },
    handle: async ({ tx, actor, params, input, platform }) => {
      const change = { actor, id: params['inbox_id'], input };
      return showInbox(platform, actor, await changeInbox(tx, platform, change));
    },
  }),
  write({
    method: 'DELETE',
    path: one,
    access: administrators,
    summary: 'Delete an inbox',
    description: 'It is gone at once; what it holds is removed soon after.',
    tag,
    output: Type.Object(
      {
        message: Type.String({
          description: 'What happens now.',
          examples: ['Your inbox deletion request will be processed in some time.'],
        }),
      },
      { $id: 'InboxDeletion' },
    ),
    handle: async ({ tx, actor, params }) => {
      await deleteInbox(tx, actor, params['inbox_id']);
      return { message: 'Your inbox deletion request will be processed in some time.' };
    },
  }),
];

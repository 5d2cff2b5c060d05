import { Type } from 'typebox';
import { HttpError } from '../errors.ts';
import { administrators, members, read, write, type Route } from '../http/route.ts';
import { cacheKeys } from './cache-keys.ts';
import { Account, AccountInput, CacheKeys, UpdatedAccount } from './shapes.ts';
import { showAccount, touchActive, updateAccount } from './show.ts';

const tag = 'Account';
const NO_LIMITS = 'Not found';

export const accountRoutes: Route[] = [
  read({
    method: 'GET',
    path: '',
    access: members,
    ownAccount: true,
    operation: 'getAccount',
    summary: 'Show the account',
    description: 'A suspended one, too. Whoever is no member gets 404.',
    tag,
    output: Account,
    handle: async ({ db, actor, platform }) => ({
      ...(await showAccount(db, { actor, mailFrom: platform.config.mailFrom })),
      latest_chatwoot_version: null,
      subscribed_features: [],
    }),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: '',
    access: administrators,
    ownAccount: true,
    operation: 'updateAccount',
    summary: 'Update the account',
    description: 'Settings that are not given keep their values; null clears one.',
    tag,
    input: AccountInput,
    output: UpdatedAccount,
    examples: { request: { name: 'Acme', auto_resolve_after: 1440 } },
    handle: async ({ tx, actor, input, platform }) => {
      await updateAccount(tx, actor, input);
      return showAccount(tx, { actor, mailFrom: platform.config.mailFrom });
    },
  }),
  read({
    method: 'GET',
    path: '/cache_keys',
    access: members,
    ownAccount: true,
    operation: 'getCacheKeys',
    summary: 'Say whether copies of labels, inboxes and teams are fresh',
    description: 'A copy is fresh as long as its key stays what it was when the copy was made.',
    tag,
    output: Type.Object({ cache_keys: CacheKeys }),
    handle: async ({ db, actor, reply }) => {
      void reply.header('cache-control', 'max-age=10, private, stale-while-revalidate=300');
      return { cache_keys: await cacheKeys(db, actor.account_id) };
    },
  }),
  write({
    method: 'POST',
    path: '/update_active_at',
    access: members,
    ownAccount: true,
    operation: 'enterAccount',
    summary: 'Say that you work in this account now',
    description: 'It becomes the one that your profile opens with.',
    tag,
    handle: async ({ tx, actor }) => touchActive(tx, actor),
  }),
  read({
    method: 'GET',
    path: '/enterprise/api/v1/accounts/:account_id/limits',
    access: members,
    ownAccount: true,
    operation: 'getAccountLimits',
    summary: 'Show the limits of the plan',
    description: 'There are no plans: always 404, as clients expect of a server of their own.',
    tag,
    errors: { 404: NO_LIMITS },
    handle: async () => {
      throw new HttpError(404, { error: NO_LIMITS });
    },
  }),
];

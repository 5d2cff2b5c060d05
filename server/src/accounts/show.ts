import { audit, differences } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { iso } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { senderOf } from '../mail/mailer.ts';
import { cacheKeys } from './cache-keys.ts';
import { enabledFeatures } from './features.ts';
import { tellOfSettings } from './settings-changed.ts';
import { checkAccount, mergeAccount, type AccountValues } from './rules.ts';

interface Found extends AccountValues {
  id: number;
  status: 'active' | 'suspended';
  features: Record<string, unknown>;
  created_at: string;
}

const find = `
  select id, name, locale, domain, support_email, status, settings, features, custom_attributes,
    ${iso('created_at')} as created_at
  from accounts where id = $1`;
const lock = `${find} for update`;

interface Asking {
  actor: Actor;
  /** Whose mail it is when the account does not say. */
  mailFrom: string;
}

/** The account of contract: platform §3.2. */
export async function showAccount(db: Db, { actor, mailFrom }: Asking) {
  const found = (await row<Found & Record<string, unknown>>(db, find, [actor.account_id])) as Found;
  const { settings, created_at, custom_attributes, domain, id, locale, name, status } = found;
  return {
    settings,
    created_at,
    ...(Object.keys(custom_attributes).length === 0
      ? {}
      : { custom_attributes: { ...plan, ...custom_attributes } }),
    domain,
    features: enabledFeatures(found.features),
    id,
    locale,
    name,
    support_email: found.support_email ?? senderOf(mailFrom).address,
    status,
    cache_keys: await cacheKeys(db, id),
  };
}

// The original's plans; clients read the keys.
const plan = {
  plan_name: null,
  subscribed_quantity: null,
  subscription_status: null,
  subscription_ends_on: null,
};

const update = `
  update accounts set name = $2, locale = $3, domain = $4, support_email = $5, custom_attributes = $6,
    settings = $7, updated_at = now()
  where id = $1`;

const audited = [
  'name',
  'locale',
  'domain',
  'support_email',
  'custom_attributes',
  'settings',
] as const;

/** Changes what was given. Throws 422 for what an account cannot be. */
export async function updateAccount(
  tx: Tx,
  actor: Actor,
  input: Parameters<typeof checkAccount>[0],
): Promise<void> {
  checkAccount(input);
  const id = actor.account_id;
  const before = (await row<Found & Record<string, unknown>>(tx, lock, [id])) as Found;
  const after = mergeAccount(before, input);
  const { name, locale, domain, support_email, custom_attributes, settings } = after;
  await rows(tx, update, [
    id,
    name,
    locale,
    domain,
    support_email,
    JSON.stringify(custom_attributes),
    JSON.stringify(settings),
  ]);
  const changes = differences<AccountValues>(before, after, audited);
  await tellOfSettings(tx, id, { kind: 'account', id });
  await audit(tx, actor, { type: 'Account', id, action: 'update', changes });
}

/** Notes that the caller works in this account now. */
export async function touchActive(tx: Tx, { account_id, id }: Actor): Promise<void> {
  await rows(
    tx,
    'update memberships set active_at = clock_timestamp() where account_id = $1 and user_id = $2',
    [account_id, id],
  );
}

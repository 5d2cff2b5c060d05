import { audit, differences } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import type { Vault } from '../auth/vault.ts';
import type { Config } from '../config.ts';
import { iso } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, invalidRecord, notFound } from '../errors.ts';
import { refuseInside } from '../http/refuse-inside.ts';
import { recordId } from '../record-id.ts';
import { orderEndpoint, resetSecret, type Endpoint } from './endpoints.ts';
import { newSecret } from './new-secret.ts';
import { readSubscriptions } from './rules.ts';

/** Where events of the account are sent (contract: platform §5.2). */
export interface Webhook {
  id: number;
  name: string | null;
  url: string;
  account_id: number;
  subscriptions: string[];
  inbox: { id: number; name: string } | null;
  endpoint_id: number;
  ordering: Endpoint['ordering'];
  state: Endpoint['state'];
  paused_because: Endpoint['paused_because'];
  failing_since: string | null;
}

export interface WebhookInput {
  url?: string | null;
  name?: string | null;
  inbox_id?: number | null;
  subscriptions?: unknown;
  ordering?: unknown;
}

// Its endpoint is made by the table itself, in the same moment.
const select = `
  select w.id, w.name, w.url, w.account_id, w.subscriptions,
    (select json_build_object('id', i.id, 'name', i.name) from inboxes i
     where i.account_id = w.account_id and i.id = w.inbox_id) as inbox,
    e.id as endpoint_id, e.ordering, e.paused_because, ${iso('e.failing_since')} as failing_since,
    case when e.paused_at is not null then 'paused' when e.failing_since is not null then 'failing'
      else 'active' end as state
  from webhooks w join webhook_endpoints e on e.account_id = w.account_id and e.webhook_id = w.id
  where w.account_id = $1`;
const selectAll = `${select} order by w.id`;
const selectOne = `${select} and w.id = $2`;
const lockOne = `${selectOne} for update of w`;

export async function listWebhooks(db: Db, { account_id }: Actor): Promise<Webhook[]> {
  return rows<Webhook & Record<string, unknown>>(db, selectAll, [account_id]);
}

/** The wire form; the inbox is left out when there is none, the secret unless it was just made. */
export function showWebhook(webhook: Webhook, secret?: string) {
  const { id, name, url, account_id, subscriptions, inbox, ...state } = webhook;
  return {
    id,
    name,
    url,
    account_id,
    subscriptions,
    ...(inbox === null ? {} : { inbox }),
    ...(secret === undefined ? {} : { secret }),
    ...state,
  };
}

async function lockWebhook(tx: Tx, { account_id }: Actor, id: unknown): Promise<Webhook> {
  const found = await row<Webhook & Record<string, unknown>>(tx, lockOne, [
    account_id,
    recordId(id),
  ]);
  if (found === undefined) throw notFound();
  return found;
}

interface Keys {
  vault: Vault;
  config: Pick<Config, 'outboundAllow'>;
}

const insert = `
  insert into webhooks (account_id, name, url, inbox_id, subscriptions)
  values ($1, $2, $3, $4, $5) returning id`;

const setSecret =
  'update webhook_endpoints set secret = $3 where account_id = $1 and webhook_id = $2';

/** Makes one, with a secret that is shown this once. Throws 422. */
export async function createWebhook(
  tx: Tx,
  { vault, config }: Keys,
  { actor, input }: { actor: Actor; input: WebhookInput },
): Promise<{ webhook: Webhook; secret: string }> {
  const { account_id } = actor;
  const secret = newSecret();
  const made = (await row<{ id: number }>(tx, insert, [
    account_id,
    input.name ?? null,
    readUrl(input.url, config),
    await inboxOf(tx, account_id, input.inbox_id),
    readSubscriptions(input.subscriptions),
  ])) as { id: number };
  await rows(tx, setSecret, [account_id, made.id, vault.encrypt(secret)]);
  await order(tx, actor, { id: made.id, ordering: input.ordering });
  const webhook = await lockWebhook(tx, actor, made.id);
  const { url, subscriptions, name } = webhook;
  const changes = { url, subscriptions, name };
  await audit(tx, actor, { type: 'Webhook', id: webhook.id, action: 'create', changes });
  return { webhook, secret };
}

const update = `
  update webhooks set name = $3, url = $4, inbox_id = $5, subscriptions = $6, updated_at = clock_timestamp()
  where account_id = $1 and id = $2`;

/** Changes what the request names. Throws 404 and 422. */
export async function changeWebhook(
  tx: Tx,
  { config }: Pick<Keys, 'config'>,
  { actor, id, input }: { actor: Actor; id: unknown; input: WebhookInput },
): Promise<Webhook> {
  const before = await lockWebhook(tx, actor, id);
  const { account_id } = actor;
  await rows(tx, update, [
    account_id,
    before.id,
    input.name === undefined ? before.name : input.name,
    input.url === undefined ? before.url : readUrl(input.url, config),
    input.inbox_id === undefined
      ? (before.inbox?.id ?? null)
      : await inboxOf(tx, account_id, input.inbox_id),
    input.subscriptions === undefined
      ? before.subscriptions
      : readSubscriptions(input.subscriptions),
  ]);
  await order(tx, actor, { id: before.id, ordering: input.ordering });
  const webhook = await lockWebhook(tx, actor, before.id);
  const changes = differences(before, webhook, ['name', 'url', 'inbox', 'subscriptions']);
  if (Object.keys(changes).length > 0) {
    await audit(tx, actor, { type: 'Webhook', id: webhook.id, action: 'update', changes });
  }
  return webhook;
}

export async function deleteWebhook(tx: Tx, actor: Actor, id: unknown): Promise<void> {
  const { account_id, id: webhook_id, url, name } = await lockWebhook(tx, actor, id);
  await rows(tx, 'delete from webhooks where account_id = $1 and id = $2', [
    account_id,
    webhook_id,
  ]);
  const changes = { url, name };
  await audit(tx, actor, { type: 'Webhook', id: webhook_id, action: 'destroy', changes });
}

/** Gives it another secret, shown this once. The one before signs as well for a day. */
export async function resetWebhookSecret(
  tx: Tx,
  { vault }: Pick<Keys, 'vault'>,
  { actor, id }: { actor: Actor; id: unknown },
): Promise<{ webhook: Webhook; secret: string }> {
  const { id: webhook_id } = await lockWebhook(tx, actor, id);
  const key = { by: 'webhook_id', id: webhook_id } as const;
  const { secret } = await resetSecret(tx, { vault, actor, key });
  const changes = { secret: ['', ''] };
  await audit(tx, actor, { type: 'Webhook', id: webhook_id, action: 'update', changes });
  return { webhook: await lockWebhook(tx, actor, webhook_id), secret };
}

async function order(
  tx: Tx,
  actor: Actor,
  { id, ordering }: { id: number; ordering: unknown },
): Promise<void> {
  if (ordering === undefined) return;
  await orderEndpoint(tx, actor, { key: { by: 'webhook_id', id }, ordering });
}

function readUrl(given: string | null | undefined, config: Keys['config']): string {
  const url = given?.trim() ?? '';
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw invalidFields([['url', 'is invalid']]);
  }
  refuseInside('url', url, config);
  return url;
}

const findInbox = 'select id from inboxes where account_id = $1 and id = $2 and deleted_at is null';

async function inboxOf(
  tx: Tx,
  accountId: number,
  id: number | null | undefined,
): Promise<number | null> {
  if (id === undefined || id === null) return null;
  const inbox = await row<{ id: number }>(tx, findInbox, [accountId, id]);
  if (inbox === undefined) throw invalidRecord('Inbox must exist', ['inbox']);
  return inbox.id;
}

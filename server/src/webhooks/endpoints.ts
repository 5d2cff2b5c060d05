import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import type { Vault } from '../auth/vault.ts';
import { iso } from '../db/json.ts';
import { afterCommit, type Db, type Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound, unprocessable } from '../errors.ts';
import { recordId } from '../record-id.ts';
import { newSecret } from './new-secret.ts';
import { wakeSenders } from './wake.ts';

const ORDERINGS = ['lane', 'strict'] as const;

/** Where events are sent, and how that goes. */
export interface Endpoint {
  id: number;
  kind: 'webhook' | 'inbox' | 'agent_bot' | 'action';
  webhook_id: number | null;
  inbox_id: number | null;
  agent_bot_id: number | null;
  /** Null for a bot of the installation. */
  url: string | null;
  ordering: (typeof ORDERINGS)[number];
  state: 'active' | 'failing' | 'paused';
  paused_because: 'asked' | 'gone' | 'failing' | null;
  paused_at: string | null;
  failing_since: string | null;
  held_until: string | null;
  signed: boolean;
  former_signs_until: string | null;
}

/** How an endpoint is named: by its own id, or by that of its webhook. */
export interface EndpointKey {
  by: 'endpoint_id' | 'webhook_id';
  id: unknown;
}

// `e` is the endpoint. The address of a bot of the installation is the operator's.
const endpointColumns = `
  e.id, e.kind, e.webhook_id, e.inbox_id, e.agent_bot_id,
  case when not exists (select from agent_bots b where b.id = e.agent_bot_id and b.account_id is null)
    then e.url end as url, e.ordering,
  case when e.paused_at is not null then 'paused' when e.failing_since is not null then 'failing'
    else 'active' end as state,
  e.paused_because, ${iso('e.paused_at')} as paused_at, ${iso('e.failing_since')} as failing_since,
  case when e.held_until > now() then ${iso('e.held_until')} end as held_until, e.secret is not null as signed,
  case when e.previous_secret_until > now() then ${iso('e.previous_secret_until')} end as former_signs_until`;

const list = `
  select ${endpointColumns} from webhook_endpoints e
  where e.account_id = $1 and e.removed_at is null order by e.id`;
const find = {
  endpoint_id: `
    select ${endpointColumns} from webhook_endpoints e
    where e.account_id = $1 and e.id = $2 and e.removed_at is null`,
  webhook_id: `
    select ${endpointColumns} from webhook_endpoints e
    where e.account_id = $1 and e.webhook_id = $2 and e.removed_at is null`,
};
const lock = {
  endpoint_id: `${find.endpoint_id} for no key update of e`,
  webhook_id: `${find.webhook_id} for no key update of e`,
};

type Found = Endpoint & Record<string, unknown>;

export async function listEndpoints(db: Db, { account_id }: Actor): Promise<Endpoint[]> {
  return rows<Found>(db, list, [account_id]);
}

/** Throws 404. */
export async function findEndpoint(db: Db, actor: Actor, key: EndpointKey): Promise<Endpoint> {
  return found(db, find[key.by], actor, key);
}

async function found(
  db: Db,
  ...[statement, { account_id }, { id }]: [string, Actor, EndpointKey]
): Promise<Endpoint> {
  const endpoint = await row<Found>(db, statement, [account_id, recordId(id)]);
  if (endpoint === undefined) throw notFound();
  return endpoint;
}

const update = (set: string): string =>
  `update webhook_endpoints set ${set} where account_id = $1 and id = $2`;
const changes = {
  pause: update(`paused_at = now(), paused_because = 'asked'`),
  resume: update(
    'paused_at = null, paused_because = null, failing_since = null, held_until = null',
  ),
  revoke: update('previous_secret = null, previous_secret_until = null'),
};
const setOrdering = update('ordering = $3');
// Whoever checks signatures has a day to learn the new one.
const setSecret = update(
  `previous_secret = secret, secret = $3,
   previous_secret_until = case when secret is not null then now() + interval '24 hours' end`,
);
const hurryLanes = `
  update webhook_lanes set due_at = now() where account_id = $1 and endpoint_id = $2 and lease is null`;

/** Sends nothing there for the time being; what happens is kept. Throws 404. */
export async function pauseEndpoint(tx: Tx, actor: Actor, key: EndpointKey): Promise<Endpoint> {
  const { id, state } = await found(tx, lock[key.by], actor, key);
  if (state !== 'paused') await rows(tx, changes.pause, [actor.account_id, id]);
  return noted(tx, actor, { id, changed: { state: [state, 'paused'] } });
}

/** Sends again, what waited first. Throws 404. */
export async function resumeEndpoint(tx: Tx, actor: Actor, key: EndpointKey): Promise<Endpoint> {
  const { id, state } = await found(tx, lock[key.by], actor, key);
  await rows(tx, changes.resume, [actor.account_id, id]);
  await rows(tx, hurryLanes, [actor.account_id, id]);
  afterCommit(tx, wakeSenders);
  return noted(tx, actor, { id, changed: { state: [state, 'active'] } });
}

/** Says what goes before: that nothing waits for long, or the order. Throws 404 and 422. */
export async function orderEndpoint(
  tx: Tx,
  actor: Actor,
  { key, ordering }: { key: EndpointKey; ordering: unknown },
): Promise<Endpoint> {
  const { id, ordering: before } = await found(tx, lock[key.by], actor, key);
  if (!ORDERINGS.includes(ordering as Endpoint['ordering'])) {
    throw unprocessable(`ordering must be one of ${ORDERINGS.join(', ')}`);
  }
  if (ordering === before) return findEndpoint(tx, actor, { by: 'endpoint_id', id });
  await rows(tx, setOrdering, [actor.account_id, id, ordering]);
  return noted(tx, actor, { id, changed: { ordering: [before, ordering] } });
}

/** Makes another secret, shown this once. The one before signs as well for a day. Throws 404. */
export async function resetSecret(
  tx: Tx,
  { vault, actor, key }: { vault: Vault; actor: Actor; key: EndpointKey },
): Promise<{ endpoint: Endpoint; secret: string }> {
  const { id } = await found(tx, lock[key.by], actor, key);
  const secret = newSecret();
  await rows(tx, setSecret, [actor.account_id, id, vault.encrypt(secret)]);
  return { endpoint: await noted(tx, actor, { id, changed: { secret: ['', ''] } }), secret };
}

/** The secret before signs nothing any more. Throws 404. */
export async function revokeSecret(tx: Tx, actor: Actor, key: EndpointKey): Promise<Endpoint> {
  const { id, former_signs_until: until } = await found(tx, lock[key.by], actor, key);
  await rows(tx, changes.revoke, [actor.account_id, id]);
  return noted(tx, actor, { id, changed: { previous_secret: [until, null] } });
}

async function noted(
  tx: Tx,
  actor: Actor,
  { id, changed }: { id: number; changed: Record<string, [unknown, unknown]> },
): Promise<Endpoint> {
  await audit(tx, actor, { type: 'WebhookEndpoint', id, action: 'update', changes: changed });
  return findEndpoint(tx, actor, { by: 'endpoint_id', id });
}

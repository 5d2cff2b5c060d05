import type { Config } from '../config.ts';
import { iso, jsonObject } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields } from '../errors.ts';
import { refuseInside } from '../http/refuse-inside.ts';

const json = jsonObject({
  id: 's.id',
  user_id: 's.user_id',
  subscription_type: 's.subscription_type',
  subscription_attributes: 's.subscription_attributes',
  created_at: iso('s.created_at'),
  updated_at: iso('s.updated_at'),
  identifier: 's.identifier',
});

const upsert = `
  insert into notification_subscriptions as s (user_id, subscription_type, subscription_attributes, identifier)
  values ($1, $2, $3, $4)
  on conflict (identifier) do update set user_id = excluded.user_id, updated_at = now(),
    subscription_type = excluded.subscription_type, subscription_attributes = excluded.subscription_attributes
  returning ${json} as json`;

interface Given {
  subscription_type?: 'browser_push' | 'fcm' | undefined;
  subscription_attributes?: Record<string, unknown> | undefined;
}

const MAX_IDENTIFIER = 2000;
const MAX_ATTRIBUTES = 10_000;

/** Registers a device for the user; by its identifier there is one of it, and it is theirs now. */
export async function subscribe(
  tx: Tx,
  { userId, config }: { userId: number; config: Pick<Config, 'outboundAllow'> },
  given: Given,
): Promise<unknown> {
  const { subscription_type: type, subscription_attributes: attributes = {} } = given;
  if (type === undefined) throw invalidFields([['subscription_type', "can't be blank"]]);
  const identifier = attributes[type === 'fcm' ? 'device_id' : 'endpoint'];
  if (typeof identifier !== 'string' || identifier.trim() === '') {
    throw invalidFields([['identifier', "can't be blank"]]);
  }
  if (identifier.length > MAX_IDENTIFIER) {
    throw invalidFields([['identifier', `is too long (maximum is ${MAX_IDENTIFIER} characters)`]]);
  }
  // Push services are on the internet, and speak HTTPS.
  if (type === 'browser_push' && !/^https:\/\/[^/]/.test(identifier)) {
    throw invalidFields([['identifier', 'is not the https address of a push service']]);
  }
  if (type === 'browser_push') refuseInside('identifier', identifier, config);
  const text = JSON.stringify(attributes);
  if (text.length > MAX_ATTRIBUTES) {
    throw invalidFields([['subscription_attributes', 'is too long']]);
  }
  const made = await row<{ json: unknown }>(tx, upsert, [userId, type, text, identifier]);
  return made?.json;
}

interface Device {
  push_token?: unknown;
  identifier?: unknown;
}

/** Forgets the user's phone with this push token, or whatever has this identifier. */
export async function unsubscribe(tx: Tx, userId: number, device: Device): Promise<void> {
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  await rows(
    tx,
    `delete from notification_subscriptions
     where user_id = $1 and (subscription_attributes ->> 'push_token' = $2 or identifier = $3)`,
    [userId, text(device.push_token), text(device.identifier)],
  );
}

// A phone needs a push service that we have no key for: it is kept, and not pushed.
const list = `
  select ${jsonObject({
    id: 's.id',
    subscription_type: 's.subscription_type',
    identifier: 's.identifier',
    state: `case when s.subscription_type <> 'browser_push' then 'stored'
      when s.failed_at is not null then 'failing' else 'active' end`,
    failure: 's.failure',
    last_sent_at: iso('s.last_sent_at'),
    created_at: iso('s.created_at'),
    updated_at: iso('s.updated_at'),
  })} as json
  from notification_subscriptions s where s.user_id = $1 order by s.id`;

/** The user's browsers and phones, and whether pushes reach them. */
export async function listSubscriptions(db: Db, userId: number): Promise<{ payload: unknown[] }> {
  const found = await rows<{ json: unknown }>(db, list, [userId]);
  return { payload: found.map((each) => each.json) };
}

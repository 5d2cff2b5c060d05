import { buildPushPayload, type PushSubscription } from '@block65/webcrypto-web-push';
import { memberMayOpen } from '../conversations/visibility.ts';
import { enumName } from '../db/json.ts';
import { transaction, type Pool } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { fetchPublic } from '../http/outbound.ts';
import { OutboundError } from '../http/outbound-address.ts';
import { callPeer, peerIn } from '../http/peers.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { HopelessJobError } from '../jobs/jobs.ts';
import type { Platform } from '../platform.ts';
import { loadNotifications } from './load.ts';
import { NOTIFICATION_TYPES } from './rules.ts';
import { vapidKeys } from './vapid.ts';

interface Key {
  account_id: number;
  notification_id: number;
  subscription_id: number;
}

// Who may be told what is asked now: the flag, the conversation, and whether they know it already.
const findSubscription = `
  select s.subscription_attributes as attributes, c.display_id, c.uuid
  from notifications n
  join accounts a on a.id = n.account_id and a.status = 'active' and a.deleted_at is null
  join memberships m on m.account_id = n.account_id and m.user_id = n.user_id
  left join custom_roles role on role.account_id = m.account_id and role.id = m.custom_role_id
  join notification_settings f on f.account_id = n.account_id and f.user_id = n.user_id
    and ${enumName('n.notification_type - 1', NOTIFICATION_TYPES)} = any(f.push_flags)
  join conversations c on c.account_id = n.account_id and c.id = n.conversation_id
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id and i.deleted_at is null
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id
    and (not k.blocked or n.notification_type = 4)
  join notification_subscriptions s on s.id = $3 and s.user_id = n.user_id
    and s.subscription_type = 'browser_push'
  where n.account_id = $1 and n.id = $2 and n.read_at is null and n.snoozed_until is null
    and ${memberMayOpen('m', 'role', { c: 'c' })}`;

interface Found {
  attributes: Record<string, unknown>;
  display_id: number;
  uuid: string;
}

/**
 * Tells one browser of one notification. What the push service says is noted on the subscription; one
 * that has ended is forgotten. Throws what is worth another try.
 */
export async function pushNotification(
  { pool, config, vault }: Pick<Platform, 'pool' | 'config' | 'vault'>,
  key: Key,
): Promise<void> {
  const { account_id, notification_id, subscription_id } = key;
  const values = [account_id, notification_id, subscription_id];
  const found = await row<Found & Record<string, unknown>>(pool, findSubscription, values);
  const [loaded] = await loadNotifications(pool, account_id, [notification_id]);
  if (found === undefined || loaded === undefined) return;
  const { notification_type, push_message_title, push_message_body } = loaded.notification;
  // As the original's service worker reads it (contract: platform §11); `body` is ours.
  const message = {
    title: push_message_title as string,
    tag: `${notification_type as string}_${found.display_id}_${notification_id}`,
    url: `${config.baseUrl}/app/accounts/${account_id}/conversations/${found.display_id}`,
    body: push_message_body as string,
  };
  const subscription = subscriptionOf(found.attributes);
  try {
    // Of what waits for a browser that is off, the newest of each conversation is kept: that is its topic.
    const topic = found.uuid.replaceAll('-', '').slice(0, 32);
    const options = { ttl: DAY, urgency: 'high', topic } as const;
    const push = await seal({ data: message, options }, subscription, vapidKeys(config, vault));
    const { endpoint } = subscription;
    const answer = await callPeer(peerIn(endpoint), async () =>
      post(endpoint, push, config.outboundAllow),
    );
    await settle(pool, key, answer);
  } catch (error) {
    await rows(pool, noteFailure, [subscription_id, (error as Error).message.slice(0, 500)]);
    throw error;
  }
}

const DAY = 24 * 60 * 60;

type Push = Awaited<ReturnType<typeof buildPushPayload>>;

/** What only this browser can open. Throws HopelessJobError when its keys are none. */
async function seal(...given: Parameters<typeof buildPushPayload>): Promise<Push> {
  try {
    return await buildPushPayload(...given);
  } catch (error) {
    throw new HopelessJobError('the keys of the subscription cannot be used', { cause: error });
  }
}

/** The dashboard sends the keys side by side; a browser's own form has them in `keys`. */
function subscriptionOf(attributes: Record<string, unknown>): PushSubscription {
  const keys = { ...attributes, ...(attributes['keys'] as Record<string, unknown> | undefined) };
  return {
    endpoint: String(attributes['endpoint']),
    expirationTime: null,
    keys: { p256dh: String(keys['p256dh'] ?? ''), auth: String(keys['auth'] ?? '') },
  };
}

interface Answer {
  status: number;
  retryAfter: string | undefined;
}

async function post(url: string, push: Push, outboundAllow: readonly string[]): Promise<Answer> {
  const { 'content-length': _length, ...headers } = push.headers;
  try {
    const {
      status,
      headers: answered,
      body,
    } = await fetchPublic(url, {
      call: 'push',
      bytes: push.body,
      headers: Object.fromEntries(
        Object.entries(headers).filter(([, value]) => value !== undefined),
      ),
      maxBytes: 64 * 1024,
      timeoutMs: 10_000,
      outboundAllow,
    });
    body.destroy();
    return { status, retryAfter: answered['retry-after'] };
  } catch (error) {
    const isLasting =
      error instanceof OutboundError && ['invalid_url', 'forbidden'].includes(error.reason);
    throw isLasting ? new HopelessJobError(error.message, { cause: error }) : error;
  }
}

const noteFailure = `
  update notification_subscriptions set failed_at = clock_timestamp(), failure = $2 where id = $1`;
const noteSuccess = `
  update notification_subscriptions set last_sent_at = clock_timestamp(), failed_at = null, failure = null
  where id = $1`;

async function settle(pool: Pool, key: Key, { status, retryAfter }: Answer): Promise<void> {
  const { subscription_id } = key;
  if (status >= 200 && status < 300) return void (await rows(pool, noteSuccess, [subscription_id]));
  // The browser has unsubscribed, or is no more.
  if (status === 404 || status === 410) {
    return void (await rows(pool, 'delete from notification_subscriptions where id = $1', [
      subscription_id,
    ]));
  }
  const message = `the push service answered ${status}`;
  const seconds = secondsOf(retryAfter);
  if ((status === 429 || status === 503) && seconds !== undefined) {
    await transaction(pool, async (tx) => {
      await rows(tx, noteFailure, [subscription_id, `${message}, and asked for some patience`]);
      await enqueue(tx, [{ queue: 'push_notification', data: key, startAfter: seconds }]);
    });
    return;
  }
  if (status >= 500 || status === 408 || status === 429) throw new Error(message);
  throw new HopelessJobError(message);
}

const HOUR = 60 * 60;

/** Retry-After, in seconds or as a date (RFC 9110 §10.2.3): at least one second, an hour at most. */
function secondsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(Math.ceil(seconds), 1), HOUR);
}

import { server, unwrap } from '../../../api/api.ts';

/** What shows a push while no page of the console is open. */
const WORKER = '/packs/console/push.js';

export const canPush = (): boolean => 'serviceWorker' in navigator && 'PushManager' in globalThis;

/** The subscription of this browser, if it has one. */
export async function ownSubscription(): Promise<PushSubscription | undefined> {
  if (!canPush()) return undefined;
  const worker = await navigator.serviceWorker.getRegistration(WORKER);
  return (await worker?.pushManager.getSubscription()) ?? undefined;
}

/** Of a subscription, what the list of the server calls it by. */
export const identifierOf = ({ endpoint }: PushSubscription): string => endpoint;

async function publicKey(): Promise<string> {
  const answer = await fetch('/api');
  return ((await answer.json()) as { vapid_public_key: string }).vapid_public_key;
}

/** Has the server tell this browser; the browser asks whoever sits before it. False when they refuse. */
export async function subscribe(): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  const worker = await navigator.serviceWorker.register(WORKER);
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: await publicKey(),
  });
  const { endpoint, keys } = subscription.toJSON();
  await unwrap(
    server().POST('/api/v1/notification_subscriptions', {
      body: {
        subscription_type: 'browser_push',
        subscription_attributes: { endpoint, p256dh: keys?.['p256dh'], auth: keys?.['auth'] },
      },
    }),
  );
  return true;
}

/** Takes a device off the list of the server; of this browser, ends the subscription as well. */
export async function unsubscribe(identifier: string): Promise<void> {
  await unwrap(server().DELETE('/api/v1/notification_subscriptions', { body: { identifier } }));
  const own = await ownSubscription();
  if (own !== undefined && identifierOf(own) === identifier) await own.unsubscribe();
}

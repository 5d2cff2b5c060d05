import { createConsumer, logger, type Consumer } from '@rails/actioncable';
import { effect } from '@preact/signals';
import { hearEvent } from './hear-event.ts';
import { catchUp, comeBack } from './load.ts';
import { retryOutbox } from './outbox.ts';
import { forgetSession } from './session.ts';
import { isOpen, line, session } from './state.ts';

const HEARTBEAT = 20_000;
const ASK_EVERY = 5000;
const ASK_SELDOM = 30_000;

let consumer: Consumer | undefined;

let asking: ReturnType<typeof setTimeout> | undefined;

const isLooking = (): boolean => isOpen.peek() && document.visibilityState === 'visible';

/** As long as there is no realtime connection, which some networks forbid, the server is asked. */
function askSoon(pause = isLooking() ? ASK_EVERY : ASK_SELDOM): void {
  clearTimeout(asking);
  asking = setTimeout(() => void ask(), pause);
}

async function ask(): Promise<void> {
  if (session.peek() === undefined || line.peek() === 'connected') return;
  try {
    await catchUp();
    if (line.peek() !== 'connected') line.value = 'asking';
  } catch {
    if (line.peek() !== 'connected') line.value = 'lost';
  }
  askSoon();
}

/** Listens as whoever the visitor is, from now on. */
export function followSession(): void {
  logger.enabled = false;
  effect(() => {
    const token = session.value?.pubsub_token;
    consumer?.disconnect();
    consumer = token === undefined ? undefined : connect(token);
  });
}

function connect(pubsub_token: string): Consumer {
  const made = createConsumer('/cable');
  askSoon(ASK_EVERY);
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  const subscription = made.subscriptions.create(
    { channel: 'RoomChannel', pubsub_token },
    {
      connected() {
        line.value = 'connected';
        clearInterval(heartbeat);
        heartbeat = setInterval(() => subscription.perform('update_presence'), HEARTBEAT);
        // What happened between the last answer and this moment, or since the connection was lost.
        comeBack();
        retryOutbox();
      },
      disconnected() {
        clearInterval(heartbeat);
        if (consumer !== made) return;
        line.value = 'lost';
        askSoon(1000);
      },
      rejected() {
        made.disconnect();
        if (consumer === made) forgetSession();
      },
      received: hearEvent,
    },
  );
  return made;
}

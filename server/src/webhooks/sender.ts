import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Vault } from '../auth/vault.ts';
import type { Platform } from '../platform.ts';
import { createBell } from './bell.ts';
import { createClockWatch } from './clock.ts';
import { collectResults } from './collect-results.ts';
import { admitArrivals, claimLanes, releaseLanes, renewLeases, type Claimed } from './lanes.ts';
import { messageId } from './message-id.ts';
import type { Result } from './results.ts';
import { fateOf } from './retry-rules.ts';
import { createRooms } from './rooms.ts';
import { failed, post, type Attempt } from './send.ts';
import { onDeliveries } from './wake.ts';

/** Milliseconds between looks for what other processes have written, and for what became due. */
const POLL = 500;
const RETRY = 1000;
const RENEW = 2000;
/** How long a stop waits for the answers that are on their way. */
const LAST_ANSWERS = 5000;

export interface Sender {
  /** Takes nothing new and waits a moment for answers; what has none by then is sent again by others. */
  stop(): Promise<void>;
}

type Parts = Pick<Platform, 'pool' | 'config' | 'vault'>;

/** Sends what is in the log. Any number of processes may: each lane is with one of them at a time. */
export function startSender(parts: Parts, log: Logger): Sender {
  const { pool, config } = parts;
  const rooms = createRooms();
  const bell = createBell();
  const stopping = new AbortController();
  const inFlight = new Set<Claimed>();
  const answers = collectResults(parts, log, (done) => {
    for (const { claimed } of done) inFlight.delete(claimed);
    bell.ring();
    for (const { fate } of done) if (fate.state === 'pending') bell.ringIn(fate.wait * 1000);
  });

  const scale = config.webhookTimeScale;
  const watchClock = createClockWatch({ pool, scale, log, wake: bell.ring });
  const sayRefusal = createRefusals(log);
  const send = async (claimed: Claimed): Promise<void> => {
    rooms.enter(claimed.endpoint_id);
    const attempt = await attemptOf(parts, claimed, stopping.signal);
    sayRefusal(claimed, attempt);
    const hasFailed = attempt !== null && attempt.error !== null;
    rooms.leave(claimed.endpoint_id, { status: attempt?.status ?? null, failed: hasFailed });
    if (!stopping.signal.aborted) answers.add(resultOf(claimed, attempt, scale));
  };
  const look = async (): Promise<boolean> => {
    const asked = performance.now();
    const { isMore, clock } = await admitArrivals(pool);
    const takesOver = watchClock({ clock, asked, answered: performance.now() });
    const total = config.webhookConcurrency - inFlight.size;
    const room = { free: rooms.free(), usual: rooms.usual, total, takesOver };
    const claimed = total > 0 ? await claimLanes(pool, randomUUID(), room) : [];
    for (const each of claimed) {
      inFlight.add(each);
      void send(each);
    }
    return isMore || claimed.length > 0;
  };

  const stopListening = onDeliveries(bell.ring);
  const renewing = setInterval(() => void renewLeases(pool, [...inFlight]).catch(() => {}), RENEW);
  const running = untilStopped(bell, log, look);
  return {
    async stop() {
      stopListening();
      await running.stop();
      const end = performance.now() + LAST_ANSWERS;
      while (inFlight.size > 0 && performance.now() < end) await pause(20);
      stopping.abort();
      clearInterval(renewing);
      await answers.stop();
      await releaseLanes(pool, [...inFlight]).catch(() => {});
    },
  };
}

/** One try of what is at the head of the lane; null when that is empty. */
async function attemptOf(
  { config, vault }: Parts,
  claimed: Claimed,
  signal: AbortSignal,
): Promise<Attempt | null> {
  if (claimed.delivery_id === null) return null;
  const { url, uuid, body, attempts, delivery_id: sequence, previous_undelivered } = claimed;
  const sealed = [claimed.secret, claimed.previous_secret].filter((each) => each !== null);
  const secrets = openSecrets(vault, sealed);
  if (secrets === undefined) return failed('its secret cannot be read with this SECRET_KEY');
  const id = messageId(uuid);
  const letter = { url, id, body, secrets, attempt: attempts + 1, sequence, previous_undelivered };
  return post(letter, config, signal);
}

/** Undefined when they were sealed with another key. */
function openSecrets(vault: Vault, sealed: readonly Buffer[]): string[] | undefined {
  try {
    return sealed.map((each) => vault.decrypt(each));
  } catch {
    return undefined;
  }
}

/** Tells the operator once of each address that it is inside, with the line that would allow it. */
function createRefusals(log: Logger) {
  const said = new Set<string>();
  return ({ url }: Claimed, attempt: Attempt | null): void => {
    if (!/OUTBOUND_ALLOW=/.test(attempt?.error ?? '') || said.has(url)) return;
    said.add(url);
    log.warn(`a webhook was not called: ${attempt?.error}`);
  };
}

function resultOf(claimed: Claimed, attempt: Attempt | null, scale: number): Result {
  if (attempt === null || attempt.error === null) {
    return { claimed, attempt, fate: { state: 'delivered' } };
  }
  const { status, retry_after: retryAfter } = attempt;
  const isStrict = claimed.ordering === 'strict';
  const failure = { tries: claimed.tries + 1, status, retryAfter, isStrict };
  return { claimed, attempt, fate: fateOf(failure, { scale, random: Math.random() }) };
}

/** Looks again at once after a look that found something, and otherwise when the bell rings. */
function untilStopped(
  bell: ReturnType<typeof createBell>,
  log: Logger,
  look: () => Promise<boolean>,
) {
  let stopped = false;
  const run = async (): Promise<void> => {
    let failing = false;
    while (!stopped) {
      try {
        const found = await look();
        if (failing) log.info('webhooks go on');
        failing = false;
        if (!found) await bell.wait(POLL);
      } catch (error) {
        if (!failing) log.warn({ err: error }, 'webhooks wait for the database');
        failing = true;
        await bell.wait(RETRY);
      }
    }
  };
  const running = run();
  return {
    async stop(): Promise<void> {
      stopped = true;
      bell.ring();
      await running;
    },
  };
}

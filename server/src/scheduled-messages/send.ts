import type { Logger } from 'pino';
import { signedId } from '../attachments/signed-id.ts';
import type { Actor } from '../auth/actor.ts';
import {
  findConversation,
  lockForWriting,
  lockConversationById,
  type Conversation,
} from '../conversations/queries.ts';
import { transaction, type Tx } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { savepoint } from '../db/savepoint.ts';
import { fromDatabaseError, HttpError } from '../errors.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Queues } from '../jobs/queues.ts';
import { sideBySide } from '../jobs/side-by-side.ts';
import { isCrossing } from '../messages/crossing.ts';
import { sendMessage } from '../messages/messages.ts';
import type { Platform } from '../platform.ts';
import { authorOf } from './author.ts';
import { recordScheduled } from './events.ts';
import { claimFiles, findScheduled, lockScheduled, settleScheduled } from './queries.ts';
import type { Outcome, Scheduled } from './queries.ts';
import { tellAuthor } from './tell-author.ts';

type Key = Queues['send_scheduled_message'];

/**
 * Sends a message whose time has come, as its author, by the verb that sends every message. It and the
 * mark that it was sent are one commit, and the lock makes a second run find it done: it is sent once,
 * however often it is tried. What keeps it from being sent becomes its state. One that waits on is looked at
 * again at its time: it was moved, or the clock was put back since the job was due.
 */
export async function sendDueMessage(
  platform: Platform,
  { account_id, scheduled_message_id: id }: Key,
): Promise<void> {
  await transaction(platform.pool, async (tx) => {
    const found = await findScheduled(tx, { account_id, id });
    if (found === undefined) return;
    if (!isDue(found)) return lookAgain(tx, found);
    const author = await authorOf(tx, found);
    // The conversation first, in the order of everybody who writes there.
    const conversation = author && (await lockVisible(tx, author, found));
    if (conversation === undefined && found.conversation_id !== null) {
      await lockConversationById(tx, account_id, found.conversation_id);
    }
    const scheduled = await lockScheduled(tx, found);
    // Sent, changed, cancelled or moved meanwhile: whoever did that has seen to it.
    if (scheduled === undefined || !isDue(scheduled)) return;
    if (scheduled.conversation_id !== found.conversation_id) throw new Error('it has just moved');
    const outcome = await outcomeOf(tx, platform, { scheduled, author, conversation });
    await settle(tx, scheduled, { outcome, actor: author ?? null });
  });
}

async function lookAgain(
  tx: Tx,
  { account_id, id, state, scheduled_at }: Scheduled,
): Promise<void> {
  if (state !== 'scheduled') return;
  const data = { account_id, scheduled_message_id: id };
  await enqueue(tx, [{ queue: 'send_scheduled_message', data, startAfter: scheduled_at }]);
}

const isDue = ({ state, due }: Scheduled): boolean => state === 'scheduled' && due;

/** The conversation, locked, if the author may still open it. */
async function lockVisible(
  tx: Tx,
  author: Actor,
  { display_id }: Scheduled,
): Promise<Conversation | undefined> {
  try {
    return await lockForWriting(tx, author, display_id);
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return undefined;
    throw error;
  }
}

interface Attempt {
  scheduled: Scheduled;
  author: Actor | undefined;
  conversation: Conversation | undefined;
}

async function outcomeOf(
  tx: Tx,
  platform: Platform,
  { scheduled, author, conversation }: Attempt,
): Promise<Outcome> {
  if (scheduled.conversation_id === null)
    return { state: 'failed', reason: 'conversation_deleted' };
  if (author === undefined) return { state: 'failed', reason: 'author_left' };
  if (conversation === undefined) return { state: 'failed', reason: 'no_access' };
  try {
    const message_id = await savepoint(tx, async () =>
      deliver(tx, platform, { scheduled, actor: author, conversation }),
    );
    return { state: 'sent', message_id };
  } catch (error) {
    if (isCrossing(error)) return { state: 'held', reason: 'conversation_moved_on' };
    const refusal = error instanceof HttpError ? error : fromDatabaseError(error);
    // A failure of ours, or of the database: the job is tried again.
    if (refusal === undefined || refusal.status >= 500) throw error;
    return { state: 'failed', reason: 'refused', error: sentenceOf(refusal) };
  }
}

function sentenceOf({ body, status }: HttpError): string {
  const { error, message } = (body ?? {}) as { error?: unknown; message?: unknown };
  const said = error ?? message;
  return typeof said === 'string' ? said.slice(0, 500) : `refused with status ${status}`;
}

interface Delivery {
  scheduled: Scheduled;
  actor: Actor;
  conversation: Conversation;
}

async function deliver(
  tx: Tx,
  platform: Platform,
  { scheduled, actor, conversation }: Delivery,
): Promise<number> {
  const { account_id, input, file_ids, expected_last_message_id } = scheduled;
  await claimFiles(tx, scheduled, null);
  const attachments = file_ids.map((id) => signedId(platform.vault, { account_id, id }));
  const expected = expected_last_message_id === null ? {} : { expected_last_message_id };
  const sent = await sendMessage(tx, {
    conversation,
    actor,
    input: { ...input, attachments, ...expected },
    platform,
  });
  return sent.id;
}

interface Settling {
  outcome: Outcome;
  actor: Actor | null;
}

async function settle(tx: Tx, scheduled: Scheduled, { outcome, actor }: Settling): Promise<void> {
  const { account_id, id } = scheduled;
  await settleScheduled(tx, scheduled, outcome);
  await recordScheduled(tx, 'scheduled_message.updated', { account_id, ids: [id], actor });
  if (outcome.state === 'failed') await tellAuthor(tx, scheduled, outcome);
}

/**
 * Sends it now, whatever its state, because somebody who looked at the conversation says so. It is its
 * author's message still, or the caller's once the author is not there any more.
 */
export async function sendNow(
  tx: Tx,
  platform: Platform,
  {
    scheduled,
    actor,
    conversation,
    expected_last_message_id,
  }: Delivery & { expected_last_message_id: number | null },
): Promise<void> {
  const author = await authorOf(tx, scheduled);
  const speaker = author !== undefined && (await sees(tx, author, conversation)) ? author : actor;
  const said = { ...scheduled, expected_last_message_id };
  const message_id = await deliver(tx, platform, { scheduled: said, actor: speaker, conversation });
  await settle(tx, scheduled, { outcome: { state: 'sent', message_id }, actor });
}

async function sees(tx: Tx, author: Actor, { display_id }: Conversation): Promise<boolean> {
  try {
    await findConversation(tx, author, display_id);
    return true;
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return false;
    throw error;
  }
}

const findOverdue = `
  select s.account_id, s.id as scheduled_message_id from scheduled_messages s
  where s.state = 'scheduled' and s.scheduled_at < now() - interval '1 minute'
  order by s.scheduled_at, s.account_id, s.id limit 1000`;
const WIDTH = 2;

/**
 * The net under the jobs: sends what should have been sent. Each has a transaction of its own, so one that
 * fails keeps back none of the others.
 */
export async function sendOverdueMessages(platform: Platform, log: Logger): Promise<void> {
  const overdue = await rows<Key & Record<string, unknown>>(platform.pool, findOverdue);
  await sideBySide(overdue, WIDTH, async ({ account_id, scheduled_message_id }) => {
    try {
      await sendDueMessage(platform, { account_id, scheduled_message_id });
    } catch (error) {
      const facts = { err: error, account_id, scheduled_message_id };
      log.error(facts, 'a scheduled message cannot be sent');
    }
  });
}

import assert from 'node:assert/strict';
import { sendDueMessage } from '../src/scheduled-messages/send.ts';
import { sql } from './inside.ts';
import type { Answer, Caller, World } from './world.ts';

const HOUR = 3600;

/** An instant so many seconds from now, as requests name it. */
export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** Somebody schedules a message, in an hour unless said otherwise. Gives it as it was answered. */
export async function schedule(
  caller: Caller,
  conversation: number,
  body: Record<string, unknown> = {},
): Promise<Answer['body']> {
  const answer = await caller.post(`/conversations/${conversation}/messages`, {
    content: 'Did it arrive?',
    scheduled_at: inSeconds(HOUR),
    ...body,
  });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.body.state, 'scheduled');
  return answer.body;
}

/** The time of a scheduled message comes, and its job runs. */
export async function comeDue(world: World, { id }: { id: number }, runs = 1): Promise<void> {
  await sql(
    world,
    `update scheduled_messages set scheduled_at = now() - interval '1 second' where id = $1`,
    [id],
  );
  const key = { account_id: world.acme.id, scheduled_message_id: id };
  await Promise.all(Array.from({ length: runs }, async () => sendDueMessage(world.platform, key)));
}

/** The scheduled messages of a conversation, as Ada sees them. */
export async function scheduledIn({ ada }: World, conversation: number): Promise<Answer['body'][]> {
  return (await ada.get(`/conversations/${conversation}/scheduled_messages`)).body.payload;
}

/** What people and customers have said in a conversation, oldest first. */
export async function saidIn({ ada }: World, conversation: number): Promise<Answer['body'][]> {
  const { body } = await ada.get(`/conversations/${conversation}/messages?per_page=100`);
  return body.payload.filter(({ message_type }: Answer['body']) => message_type !== 2);
}

import { fingerprintSql } from '../attachments/queries.ts';
import type { Conversation } from '../conversations/queries.ts';
import { lately } from '../db/lately.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { invalidRecord } from '../errors.ts';
import { ownValues, storing, type NewMessage, type StoredMessage } from './insert.ts';

// 200 messages came in the last minute: something is talking to itself (contract §12). Those from a time that
// is yet to come, because the clock was put back, came at some time or other.
const flooded = `
  coalesce((select ${lately('m.created_at', '1 minute')} from messages m
    where m.account_id = $1 and m.conversation_id = $2 order by m.id desc offset 199 limit 1), false)`;

// What came to the message after it was sent does not make it another one.
const added = `'{external_error,translations}'::text[]`;

const twinBy = (key: 'source_id' | 'echo_id', value: string): string => `
  (select m.id from messages m
   where m.account_id = $1 and m.conversation_id = $2 and md5(m.${key}) = md5(${value}) and m.${key} = ${value}
     ${key === 'echo_id' ? 'and m.source_id is null' : ''}
     and m.message_type = $6 and m.content_type = $7 and m.private = $8 and m.content is not distinct from $9
     and m.sender_user_id is not distinct from $10 and m.sender_contact_id is not distinct from $11
     and m.sender_agent_bot_id is not distinct from $12
     and m.content_attributes - ${added} = $13::jsonb - ${added} and m.additional_attributes = $14::jsonb
     and m.created_at > least(now(), to_timestamp($17)) - interval '24 hours'
     and $16::text[] = array(select ${fingerprintSql} from attachments a
       join blobs b on b.account_id = a.account_id and b.id = a.blob_id
       where a.account_id = m.account_id and a.message_id = m.id order by a.id)
   order by m.id limit 1)`;

// What speaks against it, the message and its mark on the conversation are one statement: it is what agents do most.
const storeUnless = (twin: string): string => `
  with obstacle as (
    select ${flooded} as flooded, ${twin} as twin
  ), ${storing('from obstacle where $15::boolean and not flooded and twin is null')}
  select obstacle.flooded, obstacle.twin, message.id, message.created_at from obstacle left join message on true`;

const store = storeUnless('null::bigint');
const storeBySource = storeUnless(twinBy('source_id', '$4'));
const storeByEcho = storeUnless(twinBy('echo_id', '$5'));

interface Storing {
  message: NewMessage;
  /** Fingerprints of the files that go with it. */
  files: readonly string[];
  /** Asked before it is stored, unless it is there already; throws what is wrong. */
  check?: (() => Promise<void>) | undefined;
}

type Stored = ({ twin: null } & StoredMessage) | { twin: number };

/**
 * Stores a message. Throws 422 when there are too many of them. `twin` is the message that a repeated request
 * made before: all of it the same, and sent under the same source_id (or the same echo_id, when it has no
 * source_id) within a day. A message that differs is another message and is never swallowed.
 */
export async function storeMessage(
  tx: Tx,
  conversation: Conversation,
  { check, ...asked }: Storing,
): Promise<Stored> {
  if (check !== undefined) {
    const { twin } = await storeIf(tx, conversation, { ...asked, isWanted: false });
    if (twin !== null) return { twin };
    await check();
  }
  const { twin, id, created_at } = await storeIf(tx, conversation, { ...asked, isWanted: true });
  if (twin !== null) return { twin };
  return { twin, id: id as number, created_at: created_at as Date };
}

interface Found extends Record<string, unknown> {
  flooded: boolean;
  twin: number | null;
  id: number | null;
  created_at: Date | null;
}

async function storeIf(
  tx: Tx,
  { account_id, id, inbox_id }: Conversation,
  { message, files, isWanted }: Omit<Storing, 'check'> & { isWanted: boolean },
): Promise<Found> {
  const { source_id = null, echo_id = null } = message;
  const hasKey = source_id !== null || echo_id !== null;
  const byKey = source_id === null ? storeByEcho : storeBySource;
  const found = await row<Found>(tx, hasKey ? byKey : store, [
    account_id,
    id,
    inbox_id,
    source_id,
    echo_id,
    ...ownValues(message),
    isWanted,
    // By both clocks: one that is put forward makes nobody's second try a first one.
    ...(hasKey ? [files, Date.now() / 1000] : []),
  ]);
  const { twin, flooded: isFlooded } = found as Found;
  if (twin === null && isFlooded) throw invalidRecord('Too many messages', ['base']);
  return found as Found;
}

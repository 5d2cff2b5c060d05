import type { IncomingHttpHeaders } from 'node:http';
import type { ContactActor } from '../auth/actor.ts';
import { presentConversationPush } from '../conversations/present.ts';
import { findCurrentConversation } from '../conversations/queries.ts';
import { jsonObject } from '../db/json.ts';
import type { Tx } from '../db/pool.ts';
import { row } from '../db/query.ts';
import { unprocessable } from '../errors.ts';
import { emit } from '../events/emit.ts';
import { performerOf } from '../events/performer.ts';
import { browserOf, languageOf } from './browser-rules.ts';
import { contactHookJson } from './present.ts';

const MAX_INFO = 20_000; // characters of JSON

interface Happening {
  name: unknown;
  event_info: Record<string, unknown>;
  /** Of the page, as its address says it. */
  locale: unknown;
  headers: IncomingHttpHeaders;
}

/**
 * Notes what happened in the window of a visitor: that it was opened. Anything else is nothing to us, and
 * there are no campaigns that could be triggered (contract: customer §3.8). Throws 422 for far too much.
 */
export async function noteEvent(
  tx: Tx,
  visitor: ContactActor,
  { name, event_info, locale, headers }: Happening,
): Promise<void> {
  if (JSON.stringify(event_info).length > MAX_INFO) {
    throw unprocessable(`event_info is too long (maximum is ${MAX_INFO} characters)`);
  }
  if (name !== 'webwidget.triggered') return;
  const info = {
    ...event_info,
    widget_language: typeof locale === 'string' ? locale.slice(0, 20) : null,
    browser_language: languageOf(headers['accept-language']),
    browser: browserOf(headers['user-agent']),
  };
  const { account_id } = visitor;
  const conversation = await findCurrentConversation(tx, visitor);
  const data = {
    ...(await whereabouts(tx, visitor)),
    current_conversation: await pushOf(tx, conversation),
    source_id: visitor.source_id,
    event: 'webwidget_triggered',
    event_info: info,
  };
  const payload = { data, performer: performerOf(visitor) };
  const conversation_id = conversation?.id ?? null;
  await emit(tx, [{ account_id, name: 'webwidget.triggered', conversation_id, payload }]);
}

const find = `
  select ci.id, ${contactHookJson} as contact, ${jsonObject({ id: 'i.id', name: 'i.name' })} as inbox,
    ${jsonObject({ id: 'a.id', name: 'a.name' })} as account
  from contact_inboxes ci
  join contacts k on k.account_id = ci.account_id and k.id = ci.contact_id
  join inboxes i on i.account_id = ci.account_id and i.id = ci.inbox_id
  join accounts a on a.id = ci.account_id
  where ci.account_id = $1 and ci.id = $2`;

const whereabouts = async (
  tx: Tx,
  { account_id, contact_inbox_id }: ContactActor,
): Promise<Record<string, unknown> | undefined> => row(tx, find, [account_id, contact_inbox_id]);

async function pushOf(
  tx: Tx,
  conversation: { account_id: number; id: number } | undefined,
): Promise<unknown> {
  if (conversation === undefined) return null;
  const { account_id, id } = conversation;
  const push = await row<{ data: unknown }>(tx, presentConversationPush, [account_id, id]);
  return push?.data ?? null;
}

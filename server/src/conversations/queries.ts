import { viewerId, type Actor, type ContactActor } from '../auth/actor.ts';
import { enumName } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { without } from '../failpoint.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { PRIORITIES, STATUSES, type Priority, type Status } from './enums.ts';
import { presentConversations } from './present.ts';
import { mayOpenText, viewLimit } from './visibility.ts';

/** A conversation with what the rules about it need to know. */
export interface Conversation {
  account_id: number;
  id: number;
  display_id: number;
  inbox_id: number;
  channel_type: string;
  contact_id: number;
  contact_name: string;
  /** The contact is blocked: mute. */
  muted: boolean;
  contact_inbox_id: number;
  status: Status;
  priority: Priority | null;
  assignee_id: number | null;
  assignee_agent_bot_id: number | null;
  team_id: number | null;
  labels: string[];
  custom_attributes: Record<string, unknown>;
  additional_attributes: Record<string, unknown>;
  snoozed_until: Date | null;
  waiting_since: Date | null;
  first_reply_created_at: Date | null;
  agent_last_seen_at: Date | null;
  assignee_last_seen_at: Date | null;
  last_activity_at: Date;
  /** A scheduled message waits for the customer not to write. */
  cancels_on_reply: boolean;
  /** The inbox may answer by itself when the customer writes. */
  may_answer: boolean;
  /** The conversation that it became part of: primary key, and number. */
  merged_into_id: number | null;
  merged_into: number | null;
  /** The inbox has a bot that answers first. */
  bot_active: boolean;
  auto_assign: boolean;
  /** Open conversations that an agent of the inbox is given at most; null for any number. */
  assignment_limit: number | null;
  /** It is given to the next agent of the inbox who is there. */
  awaits_agent: boolean;
}

const columns = `
  c.account_id, c.id, c.display_id, c.inbox_id, i.channel_type, c.contact_id, k.name as contact_name,
  k.blocked as muted, c.contact_inbox_id, ${enumName('c.status', STATUSES)} as status,
  ${enumName('c.priority', PRIORITIES)} as priority, c.assignee_id, c.assignee_agent_bot_id, c.team_id,
  c.labels, c.custom_attributes, c.additional_attributes, c.snoozed_until, c.waiting_since,
  c.first_reply_created_at, c.agent_last_seen_at, c.assignee_last_seen_at, c.last_activity_at, c.cancels_on_reply,
  i.greeting_enabled or i.working_hours_enabled
    or (i.channel_type = 'Channel::WebWidget' and i.enable_email_collect) as may_answer,
  c.merged_into_id, (select target.display_id from conversations target
    where target.account_id = c.account_id and target.id = c.merged_into_id) as merged_into,
  i.enable_auto_assignment as auto_assign, c.awaits_agent,
  confab_assignment_limit(i.auto_assignment_config) as assignment_limit,
  exists (select from agent_bot_inboxes link where link.account_id = c.account_id
          and link.inbox_id = c.inbox_id and link.status = 'active') as bot_active`;

// Whether something for which `condition` holds became part of conversation `c`. Through a session of which it
// turned out since that only its own word says who it is, nobody comes to what other sessions say.
const cameBy = (c: string, condition: string): string => `
  exists (select from conversations stub
          join contact_inboxes way on way.account_id = stub.account_id and way.id = stub.contact_inbox_id
          where stub.account_id = ${c}.account_id and stub.merged_into_id = ${c}.id
            and (way.claims is null or way.id = ${c}.contact_inbox_id) and ${condition})`;

const from = `
  from conversations c
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id and i.deleted_at is null
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id`;

const findVisible = (actor: Actor): string =>
  `select ${columns} ${from} where c.account_id = $1 and c.display_id = $2 and ${mayOpenText(actor, 3)}`;
const lockVisible = (actor: Actor): string => `${findVisible(actor)} for no key update of c`;
const findById = `select ${columns} ${from} where c.account_id = $1 and c.id = $2`;
const lockById = `${findById} for no key update of c`;

// A customer has the conversations of their session, and what those became part of; of all their sessions ($4)
// once they have proven who they are.
const findOwn = `select ${columns} ${from}
  where c.account_id = $1 and c.display_id = $2 and (c.contact_inbox_id = $3 or c.contact_id = $4
    or ${cameBy('c', 'stub.contact_inbox_id = $3')})`;
const lockOwn = `${findOwn} for no key update of c`;

// Of a website's visitor: what they said in this session there, and in each session there in which they
// proved who they are ($4), once they have done so in this one.
const here = (c: string): string => `
  ${c}.account_id = $1 and ${c}.inbox_id = $2 and (${c}.contact_inbox_id = $3 or ${c}.contact_inbox_id in (
  select proven.id from contact_inboxes proven where proven.account_id = $1 and proven.inbox_id = $2
    and proven.contact_id = $4 and proven.hmac_verified))`;
const findCurrent = `select ${columns} ${from} where ${here('c')} order by c.id desc limit 1`;
const lockCurrent = `${findCurrent} for no key update of c`;
const lockAround = `select ${columns} ${from} where (${here('c')} or ${cameBy('c', here('stub'))})
  and c.account_id = $1 and c.id = (select m.conversation_id from messages m where m.account_id = $1 and m.id = $5) for no key update of c`;

/** The id in a path is read leniently: "12abc" is 12, everything without digits in front is nothing (contract §0). */
export function lenientId(text: unknown): number | null {
  const digits = /^\s*\+?(\d{1,15})/.exec(String(text))?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The conversation with this display id, if the actor may see it. Throws 404 otherwise. */
export async function findConversation(
  db: Db,
  actor: Actor,
  displayId: unknown,
): Promise<Conversation> {
  return found(actor, displayId, async (values) =>
    row<Conversation>(db, findVisible(actor), values),
  );
}

/** Like findConversation, and nobody else changes it until the transaction ends. */
export async function lockConversation(
  tx: Tx,
  actor: Actor,
  displayId: unknown,
): Promise<Conversation> {
  const lock = without('talks-take-turns') ? findVisible : lockVisible;
  return found(actor, displayId, async (values) => locked(tx, lock(actor), values));
}

/** Like lockConversation, of what was merged the conversation in which it goes on. */
export async function lockForWriting(
  tx: Tx,
  actor: Actor,
  displayId: unknown,
): Promise<Conversation> {
  const conversation = await lockConversation(tx, actor, displayId);
  const { merged_into } = conversation;
  return merged_into === null ? conversation : lockForWriting(tx, actor, merged_into);
}

/** Where a conversation that was merged goes on, locked; any other as it is. */
export async function lockWhereItGoesOn(tx: Tx, conversation: Conversation): Promise<Conversation> {
  const { account_id, merged_into_id } = conversation;
  if (merged_into_id === null) return conversation;
  const next = await lockConversationById(tx, account_id, merged_into_id);
  if (next === undefined) throw notFound();
  return lockWhereItGoesOn(tx, next);
}

const mayFollow = `
  select 1 from conversations goes_on
  join contact_inboxes way on way.account_id = goes_on.account_id and way.id = $3
  where goes_on.account_id = $1 and goes_on.id = $2 and (way.claims is null or way.id = goes_on.contact_inbox_id)`;

/** Leads a customer on to where their conversation goes on, if they may follow; see cameBy. */
async function ledOn(
  db: Db,
  { account_id, contact_inbox_id }: ContactActor,
  { conversation, follow }: { conversation: Conversation; follow: typeof findWhereItGoesOn },
): Promise<Conversation> {
  const { merged_into_id } = conversation;
  if (merged_into_id === null) return conversation;
  const way = await row(db, mayFollow, [account_id, merged_into_id, contact_inbox_id]);
  return way === undefined ? conversation : follow(db, conversation);
}

async function findWhereItGoesOn(db: Db, conversation: Conversation): Promise<Conversation> {
  const { account_id, merged_into_id } = conversation;
  if (merged_into_id === null) return conversation;
  const next = await row<Conversation>(db, findById, [account_id, merged_into_id]);
  if (next === undefined) throw notFound();
  return findWhereItGoesOn(db, next);
}

// Who waited for the lock while the conversation was given to another contact finds the two rows
// apart, which looks like no conversation at all; the next look sees them as they are now.
const locked = async (
  tx: Tx,
  statement: string,
  values: unknown[],
): Promise<Conversation | undefined> =>
  (await row<Conversation>(tx, statement, values)) ??
  (await row<Conversation>(tx, statement, values));

async function found(
  actor: Actor,
  displayId: unknown,
  look: (values: unknown[]) => Promise<Conversation | undefined>,
): Promise<Conversation> {
  const id = lenientId(displayId);
  if (id === null) throw notFound();
  const conversation = await look([actor.account_id, id, viewLimit(actor)]);
  if (conversation === undefined) throw notFound();
  return conversation;
}

/** The customer's own conversation with this display id. Throws 404 for any other. */
export async function findOwnConversation(
  db: Db,
  visitor: ContactActor,
  displayId: unknown,
): Promise<Conversation> {
  const conversation = await foundOwn(db, findOwn, visitor, displayId);
  return ledOn(db, visitor, { conversation, follow: findWhereItGoesOn });
}

/** Like findOwnConversation, and nobody else changes it until the transaction ends. */
export async function lockOwnConversation(
  tx: Tx,
  visitor: ContactActor,
  displayId: unknown,
): Promise<Conversation> {
  const conversation = await foundOwn(tx, lockOwn, visitor, displayId);
  return ledOn(tx, visitor, { conversation, follow: async (_, own) => lockWhereItGoesOn(tx, own) });
}

async function foundOwn(
  db: Db,
  statement: string,
  visitor: ContactActor,
  displayId: unknown,
): Promise<Conversation> {
  const { account_id, contact_inbox_id, id, hmac_verified } = visitor;
  const values = [account_id, lenientId(displayId), contact_inbox_id, hmac_verified ? id : null];
  const conversation = await row<Conversation>(db, statement, values);
  if (conversation === undefined) throw notFound();
  return conversation;
}

const placeOf = ({ account_id, inbox_id, contact_inbox_id, hmac_verified, id }: ContactActor) => [
  account_id,
  inbox_id,
  contact_inbox_id,
  hmac_verified ? id : null,
];

/** The last conversation of a website's visitor (contract: customer §3.3), if there is one. */
export async function findCurrentConversation(
  db: Db,
  visitor: ContactActor,
): Promise<Conversation | undefined> {
  const last = await row<Conversation>(db, findCurrent, placeOf(visitor));
  return last && ledOn(db, visitor, { conversation: last, follow: findWhereItGoesOn });
}

/** Like findCurrentConversation, and nobody else changes it until the transaction ends. */
export async function lockCurrentConversation(
  tx: Tx,
  visitor: ContactActor,
): Promise<Conversation | undefined> {
  const last = await locked(tx, lockCurrent, placeOf(visitor));
  const follow = async (_: Db, own: Conversation) => lockWhereItGoesOn(tx, own);
  return last && ledOn(tx, visitor, { conversation: last, follow });
}

/** The visitor's own conversation, locked, in which this message is. Throws 404 for any other message. */
export async function lockConversationOfMessage(
  tx: Tx,
  visitor: ContactActor,
  messageId: unknown,
): Promise<Conversation> {
  const values = [...placeOf(visitor), lenientId(messageId)];
  const conversation = await locked(tx, lockAround, values);
  if (conversation === undefined) throw notFound();
  return conversation;
}

/** By primary key, locked; for the system's own work. Undefined when it is gone. */
export async function lockConversationById(
  tx: Tx,
  accountId: number,
  id: number,
): Promise<Conversation | undefined> {
  return locked(tx, lockById, [accountId, id]);
}

interface Viewer {
  account_id: number;
  viewer_id: number | null;
}

/** The wire form of each conversation, in the order of the primary keys. */
export async function conversationTexts(
  db: Db,
  { account_id, viewer_id }: Viewer,
  ids: readonly number[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const found = await rows<{ json: string }>(db, presentConversations, [
    account_id,
    ids,
    viewer_id,
  ]);
  return found.map(({ json }) => json);
}

/** The wire form of one conversation, as the actor sees it. */
export async function showConversation(db: Db, actor: Actor, id: number): Promise<JsonText> {
  const viewer = { account_id: actor.account_id, viewer_id: viewerId(actor) };
  const [text] = await conversationTexts(db, viewer, [id]);
  if (text === undefined) throw notFound();
  return new JsonText(text);
}

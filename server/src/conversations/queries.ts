import { seesAll, viewerId, type Actor } from '../auth/actor.ts';
import { enumName } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { PRIORITIES, STATUSES, type Priority, type Status } from './enums.ts';
import { presentConversations } from './present.ts';

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
  /** The inbox has a bot that answers first. */
  bot_active: boolean;
  auto_assign: boolean;
}

const columns = `
  c.account_id, c.id, c.display_id, c.inbox_id, i.channel_type, c.contact_id, k.name as contact_name,
  k.blocked as muted, c.contact_inbox_id, ${enumName('c.status', STATUSES)} as status,
  ${enumName('c.priority', PRIORITIES)} as priority, c.assignee_id, c.assignee_agent_bot_id, c.team_id,
  c.labels, c.custom_attributes, c.additional_attributes, c.snoozed_until, c.waiting_since,
  c.first_reply_created_at, c.agent_last_seen_at, c.assignee_last_seen_at, c.last_activity_at,
  i.enable_auto_assignment as auto_assign,
  exists (select from agent_bot_inboxes link where link.account_id = c.account_id
          and link.inbox_id = c.inbox_id and link.status = 'active') as bot_active`;

const from = `
  from conversations c
  join inboxes i on i.account_id = c.account_id and i.id = c.inbox_id
  join contacts k on k.account_id = c.account_id and k.id = c.contact_id`;

// A member of the inbox or of the conversation's team may see it; being its assignee is not enough
// (contract §1.3). $3 is null for who sees everything.
const visible = `
  ($3::bigint is null
   or exists (select from inbox_members im where im.account_id = c.account_id
              and im.inbox_id = c.inbox_id and im.user_id = $3)
   or exists (select from team_members tm where tm.account_id = c.account_id
              and tm.team_id = c.team_id and tm.user_id = $3))`;

const findVisible = `select ${columns} ${from} where c.account_id = $1 and c.display_id = $2 and ${visible}`;
const lockVisible = `${findVisible} for update of c`;
const lockById = `select ${columns} ${from} where c.account_id = $1 and c.id = $2 for update of c`;

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
  return found(db, findVisible, actor, displayId);
}

/** Like findConversation, and nobody else changes it until the transaction ends. */
export async function lockConversation(
  tx: Tx,
  actor: Actor,
  displayId: unknown,
): Promise<Conversation> {
  return found(tx, lockVisible, actor, displayId);
}

async function found(
  db: Db,
  statement: string,
  actor: Actor,
  displayId: unknown,
): Promise<Conversation> {
  const id = lenientId(displayId);
  if (id === null) throw notFound();
  const agent = seesAll(actor) ? null : viewerId(actor);
  const conversation = await row<Conversation>(db, statement, [actor.account_id, id, agent]);
  if (conversation === undefined) throw notFound();
  return conversation;
}

/** By primary key, locked; for the system's own work. Undefined when it is gone. */
export async function lockConversationById(
  tx: Tx,
  accountId: number,
  id: number,
): Promise<Conversation | undefined> {
  return row<Conversation>(tx, lockById, [accountId, id]);
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

import type { Actor } from '../auth/actor.ts';
import { agentJson } from '../agents/present.ts';
import { lenientId } from '../conversations/queries.ts';
import { jsonObject, unix } from '../db/json.ts';
import type { Db, Tx } from '../db/pool.ts';
import { row, rows } from '../db/query.ts';
import { invalidFields, notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { findContact } from './queries.ts';

const note = jsonObject(
  { id: 'n.id', content: 'n.content', account_id: 'n.account_id', contact_id: 'n.contact_id' },
  { user: `case when u.id is not null then ${agentJson('u', 'm')} end` },
  { created_at: unix('n.created_at'), updated_at: unix('n.updated_at') },
);

const present = `
  select ${note}::text as json from notes n
  left join memberships m on m.account_id = n.account_id and m.user_id = n.user_id
  left join users u on u.id = m.user_id
  where n.account_id = $1 and n.contact_id = $2`;

const presentAll = `${present} order by n.id desc`;
const presentOne = `${present} and n.id = $3`;

/** The team's notes about a contact, the newest first (contract: customer §1.13). */
export async function listNotes(db: Db, actor: Actor, contactId: unknown): Promise<JsonText> {
  const { account_id, id } = await findContact(db, actor, contactId);
  const found = await rows<{ json: string }>(db, presentAll, [account_id, id]);
  return new JsonText(`[${found.map(({ json }) => json).join(',')}]`);
}

interface Place {
  contact_id: unknown;
  note_id: unknown;
}

export async function showNote(db: Db, actor: Actor, place: Place): Promise<JsonText> {
  const { account_id, id } = await findContact(db, actor, place.contact_id);
  const values = [account_id, id, lenientId(place.note_id)];
  const found = await row<{ json: string }>(db, presentOne, values);
  if (found === undefined) throw notFound();
  return new JsonText(found.json);
}

const insert = `
  insert into notes (account_id, contact_id, user_id, content) values ($1, $2, $3, $4) returning id`;

export async function addNote(
  tx: Tx,
  actor: Actor,
  { contact_id, content }: { contact_id: unknown; content: string },
): Promise<JsonText> {
  if (content.trim() === '') throw invalidFields([['content', "can't be blank"]]);
  const { account_id, id } = await findContact(tx, actor, contact_id);
  const made = await row<{ id: number }>(tx, insert, [account_id, id, actor.id, content]);
  return showNote(tx, actor, { contact_id: id, note_id: made?.id });
}

const update = `
  update notes set content = $4, updated_at = clock_timestamp()
  where account_id = $1 and contact_id = $2 and id = $3 and content <> $4`;

/** A blank text leaves the note as it is (contract: customer §1.13). */
export async function changeNote(
  tx: Tx,
  actor: Actor,
  { content, ...place }: Place & { content: string },
): Promise<JsonText> {
  const { account_id, id } = await findContact(tx, actor, place.contact_id);
  if (content.trim() !== '') {
    await rows(tx, update, [account_id, id, lenientId(place.note_id), content]);
  }
  return showNote(tx, actor, place);
}

const remove = `delete from notes where account_id = $1 and contact_id = $2 and id = $3 returning id`;

export async function removeNote(tx: Tx, actor: Actor, place: Place): Promise<void> {
  const { account_id, id } = await findContact(tx, actor, place.contact_id);
  const gone = await row(tx, remove, [account_id, id, lenientId(place.note_id)]);
  if (gone === undefined) throw notFound();
}

import sql from 'sql-template-tag';
import { Type } from 'typebox';
import { viewerId, type Actor } from '../auth/actor.ts';
import { where } from '../conversations/finder.ts';
import { conversationTexts } from '../conversations/queries.ts';
import { parseLabels } from '../conversations/rules.ts';
import { Conversation } from '../conversations/shapes.ts';
import { listedTo, visibleInboxes } from '../conversations/visibility.ts';
import type { Db } from '../db/pool.ts';
import { select } from '../db/query.ts';
import { JsonText } from '../http/json.ts';
import { members, read, write, type Route } from '../http/route.ts';
import { Anything } from '../http/schema.ts';
import { LabelList } from '../labels/shapes.ts';
import { changeContact } from './change.ts';
import { findContact, lockContact, showContact } from './queries.ts';
import { removeCustomAttributes } from './save.ts';
import { OneContact } from './shapes.ts';

const tag = 'Contacts';
const path = '/contacts/:contact_id';
const MAX_CONVERSATIONS = 20;

/** The newest conversations of a contact that the caller may see, as JSON text. */
async function conversationsOf(db: Db, actor: Actor, contactId: number): Promise<string> {
  const inboxes = await visibleInboxes(db, actor);
  const conditions = [
    sql`c.account_id = ${actor.account_id}`,
    sql`c.contact_id = ${contactId}`,
    ...(inboxes === null ? [] : [sql`c.inbox_id = any(${inboxes}::bigint[])`]),
    ...listedTo(actor),
  ];
  const found = await select<{ id: number }>(
    db,
    sql`select c.id from conversations c where ${where(conditions)}
      order by c.last_activity_at desc, c.id desc limit ${MAX_CONVERSATIONS}`,
  );
  const viewer = { account_id: actor.account_id, viewer_id: viewerId(actor) };
  const ids = found.map(({ id }) => id);
  return (await conversationTexts(db, viewer, ids)).join(',');
}

export const contactDetailRoutes: Route[] = [
  read({
    method: 'GET',
    path: `${path}/conversations`,
    access: members,
    summary: 'List the conversations of a contact',
    description: 'The 20 with the newest activity of those that the caller may see.',
    tag,
    output: Type.Object({
      payload: Type.Array(Conversation, { description: 'The newest activity first.' }),
    }),
    handle: async ({ db, actor, params }) => {
      const { id } = await findContact(db, actor, params['contact_id']);
      return new JsonText(`{"payload":[${await conversationsOf(db, actor, id)}]}`);
    },
  }),
  read({
    method: 'GET',
    path: `${path}/labels`,
    access: members,
    summary: 'List the labels of a contact',
    tag,
    output: LabelList,
    handle: async ({ db, actor, params }) => {
      const { labels } = await findContact(db, actor, params['contact_id']);
      return { payload: labels };
    },
  }),
  write({
    method: 'POST',
    path: `${path}/labels`,
    access: members,
    summary: 'Replace the labels of a contact',
    tag,
    input: Type.Object({
      labels: Type.Optional(
        Anything({
          description: 'A list of labels; an empty one, or none, clears them.',
          as: Type.Array(Type.String({ maxLength: 255 }), { maxItems: 500 }),
        }),
      ),
    }),
    output: LabelList,
    examples: { request: { labels: ['vip'] } },
    handle: async ({ tx, actor, params, input }) => {
      const contact = await lockContact(tx, actor, params['contact_id']);
      const labels = parseLabels(input.labels);
      await changeContact(tx, contact, { labels }, { actor });
      return { payload: labels };
    },
  }),
  write({
    method: 'POST',
    path: `${path}/destroy_custom_attributes`,
    access: members,
    operation: 'removeContactCustomAttributes',
    summary: 'Remove custom attributes of a contact',
    tag,
    input: Type.Object({
      custom_attributes: Type.Optional(
        Type.Array(Type.String(), {
          description: 'Their keys; those that are not there are no matter.',
          examples: [['plan']],
        }),
      ),
    }),
    output: OneContact,
    examples: { request: { custom_attributes: ['plan'] } },
    handle: async ({ tx, actor, params, input }) => {
      const keys = input.custom_attributes ?? [];
      const id = await removeCustomAttributes(tx, actor, { id: params['contact_id'], keys });
      const { text } = await showContact(tx, actor, { id, inboxes: true });
      return new JsonText(`{"payload":${text}}`);
    },
  }),
];

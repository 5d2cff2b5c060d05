import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createAccount } from '../../src/accounts/accounts.ts';
import { createContact } from '../../src/contacts/contacts.ts';
import { transaction } from '../../src/db/pool.ts';
import { createInbox } from '../../src/inboxes/inboxes.ts';
import { sql } from '../inside.ts';
import type { Caller, World } from '../world.ts';

/** In what the team says among itself. */
export const NOTE = 'mknote';
export const UNKNOWN = 900_000;

/** A conversation by its display id, and the messages in it by what they are. */
export interface Talk {
  id: number;
  question: number;
  address: number;
  note: number;
  line: number;
}

/** The team asks, notes and does something in a conversation of this account. */
export async function furnishTalk(
  team: Caller,
  { id, mark }: { id: number; mark: string },
): Promise<Talk> {
  const path = `/conversations/${id}/messages`;
  const say = async (body: object): Promise<number> => {
    const answer = await team.post(path, body);
    assert.equal(answer.status, 200, answer.text);
    return answer.body.id;
  };
  const items = [{ title: 'Yes', value: 'yes' }];
  const question = { content: `${mark}?`, content_type: 'input_select', content_attributes: { items } };
  const talk = {
    id,
    question: await say(question),
    address: await say({ content: `${mark}@`, content_type: 'input_email' }),
    note: await say({ content: NOTE, private: true }),
    line: await say({ content: NOTE, message_type: 'activity' }),
  };
  return talk;
} // prettier-ignore

export interface Person {
  id: number;
  /** In their name and attributes. */
  mark: string;
  identifier: string;
}

export async function personOf(world: World, account_id: number, name: string): Promise<Person> {
  const mark = `pk${name}`;
  const identifier = `id-${name}`;
  const { id } = await transaction(world.pool, async (tx) =>
    createContact(tx, {
      account_id,
      name: mark,
      email: `${name}@example.com`,
      identifier,
      custom_attributes: { mark },
    }),
  );
  return { id, mark, identifier };
}

type Channel = 'Channel::Api' | 'Channel::WebWidget';

/** Inboxes of this kind: a second one, one that wants a proof, another tenant's, a deleted and a suspended one. */
export async function furnishInboxes(world: World, channel_type: Channel) {
  const { acme, globex, ada, pool } = world;
  await sql(world, `select setval(confab_display_ids($1::bigint)::regclass, 500)`, [globex.id]);
  const make = async (account_id: number, name: string): Promise<{ id: number }> =>
    transaction(pool, async (tx) => createInbox(tx, { account_id, name, channel_type }));
  const asleep = await transaction(pool, async (tx) => createAccount(tx, { name: 'Asleep' }));
  const inboxes = {
    second: await make(acme.id, 'Second'),
    strict: await make(acme.id, 'Strict'),
    gone: await make(acme.id, 'Gone'),
    elsewhere: await make(globex.id, 'Far away'),
    asleep: { ...(await make(asleep.id, 'Asleep')), account_id: asleep.id },
  };
  const address = channel_type === 'Channel::Api' ? {} : { website_url: 'https://example.com' };
  const strict = await ada.patch(`/inboxes/${inboxes.strict.id}`, {
    channel: { hmac_mandatory: true, ...address },
  });
  assert.equal(strict.status, 200, strict.text);
  return inboxes;
}

/** Afterwards the deleted inbox is gone and the account asleep. */
export async function settleInboxes(
  world: World,
  { gone, asleep }: Awaited<ReturnType<typeof furnishInboxes>>,
): Promise<void> {
  assert.equal((await world.ada.delete(`/inboxes/${gone.id}`)).status, 200);
  const suspend = `update accounts set status = 'suspended' where id = $1`;
  await sql(world, suspend, [asleep.account_id]);
}

/** The key with which people of an inbox prove who they are, as administrators are shown it. */
export const keyOf = async (admin: Caller, inbox: number): Promise<string> =>
  (await admin.get(`/inboxes/${inbox}`)).body.hmac_token;

export const prove = (identifier: string, key: string): string =>
  createHmac('sha256', key).update(identifier).digest('hex');

import { createUser } from '../../src/agents/agents.ts';
import { transaction } from '../../src/db/pool.ts';
import { sql } from '../inside.ts';
import { platformApp } from '../platform-app.ts';
import type { World } from '../world.ts';

/** Somebody who asks, with what the rights say about them. */
export interface Actor {
  name: string;
  token: string | undefined;
  /** What of a route's access makes it theirs; nothing is, for those who have no business in Acme. */
  as: readonly string[];
  /** Of the conversations by whose they are, those that they may open. */
  opens: readonly string[];
  /** A program that only reads is refused whatever changes something. */
  isReader?: true;
  isKey?: true;
  /** At home in the other account, where what is named is not. */
  isElsewhere?: true;
}

const everything = ['support', 'sales', 'escalated', 'stub'];
// The stub and its target are of the same inbox.
const support = ['support', 'stub'];

type Made = Record<string, { id: number; token: string }>;

/** People whom the cast has not: with a custom role, taken out again, and programs. */
export async function furnishPeople(world: World): Promise<Made> {
  const { acme, ada, ben } = world;
  const made: Made = {};
  const roles = {
    Eve: ['conversation_participating_manage'],
    Uma: ['conversation_unassigned_manage', 'report_manage'],
    Max: ['conversation_manage', 'contact_manage'],
    Nil: [],
  };
  const join = async (name: string, custom_role_id: number | null): Promise<void> => {
    const email = `${name.toLowerCase()}@acme.example.com`;
    const known = {
      account_id: acme.id,
      name,
      email,
      password: 'Password1!',
      role: 'agent',
    } as const;
    const { id, access_token: token } = await transaction(world.pool, async (tx) =>
      createUser(tx, world.platform.vault, known),
    );
    await ada.patch(`/agents/${id}`, { custom_role_id });
    await ada.post('/inbox_members', { inbox_id: acme.support.id, user_ids: [id] });
    made[name] = { id, token };
  };
  for (const [name, permissions] of Object.entries(roles)) {
    const { body } = await ada.post('/custom_roles', { name, permissions });
    await join(name, body.id);
  }
  await join('Old', null);
  await ada.delete(`/agents/${made['Old']?.id}`);
  await ada.post(`/inboxes/${acme.support.id}/set_agent_bot`, { agent_bot: world.rex.id });
  for (const [name, body] of Object.entries({
    reader: { scopes: ['read'], inbox_ids: [acme.support.id] },
    writer: { scopes: ['read', 'write'], inbox_ids: [acme.sales.id] },
  })) {
    const key = await ada.post('/service_keys', { name, ...body });
    made[name] = { id: key.body.id, token: key.body.token };
    // That it was used is noted once in a while: now.
    await world.stranger.get(`/api/v1/accounts/${acme.id}/labels`, {
      api_access_token: key.body.token,
    });
  }
  const session = await sql<{ pubsub_token: string }>(
    world,
    'select pubsub_token from contact_inboxes where account_id = $1 order by id limit 1',
    [acme.id],
  );
  made['contact'] = { id: 0, token: session[0]?.pubsub_token ?? '' };
  made['platform'] = await platformApp(world);
  made['ben'] = ben;
  return made;
}

/** Everybody who may come. Nothing of the conversations is assigned, and nobody takes part but who opened it. */
export async function furnishActors(world: World): Promise<Actor[]> {
  const { ada, ben, cleo, dora, rex, gil } = world;
  const made = await furnishPeople(world);
  const tokenFor = (name: string): string => made[name]?.token ?? '';
  const agent = ['agent'];
  const none = { as: [], opens: [] };
  return [
    { name: 'an administrator', token: ada.token, as: ['administrator'], opens: everything },
    { name: 'an agent of the inbox', token: ben.token, as: agent, opens: support },
    { name: 'an agent of another inbox', token: cleo.token, as: agent, opens: ['sales', 'escalated'] },
    { name: 'an agent of the team', token: dora.token, as: agent, opens: ['escalated'] },
    { name: 'a role for those one takes part in', token: tokenFor('Eve'), as: agent, opens: [] },
    { name: 'a role for those nobody has', token: tokenFor('Uma'), as: ['agent', 'report_manage'], opens: support },
    { name: 'a role for all of the inbox', token: tokenFor('Max'), as: ['agent', 'contact_manage'], opens: support },
    { name: 'a role for nothing', token: tokenFor('Nil'), as: agent, opens: [] },
    { name: 'a bot', token: rex.token, as: ['bot'], opens: everything },
    { name: 'a key that reads', token: tokenFor('reader'), as: agent, opens: support, isKey: true, isReader: true },
    { name: 'a key that writes elsewhere', token: tokenFor('writer'), as: agent, opens: ['sales', 'escalated'], isKey: true },
    { name: 'nobody', token: undefined, ...none },
    { name: 'an unknown token', token: 'a-token-of-24-characters', ...none },
    { name: 'a former agent', token: tokenFor('Old'), ...none },
    { name: 'another tenant’s administrator', token: gil.token, as: ['administrator'], opens: [], isElsewhere: true },
    { name: 'a platform app', token: tokenFor('platform'), ...none },
    { name: 'a customer', token: tokenFor('contact'), ...none },
  ];
} // prettier-ignore

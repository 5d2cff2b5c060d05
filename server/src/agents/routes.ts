import { Type } from 'typebox';
import { lenientId } from '../conversations/queries.ts';
import { visibleInboxes } from '../conversations/visibility.ts';
import type { Actor } from '../auth/actor.ts';
import { throttle } from '../auth/throttles.ts';
import type { Db } from '../db/pool.ts';
import { rows } from '../db/query.ts';
import { missingParameter, notFound } from '../errors.ts';
import { JsonText } from '../http/json.ts';
import { administrators, members, read, write, type Route } from '../http/route.ts';
import { Anything } from '../http/schema.ts';
import { addAgent, addAgents, inviteAgain } from './add.ts';
import { changeAgent, lockMember } from './change.ts';
import { agentsOfInboxes, listAgents, someAgents } from './list.ts';
import { removeAgent } from './remove.ts';
import { AgentChanges, NewAgent, NewAgents } from './schema.ts';
import { Agent } from './shapes.ts';

const tag = 'Agents';
const root = 'agent';
const record = '/agents/:agent_id';
const errors = { 402: 'Account limit exceeded. Please purchase more licenses' };

export const agentRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/agents',
    access: members,
    summary: 'List the agents',
    description: 'Agents and administrators of the account, by name.',
    tag,
    output: Type.Array(Agent),
    handle: async ({ db, actor }) => listAgents(db, actor),
  }),
  write({
    method: 'POST',
    path: '/agents',
    access: administrators,
    summary: 'Add an agent',
    description:
      'The person with this address becomes a member of the account; who has none yet is invited by mail. `custom_role_id` stands at the top level.',
    tag,
    root,
    input: NewAgent,
    output: Agent,
    errors,
    examples: { request: { name: 'Eve Adler', email: 'eve@acme.example.com', role: 'agent' } },
    handle: async ({ tx, actor, input }) => theOne(tx, actor, await addAgent(tx, actor, input)),
  }),
  write({
    method: 'POST',
    path: '/agents/bulk_create',
    access: administrators,
    operation: 'inviteAgents',
    summary: 'Add many agents',
    description:
      'Each is named as their address is before the @. All of them fit, or none is added.',
    tag,
    input: NewAgents,
    errors,
    examples: { request: { emails: ['ben@acme.example.com'] } },
    handle: async ({ tx, actor, input }) => {
      if (input.emails === undefined) throw missingParameter('emails');
      await addAgents(tx, actor, input.emails);
    },
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: record,
    access: administrators,
    summary: 'Update an agent',
    description: 'What is not given stays. `custom_role_id` stands at the top level.',
    tag,
    root,
    input: AgentChanges,
    output: Agent,
    examples: { request: { role: 'administrator' } },
    handle: async ({ tx, actor, params, input: changes }) => {
      const member = await lockMember(tx, actor, params['agent_id']);
      await changeAgent(tx, actor, { member, changes });
      return theOne(tx, actor, member.id);
    },
  }),
  write({
    method: 'DELETE',
    path: record,
    access: administrators,
    summary: 'Remove an agent',
    description: 'From this account; their conversations in it become unassigned.',
    tag,
    handle: async ({ tx, actor, params }) =>
      removeAgent(tx, actor, await lockMember(tx, actor, params['agent_id'])),
  }),
  write({
    method: 'POST',
    path: `${record}/invitation`,
    access: administrators,
    operation: 'inviteAgentAgain',
    summary: 'Send an invitation again',
    description: 'To somebody who has not confirmed their address yet; 422 for everybody else.',
    tag,
    prepare: async ({ platform, actor, params }) => {
      const member = `${actor.account_id}/${String(params['agent_id'])}`;
      await throttle(platform, { invitation_member: member });
    },
    handle: async ({ tx, actor, params }) =>
      inviteAgain(tx, actor, await lockMember(tx, actor, params['agent_id'])),
  }),
  read({
    method: 'GET',
    path: '/assignable_agents',
    access: members,
    summary: 'List who can be assigned',
    description: 'The common members of these inboxes, and the administrators.',
    tag,
    input: Type.Object({
      inbox_ids: Type.Optional(
        Anything({
          description: 'Inboxes.',
          examples: [[1]],
          as: Type.Array(Type.Integer()),
        }),
      ),
    }),
    output: Type.Object({ payload: Type.Array(Agent) }),
    examples: { request: { inbox_ids: [1] } },
    handle: async ({ db, actor, input }) => assignable(db, actor, [input.inbox_ids].flat()),
  }),
];

async function theOne(db: Db, actor: Actor, id: number): Promise<JsonText> {
  const { text } = await someAgents(db, actor, [id]);
  return new JsonText(text.slice(1, -1));
}

/** Throws 404 when one of the inboxes is unknown, or none the caller may see. */
async function assignable(db: Db, actor: Actor, inboxes: unknown[]): Promise<JsonText> {
  const ids = [...new Set(inboxes.map(lenientId))].filter((id) => id !== null);
  const visible = await visibleInboxes(db, actor);
  const known = await rows<{ id: number }>(
    db,
    'select id from inboxes where account_id = $1 and id = any($2::bigint[])',
    [actor.account_id, ids],
  );
  const isSeen = ({ id }: { id: number }): boolean => visible === null || visible.includes(id);
  if (ids.length === 0 || inboxes.some((each) => lenientId(each) === null)) throw notFound();
  if (known.filter(isSeen).length < ids.length) throw notFound();
  return new JsonText(`{"payload":${(await agentsOfInboxes(db, actor, ids)).text}}`);
}

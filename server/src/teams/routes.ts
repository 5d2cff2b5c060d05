import { Type } from 'typebox';
import { agentsOfTeam, someAgents } from '../agents/list.ts';
import { Agent } from '../agents/shapes.ts';
import { administrators, members, read, write, type Route } from '../http/route.ts';
import { addTeamMembers, removeTeamMembers, setTeamMembers } from './members.ts';
import { addTeam, findTeam, listTeams, lockTeam, removeTeam, updateTeam } from './settings.ts';
import { Team, TeamInput, TeamMembersInput } from './shapes.ts';

const tag = 'Teams';
const root = 'team';
const record = '/teams/:team_id';
const path = `${record}/team_members`;
const examples = { request: { name: 'billing', description: 'Invoices and refunds' } };
const somebody = { request: { user_ids: [1, 2] } };
const errors = { 401: 'Invalid User IDs' };

export const teamRoutes: Route[] = [
  read({
    method: 'GET',
    path: '/teams',
    access: members,
    summary: 'List the teams',
    tag,
    output: Type.Array(Team),
    handle: async ({ db, actor }) => listTeams(db, actor),
  }),
  read({
    method: 'GET',
    path: record,
    access: members,
    summary: 'Show a team',
    tag,
    output: Team,
    handle: async ({ db, actor, params }) => findTeam(db, actor, params['team_id']),
  }),
  write({
    method: 'POST',
    path: '/teams',
    access: administrators,
    summary: 'Create a team',
    tag,
    root,
    input: TeamInput,
    output: Team,
    examples,
    handle: async ({ tx, actor, input }) => addTeam(tx, actor, input),
  }),
  write({
    method: ['PATCH', 'PUT'],
    path: record,
    access: administrators,
    summary: 'Update a team',
    tag,
    root,
    input: TeamInput,
    output: Team,
    examples,
    handle: async ({ tx, actor, params, input }) =>
      updateTeam(tx, actor, { id: params['team_id'], input }),
  }),
  write({
    method: 'DELETE',
    path: record,
    access: administrators,
    summary: 'Delete a team',
    description: 'Its conversations are of no team then.',
    tag,
    handle: async ({ tx, actor, params }) => removeTeam(tx, actor, params['team_id']),
  }),
  read({
    method: 'GET',
    path,
    access: members,
    operation: 'listTeamMembers',
    summary: 'List the members of a team',
    tag,
    output: Type.Array(Agent),
    handle: async ({ db, actor, params }) => {
      const { id } = await findTeam(db, actor, params['team_id']);
      return agentsOfTeam(db, actor, id);
    },
  }),
  write({
    method: 'POST',
    path,
    access: administrators,
    operation: 'addTeamMembers',
    summary: 'Add members to a team',
    description: 'Answers with those who were added.',
    tag,
    input: TeamMembersInput,
    output: Type.Array(Agent),
    examples: somebody,
    errors,
    handle: async ({ tx, actor, params, input: { user_ids } }) => {
      const team = await lockTeam(tx, actor, params['team_id']);
      return someAgents(tx, actor, await addTeamMembers(tx, actor, { team, user_ids }));
    },
  }),
  write({
    method: 'PATCH',
    path,
    access: administrators,
    operation: 'setTeamMembers',
    summary: 'Replace the members of a team',
    tag,
    input: TeamMembersInput,
    output: Type.Array(Agent),
    examples: somebody,
    errors,
    handle: async ({ tx, actor, params, input: { user_ids } }) => {
      const team = await lockTeam(tx, actor, params['team_id']);
      await setTeamMembers(tx, actor, { team, user_ids });
      return agentsOfTeam(tx, actor, team.id);
    },
  }),
  write({
    method: 'DELETE',
    path,
    access: administrators,
    operation: 'removeTeamMembers',
    summary: 'Remove members from a team',
    tag,
    input: TeamMembersInput,
    examples: somebody,
    errors,
    handle: async ({ tx, actor, params, input: { user_ids } }) => {
      const team = await lockTeam(tx, actor, params['team_id']);
      await removeTeamMembers(tx, actor, { team, user_ids });
    },
  }),
];

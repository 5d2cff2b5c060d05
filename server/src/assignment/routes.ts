import { Type } from 'typebox';
import { AgentBotSlim } from '../agent-bots/shapes.ts';
import { Agent } from '../agents/shapes.ts';
import { lenientId, lockConversation } from '../conversations/queries.ts';
import { membersAndBots, write, type Route } from '../http/route.ts';
import { Anything, Nullable, OneOf } from '../http/schema.ts';
import { TeamRaw } from '../teams/shapes.ts';
import { assignAgent, assignBot, assignTeam } from './assign.ts';

export const assignmentRoutes: Route[] = [
  write({
    method: 'POST',
    path: '/conversations/:conversation_id/assignments',
    access: membersAndBots,
    summary: 'Assign a conversation',
    description:
      'To an agent (`assignee_id`), a bot (with `assignee_type: "AgentBot"`) or a team (`team_id`).',
    tag: 'Assignments',
    input: Type.Object({
      assignee_id: Type.Optional(
        Anything({
          description: 'User or bot; null, 0 or an unknown id unassigns.',
          examples: [1],
          as: Nullable(Type.Integer()),
        }),
      ),
      assignee_type: Type.Optional(
        Anything({
          description: '`User` (default) or `AgentBot`.',
          as: OneOf(['User', 'AgentBot']),
        }),
      ),
      team_id: Type.Optional(
        Anything({ description: 'Team; null or 0 removes it.', as: Nullable(Type.Integer()) }),
      ),
    }),
    output: Type.Union([Agent, AgentBotSlim, TeamRaw, Type.Null()], {
      description: 'Who has it now: the agent, the bot or the team; null when nobody has.',
    }),
    examples: { request: { assignee_id: 1 } },
    handle: async ({ tx, actor, params, input }) => {
      const conversation = await lockConversation(tx, actor, params['conversation_id']);
      const { assignee_id, assignee_type, team_id } = input;
      if (assignee_type === 'AgentBot') {
        return assignBot(tx, conversation, { actor, id: lenientId(assignee_id) });
      }
      if (assignee_id !== undefined) {
        return assignAgent(tx, conversation, { actor, id: lenientId(assignee_id) });
      }
      return team_id === undefined
        ? null
        : assignTeam(tx, conversation, { actor, id: lenientId(team_id) });
    },
  }),
];

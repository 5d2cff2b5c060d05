import { Type } from 'typebox';
import { connectBot, disconnectBot } from '../agent-bots/agent-bots.ts';
import { botOfInbox, findBot } from '../agent-bots/queries.ts';
import { showBot } from '../agent-bots/show.ts';
import { AgentBot } from '../agent-bots/bot-shape.ts';
import { touchCache } from '../accounts/cache-keys.ts';
import { performerOf } from '../events/performer.ts';
import { audit } from '../audit/audit.ts';
import { removeAvatar } from '../avatars/avatars.ts';
import { HttpError, unprocessable } from '../errors.ts';
import { administrators, members, read, write, type Route } from '../http/route.ts';
import { Anything, Nullable } from '../http/schema.ts';
import { recordId } from '../record-id.ts';
import { findInbox, lockInbox } from './queries.ts';

const tag = 'Inboxes';
const one = '/inboxes/:inbox_id';

const noTemplates = 'Template sync is only available for WhatsApp channels';
const noHealth = 'Health data only available for WhatsApp Cloud API channels';
const noSurveyTemplate =
  'CSAT template operations only available for WhatsApp and Twilio WhatsApp channels';
const noPolicy = 'Assignment policy not found';

const refuse = (status: number, error: string): HttpError => new HttpError(status, { error });

export const inboxConnectionRoutes: Route[] = [
  read({
    method: 'GET',
    path: `${one}/agent_bot`,
    access: members,
    summary: 'Get the bot of an inbox',
    description: 'Nothing is in the answer when there is none.',
    tag,
    operation: 'getInboxAgentBot',
    output: Type.Object({ agent_bot: Type.Optional(AgentBot) }, { $id: 'InboxAgentBot' }),
    handle: async ({ db, actor, params }) => {
      const bot = await botOfInbox(db, await findInbox(db, actor, params['inbox_id']));
      return bot === undefined ? {} : { agent_bot: showBot(bot) };
    },
  }),
  write({
    method: 'POST',
    path: `${one}/set_agent_bot`,
    access: administrators,
    summary: 'Connect a bot to an inbox',
    description:
      'New conversations start as `pending` and are the bot’s. Null disconnects it, and opens what was still pending.',
    tag,
    operation: 'setInboxAgentBot',
    input: Type.Object({
      agent_bot: Type.Optional(
        Anything({
          description: 'Bot id.',
          examples: [1],
          as: Nullable(Type.Integer()),
        }),
      ),
    }),
    examples: { request: { agent_bot: 1 } },
    handle: async ({ tx, actor, params, input: { agent_bot } }) => {
      const { account_id, id } = await lockInbox(tx, actor, params['inbox_id']);
      const before = await botOfInbox(tx, { account_id, id });
      const isNone = agent_bot === undefined || agent_bot === null || agent_bot === '';
      const bot = isNone ? undefined : await findBot(tx, actor, recordId(agent_bot));
      if (bot?.id === before?.id) return;
      if (bot === undefined)
        await disconnectBot(tx, { account_id, inbox_id: id, by: performerOf(actor) });
      else await connectBot(tx, { account_id, inbox_id: id, agent_bot_id: bot.id });
      const changes = { agent_bot: [before?.id ?? null, bot?.id ?? null] };
      await audit(tx, actor, { type: 'Inbox', id, action: 'update', changes });
      await touchCache(tx, account_id, 'inbox');
    },
  }),
  write({
    method: 'DELETE',
    path: `${one}/avatar`,
    access: administrators,
    summary: 'Remove the picture of an inbox',
    tag,
    handle: async ({ tx, actor, params }) => {
      const { account_id, id, avatar_url } = await lockInbox(tx, actor, params['inbox_id']);
      if (avatar_url === '') return;
      await removeAvatar(tx, { account_id, inbox_id: id });
      const changes = { avatar_url: [avatar_url, ''] };
      await audit(tx, actor, { type: 'Inbox', id, action: 'update', changes });
      await touchCache(tx, account_id, 'inbox');
    },
  }),
  read({
    method: 'GET',
    path: `${one}/campaigns`,
    access: administrators,
    summary: 'List the campaigns of an inbox',
    description: 'There are none.',
    tag,
    output: Type.Array(Type.Unknown(), { maxItems: 0, description: 'Always empty.' }),
    handle: async ({ db, actor, params }) => {
      await findInbox(db, actor, params['inbox_id']);
      return [];
    },
  }),
  write({
    method: 'POST',
    path: `${one}/sync_templates`,
    access: administrators,
    operation: 'syncInboxTemplates',
    summary: 'Fetch the message templates of an inbox',
    description: 'Only WhatsApp has some: always refused.',
    tag,
    errors: { 422: noTemplates },
    handle: async ({ tx, actor, params }) => {
      await findInbox(tx, actor, params['inbox_id']);
      throw unprocessable(noTemplates);
    },
  }),
  refusing('GET', 'health', {
    status: 400,
    error: noHealth,
    summary: 'Get the health of an inbox',
  }),
  ...(['GET', 'POST'] as const).map((method) =>
    refusing(method, 'csat_template', {
      status: 400,
      error: noSurveyTemplate,
      summary: `${method === 'GET' ? 'Get' : 'Make'} the rating template of an inbox`,
    }),
  ),
  ...(['GET', 'POST', 'DELETE'] as const).map((method) =>
    refusing(method, 'assignment_policy', {
      status: 404,
      error: noPolicy,
      summary: `${{ GET: 'Get', POST: 'Set', DELETE: 'Remove' }[method]} the assignment policy of an inbox`,
      administrative: true,
    }),
  ),
];

interface Refusal {
  status: number;
  error: string;
  summary: string;
  administrative?: boolean;
}

/** What the original has for other channels, or for what we do not have: each says so in its words. */
function refusing(
  method: 'GET' | 'POST' | 'DELETE',
  what: string,
  { status, error, summary, administrative = false }: Refusal,
): Route {
  return read({
    method,
    path: `${one}/${what}`,
    access: administrative ? administrators : members,
    summary,
    description: `Always refused: ${error}.`,
    tag,
    operation: `${method.toLowerCase()}Inbox${what.replace(/(?:^|_)(\w)/g, (_all, letter: string) => letter.toUpperCase())}`,
    errors: { [status]: error },
    handle: async ({ db, actor, params }) => {
      await findInbox(db, actor, params['inbox_id']);
      throw refuse(status, error);
    },
  });
}

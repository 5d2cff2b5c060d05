import { assignAgent, assignTeam } from '../assignment/assign.ts';
import type { RuleActor, UserActor } from '../auth/actor.ts';
import { changeConversation } from '../conversations/change.ts';
import { muteConversation } from '../conversations/mute.ts';
import { lenientId, type Conversation } from '../conversations/queries.ts';
import { parseLabels, parsePriority, parseStatus } from '../conversations/rules.ts';
import { requestTranscript } from '../conversations/transcript.ts';
import type { Tx } from '../db/pool.ts';
import { unprocessable } from '../errors.ts';
import { sendMessage } from '../messages/messages.ts';
import type { Platform } from '../platform.ts';
import { copyForMessage } from './attachment.ts';
import { isAssignable, isTeam } from './queries.ts';
import { paramsOf } from './rules.ts';
import type { Action, ActionName } from './schema.ts';
import { mailTeams } from './mail-teams.ts';
import { recordWebhook } from './webhook.ts';

/** An action under way, on a conversation that is locked. */
export interface Doing {
  platform: Platform;
  /** In whose name: somebody's, or that of a rule, which signs nothing. */
  actor: UserActor | RuleActor;
  conversation: Conversation;
  /** What a webhook is told that happened: `macro.executed`, `automation_event.message_created`. */
  event: string;
}

type Perform = (tx: Tx, doing: Doing, params: readonly unknown[]) => Promise<unknown>;

/**
 * Does one action to a conversation, with everything that follows from it, in the caller's
 * transaction. Throws an HttpError that says why when it cannot be done.
 */
export async function performAction(
  tx: Tx,
  doing: Doing,
  { action_name, action_params }: Action,
): Promise<void> {
  // What was imported may be of another version.
  const known = Object.hasOwn(actions, action_name) ? actions[action_name] : undefined;
  if (known === undefined) throw unprocessable('there is no such action here');
  await known(tx, doing, paramsOf(action_params));
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const say =
  (isPrivate: boolean): Perform =>
  async (tx, { platform, actor, conversation }, [content]) => {
    if (text(content).trim() === '') throw unprocessable('there is no text to send');
    const input = { content: text(content), private: isPrivate, ...signed(actor) };
    await sendMessage(tx, { conversation, actor, platform, input });
  };

/** What a rule says names the rule instead of somebody. */
const signed = (actor: Doing['actor']): { content_attributes?: { automation_rule_id: number } } =>
  actor.type === 'AutomationRule' ? { content_attributes: { automation_rule_id: actor.id } } : {};

const change =
  (changes: Parameters<typeof changeConversation>[2]): Perform =>
  async (tx, { actor, conversation }) =>
    changeConversation(tx, conversation, changes, { actor });

const isNobody = (value: unknown): boolean =>
  ['nil', '', '0', 'null'].includes(value === null ? '' : text(value));

const actions: Record<ActionName, Perform> = {
  send_message: say(false),
  add_private_note: say(true),
  add_label: async (tx, { actor, conversation }, params) => {
    const labels = parseLabels([...conversation.labels, ...params]);
    return changeConversation(tx, conversation, { labels }, { actor });
  },
  remove_label: async (tx, { actor, conversation }, params) => {
    const removed = new Set(parseLabels(params).map((label) => label.toLowerCase()));
    const labels = conversation.labels.filter((label) => !removed.has(label.toLowerCase()));
    return changeConversation(tx, conversation, { labels }, { actor });
  },
  assign_agent: async (tx, { actor, conversation }, [given]) => {
    if (isNobody(given)) return assignAgent(tx, conversation, { actor, id: null });
    const self = actor.type === 'User' ? actor.id : null;
    const id = given === 'self' ? self : lenientId(given);
    if (await isAssignable(tx, conversation, id)) {
      return assignAgent(tx, conversation, { actor, id });
    }
    throw unprocessable('this agent is no member of the inbox');
  },
  assign_team: async (tx, { actor, conversation }, [given]) => {
    if (isNobody(given)) return assignTeam(tx, conversation, { actor, id: null });
    const id = lenientId(given);
    if (await isTeam(tx, conversation.account_id, id)) {
      return assignTeam(tx, conversation, { actor, id });
    }
    throw unprocessable('there is no such team');
  },
  remove_assigned_team: change({ team_id: null }),
  change_status: async (tx, { actor, conversation }, [given]) => {
    const status = parseStatus(given);
    if (status === undefined) throw unprocessable('there is no status to change to');
    return changeConversation(tx, conversation, { status }, { actor });
  },
  open_conversation: change({ status: 'open' }),
  resolve_conversation: change({ status: 'resolved' }),
  // Until the next message of the customer; one that is snoozed already keeps its end.
  snooze_conversation: change({ status: 'snoozed' }),
  mute_conversation: async (tx, { actor, conversation }) =>
    muteConversation(tx, conversation, actor),
  change_priority: async (tx, { actor, conversation }, [given]) => {
    const priority = given === 'nil' ? null : parsePriority(given);
    return changeConversation(tx, conversation, { priority }, { actor });
  },
  send_email_transcript: async (tx, { actor, conversation }, params) => {
    const addresses = params.flatMap((param) => text(param).split(',')).map((each) => each.trim());
    const emails = addresses.filter((each) => each !== '');
    const wrong = emails.find((each) => !/^[^\s@]+@[^\s@]+$/.test(each));
    if (wrong !== undefined) throw unprocessable(`'${wrong.slice(0, 100)}' is no e-mail address`);
    for (const email of emails) await requestTranscript(tx, conversation, { actor, email });
  },
  send_email_to_team: async (tx, { actor, conversation, platform }, params) => {
    for (const given of params) {
      await mailTeams(tx, { actor, conversation, given, baseUrl: platform.config.baseUrl });
    }
  },
  send_attachment: async (tx, { platform, actor, conversation }, params) => {
    const attachments: string[] = [];
    for (const id of params) {
      attachments.push(await copyForMessage(tx, platform, conversation, Number(id)));
    }
    const input = { content: null, attachments, ...signed(actor) };
    return sendMessage(tx, { conversation, actor, platform, input });
  },
  send_webhook_event: async (tx, { actor, conversation, event }, params) => {
    for (const url of params) await recordWebhook(tx, { actor, conversation, event, url });
  },
  // Rules that were made elsewhere may have it; the log of their runs says why nothing came of it.
  add_sla: async () => Promise.reject(unprocessable('there are no SLA policies here')),
};

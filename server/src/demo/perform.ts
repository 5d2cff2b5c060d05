import { assignAgent, assignTeam } from '../assignment/assign.ts';
import { changeConversation, type ConversationChanges } from '../conversations/change.ts';
import { createConversation } from '../conversations/create.ts';
import { muteConversation } from '../conversations/mute.ts';
import { lockConversationById, type Conversation } from '../conversations/queries.ts';
import { toggleStatus } from '../conversations/status.ts';
import { submitValues } from '../csat/csat.ts';
import type { Tx } from '../db/pool.ts';
import type { UploadedFile } from '../http/uploaded-file.ts';
import { setMessageStatus } from '../messages/edit.ts';
import { sendMessage } from '../messages/messages.ts';
import { lockMessage } from '../messages/queries.ts';
import { addParticipants } from '../participants/queries.ts';
import type { Platform } from '../platform.ts';
import { agents, type AgentName } from './cast.ts';
import type { Company } from './company.ts';
import type { FileName } from './files.ts';
import { saveDraft, type Look } from './queries.ts';
import { questionOf } from './records.ts';
import type { Done, Rating, Said, Thread } from './script.ts';
import { milliseconds, saidIn, type Step } from './timeline.ts';

/** What the steps need, and what they remember of each thread. */
export interface Stage {
  company: Company;
  platform: Platform;
  files: (names: readonly FileName[]) => Promise<UploadedFile[]>;
  now: Date;
  /** Primary key of the thread's conversation, and the ids of what was said by line. */
  played: Map<Thread, { id: number; said: Map<number, number> }>;
  /** The last time that each conversation was looked at, by its primary key. */
  looks: Map<number, Look>;
}

/** Carries one step out, by the verbs that a request would have used. */
export async function perform(tx: Tx, stage: Stage, { at, thread, what }: Step): Promise<void> {
  if (what === 'open') return open(tx, stage, thread);
  const conversation = await conversationOf(tx, stage, thread);
  if (what === 'close') return close(tx, stage, { thread, conversation });
  if (what === 'rate') return rate(tx, { thread, conversation });
  const said = saidIn(what.line);
  const by = said?.by ?? (what.line as Done).by;
  if (by !== 'customer' && by !== 'pip') {
    const { id: user_id } = stage.company.actors[by];
    // A step takes some milliseconds, and nothing else happens within its second.
    const look = { id: conversation.id, user_id, at: new Date(at.getTime() + 900) };
    stage.looks.set(conversation.id, look);
  }
  if (said === undefined) {
    await act(tx, stage, { thread, conversation, done: what.line as Done });
  } else {
    await say(tx, stage, { thread, conversation, said, index: what.index });
  }
}

async function conversationOf(tx: Tx, stage: Stage, thread: Thread): Promise<Conversation> {
  const { id } = stage.played.get(thread) as { id: number };
  return (await lockConversationById(tx, stage.company.account_id, id)) as Conversation;
}

const origin: Record<string, (thread: Thread) => Record<string, unknown>> = {
  app: () => ({ platform: 'Acme app 5.2.0' }),
  market: () => ({ source: 'Marketplace' }),
  website: () => ({
    browser: { browser_name: 'Firefox', platform_name: 'macOS', device_name: 'Unknown' },
    browser_language: 'en',
    referer: 'https://acme.example.com/help',
  }),
  mail: ({ subject }) => ({ source: 'email', mail_subject: subject }),
};

async function open(tx: Tx, { company, platform, played }: Stage, thread: Thread): Promise<void> {
  const { actors, inboxes, contacts } = company;
  const input = {
    inbox_id: inboxes[thread.in],
    contact_id: contacts[thread.with],
    custom_attributes: thread.attributes ?? {},
    additional_attributes: origin[thread.in]?.(thread) ?? {},
  };
  const actor = thread.in === 'website' ? actors.pip : actors.maya;
  const id = await createConversation(tx, { actor, input, platform });
  played.set(thread, { id, said: new Map() });
}

interface Scene {
  thread: Thread;
  conversation: Conversation;
}

async function say(
  tx: Tx,
  stage: Stage,
  { thread, conversation, said, index }: Scene & { said: Said; index: number },
): Promise<void> {
  const actor = said.by === 'customer' ? null : stage.company.actors[said.by];
  const before = await takeUp(tx, stage, { thread, conversation, said });
  const ids = stage.played.get(thread)?.said as Map<number, number>;
  const message = await sendMessage(tx, {
    conversation: before,
    actor,
    platform: stage.platform,
    input: {
      content: said.private === true ? withMentions(said.says, stage.company) : said.says,
      message_type: actor === null ? 'incoming' : 'outgoing',
      private: said.private ?? false,
      ...(said.quotes === undefined
        ? {}
        : { content_attributes: { in_reply_to: ids.get(said.quotes) } }),
      ...(said.files === undefined ? {} : { attachments: await stage.files(said.files) }),
    },
  });
  ids.set(index, message.id);
  if (said.failed !== undefined && actor !== null) {
    const stored = await lockMessage(tx, conversation, message.id);
    const failure = { actor, status: 'failed', external_error: said.failed };
    if (stored !== undefined) await setMessageStatus(tx, stored, failure);
  }
}

/** Who answers the customer takes the conversation when nobody has it, and sorts it on that occasion. */
async function takeUp(
  tx: Tx,
  stage: Stage,
  { thread, conversation, said }: Scene & { said: Said },
): Promise<Conversation> {
  if (said.by === 'customer' || said.private === true) return conversation;
  const actor = stage.company.actors[said.by];
  const { assignee_id, assignee_agent_bot_id } = conversation;
  const by = { actor };
  if (actor.type === 'AgentBot') {
    if (assignee_id !== null || assignee_agent_bot_id !== null) return conversation;
    return changeConversation(tx, conversation, { assignee_agent_bot_id: actor.id }, by);
  }
  const taken = assignee_id === null ? { assignee_id: actor.id } : {};
  return changeConversation(tx, conversation, { ...taken, ...sorted(thread) }, by);
}

/** What a person makes of the thread when they look at it. */
const sorted = ({ labels = [], priority }: Thread): ConversationChanges => ({
  labels: [...labels],
  priority: priority ?? null,
});

async function act(
  tx: Tx,
  stage: Stage,
  { conversation, done }: Scene & { done: Done },
): Promise<void> {
  const { actors, teams } = stage.company;
  const actor = actors[done.by];
  const becomes = async (status: string, snoozed_until?: Date): Promise<void> => {
    const input = { status, snoozed_until: snoozed_until?.toISOString() };
    await toggleStatus(tx, conversation, { actor, input });
  };
  switch (done.does) {
    case 'resolve':
      return becomes('resolved');
    case 'hand over':
      return becomes('open');
    case 'hold':
      return becomes('pending');
    case 'snooze':
      return becomes('snoozed', done.until && after(stage.now, done.until));
    case 'mute':
      return muteConversation(tx, conversation, actor);
    case 'read':
      return undefined;
    case 'give':
      await assignAgent(tx, conversation, { actor, id: actors[done.to].id });
      return undefined;
    case 'pass':
      await assignTeam(tx, conversation, { actor, id: teams[done.to] });
      return undefined;
  }
}

const after = (now: Date, span: Parameters<typeof milliseconds>[0]): Date =>
  new Date(now.getTime() + milliseconds(span));

/** What was left: sorting by the administrator when nobody has answered, drafts, participants. */
async function close(tx: Tx, stage: Stage, { thread, conversation }: Scene): Promise<void> {
  const { actors } = stage.company;
  await changeConversation(tx, conversation, sorted(thread), { actor: actors.maya });
  if (thread.draft !== undefined) await saveDraft(tx, conversation, thread.draft);
  const joined = (thread.joined ?? []).map((name) => actors[name].id);
  if (joined.length > 0) await addParticipants(tx, conversation, joined);
}

/** The customer answers the question that they were asked when the conversation was resolved. */
async function rate(tx: Tx, { thread, conversation }: Scene): Promise<void> {
  const { stars, says } = thread.rated as Rating;
  const message = await lockMessage(tx, conversation, await questionOf(tx, conversation));
  if (message === undefined) throw new Error(`Nobody asked ${thread.with} in ${thread.in}`);
  const answer = { rating: stars, ...(says === undefined ? {} : { feedback_message: says }) };
  const submitted_values = { csat_survey_response: answer };
  await submitValues(tx, { conversation, message }, { actor: null, submitted_values });
}

/** `@Maya` as the console writes it into a note. */
function withMentions(text: string, { actors }: Company): string {
  const names = Object.keys(agents) as AgentName[];
  return names.reduce((so, key) => {
    const { id, name } = actors[key];
    return so.replaceAll(`@${name}`, `[@${name}](mention://user/${id}/${name})`);
  }, text);
}

import { get, Refusal } from './api.ts';
import { parameters } from './globals.ts';
import { adopt, forgetSession, openSession, rememberedToken } from './session.ts';
import type { Contact, Conversation, Member, Message } from './shapes.ts';
import {
  contact,
  conversation,
  hasEarlier,
  isFromTeam,
  keepMessages,
  loading,
  members,
  messages,
  seenId,
  session,
  startsAnew,
  view,
} from './state.ts';

const PAGE = 20;
const BATCH = 100;

interface Page {
  payload: Message[];
  meta?: { contact_last_seen_at?: number };
}

/** Begins with the session that the website, the app or the page itself has. */
export async function start(given: string): Promise<void> {
  loading.value = 'loading';
  try {
    const showing = loadMembers();
    await resume(given || ownToken());
    await showing;
    loading.value = 'ready';
  } catch {
    loading.value = 'failed';
  }
}

/** The token in our address; else what this window remembers, else a new visitor's. */
const ownToken = (): string =>
  parameters.has('cw_conversation') ? window.authToken : rememberedToken() || window.authToken;

async function resume(token: string): Promise<void> {
  if (token === '') return;
  if (session.peek()?.token !== token) {
    if (token === window.authToken) adopt({ token, pubsub_token: window.chatwootPubsubToken });
    else await openSession(token);
  }
  await loadConversation();
}

async function loadMembers(): Promise<void> {
  members.value = (await get<{ payload: Member[] }>('inbox_members')).payload;
}

export async function loadContact(): Promise<void> {
  contact.value = await get<Contact>('contact');
}

/** The visitor's conversation as it is now, instead of what is shown. */
export async function loadConversation(): Promise<void> {
  const before = new Set(messages.peek().map(({ id }) => id));
  try {
    const [current, page] = await Promise.all([
      get<Partial<Conversation>>('conversations'),
      get<Page>('messages'),
      loadContact(),
    ]);
    // Sent or heard while the answers were on their way: these may not know of it yet.
    const arrived = messages.peek().filter(({ id }) => !before.has(id));
    if (current.id !== undefined) conversation.value = current as Conversation;
    else if (arrived.length === 0) conversation.value = undefined;
    startsAnew.value = false;
    messages.value = [];
    keepMessages([...page.payload, ...arrived]);
    hasEarlier.value = page.payload.length >= PAGE;
    noteSeenBefore(page.meta?.contact_last_seen_at ?? 0);
    if (messages.peek().length > 0) view.value = 'chat';
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    forgetSession();
  }
}

function noteSeenBefore(seenAt: number): void {
  const seen = messages.peek().filter((each) => !isFromTeam(each) || each.created_at <= seenAt);
  seenId.value = Math.max(0, ...seen.map(({ id }) => id));
}

/** What was said and changed while there was no connection. */
export async function catchUp(): Promise<void> {
  if (startsAnew.peek()) return;
  const last = messages.peek().at(-1)?.id;
  if (last === undefined) {
    await loadConversation();
    return;
  }
  const current = await get<Partial<Conversation>>('conversations');
  if (current.id !== conversation.peek()?.id) {
    await loadConversation();
    return;
  }
  conversation.value = current as Conversation;
  keepMessages((await get<Page>('messages')).payload);
  for (let after = last, more = true; more;) {
    const { payload } = await get<Page>('messages', { after: String(after) });
    keepMessages(payload);
    after = payload.at(-1)?.id ?? after;
    more = payload.length >= BATCH;
  }
}

export async function loadEarlier(): Promise<void> {
  const first = messages.peek()[0]?.id;
  if (first === undefined) return;
  const { payload } = await get<Page>('messages', { before: String(first) });
  hasEarlier.value = payload.length >= PAGE;
  keepMessages(payload);
}

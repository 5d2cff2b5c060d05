import { get, Refusal } from './api.ts';
import { parameters } from './globals.ts';
import { noteReturn, reading } from './heard.ts';
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
  let before = new Set<number>();
  try {
    await reading({
      ask: async () => {
        before = new Set(messages.peek().map(({ id }) => id));
        return Promise.all([
          get<Partial<Conversation>>('conversations'),
          get<Page>('messages'),
          loadContact(),
        ]);
      },
      show: ([current, page]) => showAll(current, page, before),
    });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    forgetSession();
  }
}

function showAll(current: Partial<Conversation>, page: Page, before: ReadonlySet<number>): void {
  // Sent or heard while the answers were on their way: these may not know of it yet. What was read back meanwhile
  // is not meant: between it and this page there may be more.
  const [oldest] = page.payload.length < PAGE ? [] : page.payload;
  const arrived = messages
    .peek()
    .filter(({ id, conversation_id }) => !before.has(id) && id > (oldest?.id ?? 0) && (current.id ?? conversation_id) === conversation_id); // prettier-ignore
  if (current.id !== undefined) conversation.value = current as Conversation;
  else if (arrived.length === 0) conversation.value = undefined;
  // Read before the first was said: what is shown knows more.
  else return;
  startsAnew.value = false;
  messages.value = [];
  // Two answers: the one may have been read before another conversation was begun, and the other after.
  const own = page.payload.filter((each) => each.conversation_id === current.id);
  keepMessages([...own, ...arrived]);
  hasEarlier.value = page.payload.length >= PAGE;
  noteSeenBefore(page.meta?.contact_last_seen_at ?? 0);
  if (messages.peek().length > 0) view.value = 'chat';
}

function noteSeenBefore(seenAt: number): void {
  const seen = messages.peek().filter((each) => !isFromTeam(each) || each.created_at <= seenAt);
  seenId.value = Math.max(0, ...seen.map(({ id }) => id));
}

/** What was said and changed while there was no connection, in all that is shown. */
export async function catchUp(): Promise<void> {
  if (startsAnew.peek()) return;
  let known: readonly Message[] = [];
  let isOther = false;
  await reading({
    ask: async () => {
      known = messages.peek();
      const [oldest] = known;
      if (oldest === undefined) return undefined;
      const current = await get<Partial<Conversation>>('conversations');
      return current.id === conversation.peek()?.id
        ? {
            current: current as Conversation,
            all: await readFrom(hasEarlier.peek() ? oldest.id : 1),
          }
        : undefined;
    },
    show: (answer) => {
      isOther = answer === undefined;
      if (answer === undefined) return;
      const there = new Set(answer.all.map(({ id }) => id));
      const gone = new Set(known.map(({ id }) => id).filter((id) => !there.has(id)));
      conversation.value = answer.current;
      messages.value = messages.peek().filter(({ id }) => !gone.has(id));
      keepMessages(answer.all);
    },
  });
  if (isOther) await loadConversation();
}

/** A message and all that came after it. */
async function readFrom(oldest: number): Promise<Message[]> {
  const all: Message[] = [];
  for (let after = oldest - 1, more = true; more;) {
    const { payload } = await get<Page>('messages', { after: String(after) });
    all.push(...payload);
    after = payload.at(-1)?.id ?? after;
    more = payload.length >= BATCH;
  }
  return all;
}

export async function loadEarlier(): Promise<void> {
  const first = messages.peek()[0]?.id;
  if (first === undefined) return;
  await reading({
    ask: async () => get<Page>('messages', { before: String(first) }),
    show: ({ payload }) => {
      // Another conversation may stand there by now.
      if (messages.peek()[0]?.id !== first) return;
      hasEarlier.value = payload.length >= PAGE;
      keepMessages(payload);
    },
  });
}

let again: ReturnType<typeof setTimeout> | undefined;

/** There is a realtime connection, for the first time or again: what it has not told is asked for. */
export function comeBack(): void {
  noteReturn();
  tryToCatchUp(1000);
}

function tryToCatchUp(pause: number): void {
  clearTimeout(again);
  catchUp().catch(() => {
    again = setTimeout(() => tryToCatchUp(Math.min(pause * 2, 30_000)), pause);
  });
}

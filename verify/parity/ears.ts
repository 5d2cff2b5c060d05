import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '../scenario.ts';
import { listenOnCable } from '../rig/cable.ts';
import { listenOnFeed } from '../rig/feed.ts';
import type { Heard, Listener } from '../rig/listener.ts';
import { isOpen, isWorkedOn, type Placed, type Rule } from './rights.ts';
import type { Member, Stage } from './stage.ts';

/** Milliseconds in which everybody has to hear what is for everybody. */
const PATIENCE = 10_000;
const MESSAGES = 6;

/** Somebody who listens all the time, in one of three ways. */
interface Ear {
  kind: 'plain cable' | 'extended cable' | 'change feed';
  member: Member;
  listener: Listener;
  rule: Rule;
}

/** What is heard by those who listen. */
export interface Ears {
  /**
   * Says something in some conversations, and adds to `found` what was heard without the right, or not heard.
   * Returns how many messages there were to be heard or not.
   */
  compare(places: readonly Placed[], found: Map<string, string[]>): Promise<number>;
  /** The messages that were sent, with their inbox. */
  sent: Map<number, number>;
}

/** What somebody subscribes with. */
export async function identifierOf({ id, caller }: Member, account_id: number): Promise<string> {
  const { body } = await caller.call('GET', '/api/v1/profile');
  const { pubsub_token } = body;
  return JSON.stringify({ channel: 'RoomChannel', pubsub_token, account_id, user_id: id });
}

/** Three ways in which somebody listens, at the server that the administrator does not work at when they can. */
async function earsOf(
  { random }: Context,
  { desk, addresses }: Stage,
  { member, index }: { member: Member; index: number },
): Promise<Ear[]> {
  const identifier = await identifierOf(member, desk.account_id);
  const address = (): string => addresses[(index + 1) % 2] ?? '';
  const cable = { address, identifier, random, isThorough: true };
  const feed = { address, account_id: desk.account_id, token: member.token, random };
  const ear = (kind: Ear['kind'], rule: Rule, listener: Listener): Ear => ({ kind, member, rule, listener }); // prettier-ignore
  return [
    ear('plain cable', isWorkedOn, listenOnCable({ ...cable, isExtended: false })),
    ear('extended cable', isWorkedOn, listenOnCable({ ...cable, isExtended: true })),
    ear('change feed', isOpen, listenOnFeed({ ...feed, isStream: true })),
  ];
}

/** Something that everybody hears: what was before it was heard before it. Returns who did not. */
async function mark({ admin }: Stage, ears: readonly Ear[]): Promise<Ear[]> {
  const began = Date.now();
  let deaf = ears.filter(({ member }) => member.standing.isMember);
  while (deaf.length > 0 && Date.now() - began < PATIENCE) {
    const { payload } = await admin.insist('contacts', { name: 'Mark' });
    const { id } = (payload as { contact: { id: number } }).contact;
    // Who has just come back hears the next one.
    for (let wait = 0; wait < 100 && deaf.length > 0; wait += 1) {
      await pause(5);
      deaf = deaf.filter(({ listener }) => !hasHeard(listener.memory.heard, id));
    }
  }
  return deaf;
}

/** Has everybody listen in every way, from now on. */
export async function listen(context: Context, stage: Stage): Promise<Ears> {
  const { random, after } = context;
  const { admin, agents } = stage;
  const all = await Promise.all(
    agents.map(async (member, index) => earsOf(context, stage, { member, index })),
  );
  const ears = all.flat();
  after(() => ears.forEach(({ listener }) => listener.stop()));
  const sent = new Map<number, number>();
  const compare: Ears['compare'] = async (places, found) => {
    const note = (ear: Ear, line: string): void => {
      found.set(ear.kind, [...(found.get(ear.kind) ?? []), `${ear.member.name} ${line}`]);
    };
    for (const ear of await mark(stage, ears)) note(ear, 'did not hear what is for everybody');
    const from = new Map(ears.map((ear) => [ear, ear.listener.memory.heard.length]));
    const messages = new Map<number, Placed>();
    const say = async (placed: Placed): Promise<void> => {
      const made = await admin.insist(`conversations/${placed.id}/messages`, { content: 'Hello' });
      messages.set(made['id'] as number, placed);
      sent.set(made['id'] as number, placed.inbox);
    };
    await Promise.all(Array.from({ length: MESSAGES }, () => random.pick(places)).map(say));
    for (const ear of await mark(stage, ears)) note(ear, 'did not hear what is for everybody');
    for (const ear of ears) {
      const heard = ear.listener.memory.heard.slice(from.get(ear));
      for (const line of judge(ear, { heard, messages, places, stage })) note(ear, line);
    }
    return messages.size * ears.length;
  };
  return { compare, sent };
}

const hasHeard = (heard: readonly Heard[], id: number): boolean =>
  heard.findLast((each) => each.event === 'contact.created' && each.id === id) !== undefined;

interface Window {
  heard: readonly Heard[];
  messages: ReadonlyMap<number, Placed>;
  places: readonly Placed[];
  stage: Stage;
}

/** What is not as the rights say, of what was heard between two marks. */
function judge({ member, rule }: Ear, { heard, messages, places, stage }: Window): string[] {
  const may = (placed: Placed): boolean => rule(member.standing, placed, stage.roles);
  const ids = new Set(heard.filter(({ event }) => event === 'message.created').map(({ id }) => id));
  const wrong: string[] = [];
  for (const [id, placed] of messages) {
    if (ids.has(id) !== may(placed)) wrong.push(`${may(placed) ? 'missed' : 'was told'} a message in ${placed.id}`); // prettier-ignore
  }
  for (const { event, id } of heard) {
    if (!/^(conversation\.(updated|status_changed|read)|assignee\.changed|team\.changed)$/.test(event)) continue; // prettier-ignore
    const placed = places.find((each) => each.id === id);
    if (placed !== undefined && !may(placed)) wrong.push(`was told ${event} of ${id}`);
  }
  return wrong;
}

import type { Random } from '../random.ts';
import type { Answer } from '../rig/calls.ts';
import type { Customer, Member, Stage } from './stage.ts';

const STATUSES = ['open', 'resolved', 'pending', 'snoozed'];
/** One of the account's conversations is taken in turn; the oldest are let be. */
const NEAR = 25;

/** What all actors know of each other. */
interface World {
  stage: Stage;
  random: Random;
  /** Numbers of the conversations there were, the newest last. */
  known: number[];
}

type Act<Who> = (who: Who, world: World) => Promise<Answer | undefined>;

const pick = ({ random, known }: World): number => random.pick(known.slice(-NEAR));

const post =
  (path: string, body: (world: World) => object): Act<Member> =>
  async ({ caller }, world) =>
    caller.call('POST', `conversations/${pick(world)}/${path}`, body(world));

const open: Act<Member> = async ({ caller }, { stage: { desk }, random, known }) => {
  const answer = await caller.call('POST', 'conversations', {
    contact_id: desk.contact_id,
    inbox_id: random.pick(desk.inboxes),
    status: random.pick(STATUSES),
    ...(random.chance(0.3) ? { assignee_id: random.pick(desk.agents).id } : {}),
  });
  if (answer.status === 200) known.push(answer.body['id'] as number);
  return answer;
};

const idsOf = (body: Answer['body']): number[] =>
  ((body['payload'] as { id: number }[] | undefined) ?? []).map(({ id }) => id);

const deleteMessage: Act<Member> = async ({ caller }, world) => {
  const path = `conversations/${pick(world)}/messages`;
  const ids = idsOf((await caller.call('GET', path)).body);
  return ids.length === 0 ? undefined : caller.call('DELETE', `${path}/${world.random.pick(ids)}`);
};

const assignTo = ({ stage: { desk }, random }: World): number | null =>
  random.chance(0.3) ? null : random.pick(desk.agents).id;

/** Each as often as it stands there. */
const ofMembers: Act<Member>[] = [
  open,
  open,
  post('messages', () => ({ content: 'An answer' })),
  post('messages', () => ({ content: 'A note', private: true })),
  post('messages', () => ({ content: 'A question', message_type: 'incoming' })),
  post('messages', () => ({ content: 'A question', message_type: 'incoming' })),
  post('update_last_seen', () => ({})),
  post('update_last_seen', () => ({})),
  post('unread', () => ({})),
  post('assignments', (world) => ({ assignee_id: assignTo(world) })),
  post('assignments', (world) => ({ assignee_id: assignTo(world) })),
  post('toggle_status', ({ random }) => ({ status: random.pick(STATUSES) })),
  post('toggle_status', ({ random }) => ({ status: random.pick(STATUSES) })),
  post('labels', ({ random }) => ({ labels: [random.pick(['vip', 'bug'])] })),
  post('mute', () => ({})),
  post('merge', (world) => ({ source_id: pick(world) })),
  deleteMessage,
  async ({ caller }, world) => caller.call('DELETE', `conversations/${pick(world)}`),
  async ({ caller }, world) =>
    caller.call('POST', 'bulk_actions', {
      type: 'Conversation',
      ids: [pick(world), pick(world)],
      fields: { status: world.random.pick(STATUSES), assignee_id: assignTo(world) },
    }),
];

/** Something a customer does in the conversation that they opened last, if they have one. */
const inOwn =
  (path: string, body: object): Act<Customer> =>
  async ({ caller, place }) => {
    const { body: own } = await caller.call('GET', place);
    const ids = (own as unknown as { id: number }[]).map(({ id }) => id);
    const last = Math.max(...ids);
    return ids.length === 0 ? undefined : caller.call('POST', `${place}/${last}/${path}`, body);
  };

const ofCustomers: Act<Customer>[] = [
  async ({ caller, place }, { known }) => {
    const answer = await caller.call('POST', place, {});
    if (answer.status === 200) known.push(answer.body['id'] as number);
    return answer;
  },
  inOwn('messages', { content: 'Hello?' }),
  inOwn('messages', { content: 'Is anybody there?' }),
  inOwn('update_last_seen', {}),
  inOwn('toggle_status', {}),
];

/** All do something at once, `commands` in all. Returns what was answered that nobody may be. */
export async function actAtOnce(world: World, commands: number): Promise<string[]> {
  const wrong: string[] = [];
  const { members, customers } = world.stage;
  let left = commands;
  const goOn = async <Who>(who: Who, acts: readonly Act<Who>[]): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const answer = await world.random.pick(acts)(who, world);
      // Another was faster, it is not theirs to see, or not to do: all of that may be.
      if (answer === undefined || [200, 401, 403, 404, 422].includes(answer.status)) continue;
      wrong.push(`${answer.status} ${JSON.stringify(answer.body)}`);
    }
  };
  await Promise.all([
    ...members.map(async (who) => goOn(who, ofMembers)),
    ...customers.map(async (who) => goOn(who, ofCustomers)),
  ]);
  return wrong;
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { employRex, eventsOf, linesOf, namesOf, type Recorded } from '../../test/inside.ts';
import { createWorld, type Answer, type Caller } from '../../test/world.ts';

const world = await createWorld();
const { acme, ada, ben, cleo, rex } = world;

interface Change {
  /** How the conversation is created; open, with nobody, unless said. */
  from?: Record<string, unknown>;
  act: (path: string) => Promise<Answer>;
  /** Events in order; `line` is the message.created of an activity. */
  events: string[];
  /** What conversation.updated says has changed, one entry for each such event. */
  changes?: Record<string, unknown>[];
}

const status = async (path: string, body?: unknown, who: Caller = ada): Promise<Answer> =>
  who.post(`${path}/toggle_status`, body);
const assign = async (path: string, body: unknown): Promise<Answer> =>
  ada.post(`${path}/assignments`, body);
const SNOOZE = { status: 'snoozed', snoozed_until: 1_900_000_000 };
const SNOOZED = '2030-03-17T17:46:40.000Z';

const table: Record<string, Change> = {
  resolving: {
    from: { status: 'pending' },
    act: async (path) => status(path, { status: 'resolved' }),
    events: [
      'conversation.resolved',
      'conversation.status_changed',
      'conversation.updated',
      'line',
    ],
    changes: [{ status: ['pending', 'resolved'], waiting_since: ['<date>', null] }],
  },
  opening: {
    from: { status: 'pending' },
    act: async (path) => status(path, { status: 'open' }),
    events: ['conversation.opened', 'conversation.status_changed', 'conversation.updated', 'line'],
    changes: [{ status: ['pending', 'open'] }],
  },
  'setting aside': {
    act: async (path) => status(path, { status: 'pending' }),
    events: ['conversation.status_changed', 'conversation.updated', 'line'],
    changes: [{ status: ['open', 'pending'] }],
  },
  snoozing: {
    act: async (path) => status(path, SNOOZE),
    events: ['conversation.status_changed', 'conversation.updated', 'line'],
    changes: [{ status: ['open', 'snoozed'], snoozed_until: [null, SNOOZED] }],
  },
  'waking by hand': {
    from: SNOOZE,
    act: async (path) => status(path),
    events: ['conversation.opened', 'conversation.status_changed', 'conversation.updated', 'line'],
    changes: [{ status: ['snoozed', 'open'], snoozed_until: [SNOOZED, null] }],
  },
  'opening as an agent, who takes it in a second update': {
    from: { status: 'pending' },
    act: async (path) => status(path, { status: 'open' }, ben),
    events: [
      'conversation.opened',
      'conversation.status_changed',
      'conversation.updated',
      'line',
      'conversation.updated',
      'assignee.changed',
      'line',
    ],
    changes: [{ status: ['pending', 'open'] }, { assignee_id: [null, ben.id] }],
  },
  'a priority': {
    act: async (path) => ada.patch(path, { priority: 'high' }),
    events: ['conversation.updated', 'line'],
    changes: [{ priority: [null, 'high'] }],
  },
  'custom attributes': {
    from: { custom_attributes: { a: 1 } },
    act: async (path) => ada.post(`${path}/custom_attributes`, { custom_attributes: { b: 2 } }),
    events: ['conversation.updated'],
    changes: [{ custom_attributes: [{ a: 1 }, { b: 2 }] }],
  },
  labels: {
    act: async (path) => ada.post(`${path}/labels`, { labels: ['a', 'b'] }),
    events: ['conversation.updated', 'line'],
    changes: [{ label_list: [[], ['a', 'b']] }],
  },
  'an assignee': {
    act: async (path) => assign(path, { assignee_id: ben.id }),
    events: ['conversation.updated', 'assignee.changed', 'line'],
    changes: [{ assignee_id: [null, ben.id] }],
  },
  'another assignee': {
    from: { assignee_id: ben.id },
    act: async (path) => assign(path, { assignee_id: cleo.id }),
    events: ['conversation.updated', 'assignee.changed', 'line'],
    changes: [{ assignee_id: [ben.id, cleo.id] }],
  },
  'no assignee': {
    from: { assignee_id: ben.id },
    act: async (path) => assign(path, { assignee_id: null }),
    events: ['conversation.updated', 'assignee.changed', 'line'],
    changes: [{ assignee_id: [ben.id, null] }],
  },
  'a bot in place of an agent': {
    from: { assignee_id: ben.id },
    act: async (path) => assign(path, { assignee_id: rex.id, assignee_type: 'AgentBot' }),
    events: ['conversation.updated', 'assignee.changed'],
    changes: [{ assignee_id: [ben.id, null], assignee_agent_bot_id: [null, rex.id] }],
  },
  'a team': {
    act: async (path) => assign(path, { team_id: acme.billing.id }),
    events: ['conversation.updated', 'team.changed', 'line'],
    changes: [{ team_id: [null, acme.billing.id] }],
  },
  'a team that drops the assignee': {
    from: { assignee_id: cleo.id },
    act: async (path) => assign(path, { team_id: acme.billing.id }),
    events: ['conversation.updated', 'assignee.changed', 'team.changed', 'line'],
    changes: [{ assignee_id: [cleo.id, null], team_id: [null, acme.billing.id] }],
  },
  muting: {
    act: async (path) => ada.post(`${path}/mute`),
    events: [
      'conversation.resolved',
      'conversation.status_changed',
      'conversation.updated',
      'line',
      'contact.updated',
      'line',
    ],
  },
  unmuting: {
    act: async (path) => ada.post(`${path}/unmute`),
    events: ['contact.updated', 'line'],
  },
  'a bulk change': {
    act: async (path) =>
      ada.post('/bulk_actions', {
        type: 'Conversation',
        ids: [path.split('/').at(-1)],
        fields: { status: 'resolved', team_id: acme.billing.id },
        labels: { add: ['x'] },
      }),
    events: [
      'conversation.resolved',
      'conversation.status_changed',
      'conversation.updated',
      'team.changed',
      'line',
      'line',
      'line',
    ],
  },
  typing: {
    act: async (path) => ada.post(`${path}/toggle_typing_status`, { typing_status: 'on' }),
    events: ['conversation.typing_on'],
  },
  'looking at it': { act: async (path) => ada.post(`${path}/update_last_seen`), events: [] },
  'marking it as unread': { act: async (path) => ada.post(`${path}/unread`), events: [] },
  'a draft': {
    act: async (path) => ada.patch(`${path}/draft_messages`, { message: 'x' }),
    events: [],
  },
  'a first public answer': {
    act: async (path) => ada.post(`${path}/messages`, { content: 'Hello' }),
    events: ['message.created', 'first.reply.created', 'conversation.updated'],
    changes: [{ waiting_since: ['<date>', null], first_reply_created_at: [null, '<date>'] }],
  },
  'a private note': {
    act: async (path) => ada.post(`${path}/messages`, { content: 'Psst', private: true }),
    events: ['message.created'],
  },
  'a note that mentions somebody': {
    act: async (path) =>
      ada.post(`${path}/messages`, {
        content: `[Ben](mention://user/${ben.id}/Ben)`,
        private: true,
      }),
    events: ['message.created', 'conversation.mentioned'],
  },
};

/** The names, with the lines of the team told apart from what people wrote. */
const told = (events: readonly Recorded[]): string[] =>
  events.map(({ name, payload }) =>
    name === 'message.created' && payload.data.message_type === 2 ? 'line' : name,
  );

/** What has changed, with instants that nobody can foresee made equal. */
const changesIn = (events: readonly Recorded[]): unknown[] =>
  events
    .filter(({ name }) => name === 'conversation.updated')
    .map(
      ({ payload }) =>
        JSON.parse(
          JSON.stringify(payload.changes, (_, value: unknown) =>
            typeof value === 'string' && /^20[^3]\d-.*Z$/.test(value) ? '<date>' : value,
          ),
        ) as unknown,
    );

for (const [what, { from, act, events, changes }] of Object.entries(table)) {
  test(`${what} is recorded as: ${events.join(', ') || 'nothing'}`, async () => {
    const { id } = await world.conversation(from);
    const recorded = await eventsOf(world, async () => {
      const answer = await act(`/conversations/${id}`);
      assert.equal(answer.status, 200, answer.text);
    });
    assert.deepEqual(told(recorded), events);
    if (changes !== undefined) assert.deepEqual(changesIn(recorded), changes);
  });
}

test('a bot that hands over is recorded as such beside the new status', async () => {
  await employRex(world, acme.support);
  const { id } = await world.conversation();
  const recorded = await eventsOf(world, async () =>
    status(`/conversations/${id}`, { status: 'open' }, rex),
  );
  await employRex(world, acme.support, 'inactive');
  assert.deepEqual(told(recorded), [
    'conversation.opened',
    'conversation.status_changed',
    'conversation.updated',
    'line',
    'conversation.bot_handoff',
  ]);
  assert.deepEqual(await linesOf(world, id), ['Conversation was reopened by Rex']);
});

test('a request that is refused records nothing', async () => {
  const { id } = await world.conversation();
  const recorded = await eventsOf(world, async () => {
    await status(`/conversations/${id}`, { status: 'closed' });
    await ada.patch(`/conversations/${id}`, { priority: 'x' });
    await cleo.post(`/conversations/${id}/toggle_status`);
    await ben.delete(`/conversations/${id}`);
  });
  assert.deepEqual(namesOf(recorded), []);
});

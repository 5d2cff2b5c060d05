import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MESSAGE_TYPES, type MessageType } from './enums.ts';
import {
  canBecome,
  checkItems,
  checkLengths,
  endsWaiting,
  isHumanReply,
  mentionsIn,
  parseAddresses,
  parseContentAttributes,
  parseContentType,
  parseMessageType,
} from './rules.ts';

const senders = ['User', 'Contact', 'AgentBot', null] as const;

// Every kind of message there is: of these two kinds are answers, and only if they are public and meant.
for (const message_type of MESSAGE_TYPES) {
  for (const sender_type of senders) {
    for (const isPrivate of [false, true]) {
      for (const from_rule of [false, true]) {
        const meant = message_type === 'outgoing' && !isPrivate && !from_rule;
        const isPerson = meant && sender_type === 'User';
        const ends = isPerson || (meant && sender_type === 'AgentBot');
        const kind = [
          isPrivate ? 'private' : 'public',
          message_type,
          `from ${sender_type ?? 'nobody'}`,
          ...(from_rule ? ['by a rule'] : []),
        ].join(' ');
        test(`${kind}: ${isPerson ? 'an answer of a person' : 'no answer of a person'}, ${ends ? 'ends' : 'leaves'} the waiting`, () => {
          const reply = { message_type, sender_type, private: isPrivate, from_rule };
          assert.equal(isHumanReply(reply), isPerson);
          assert.equal(endsWaiting(reply), ends);
        });
      }
    }
  }
}

test('what was read is not merely delivered again; every other step is possible', () => {
  const statuses = ['sent', 'delivered', 'read', 'failed'] as const;
  const impossible = statuses.flatMap((from) =>
    statuses.filter((to) => !canBecome(from, to)).map((to) => `${from} ${to}`),
  );
  assert.deepEqual(impossible, ['read delivered']);
});

test('a blank message_type is outgoing, a blank content_type text', () => {
  for (const blank of [undefined, null, '']) {
    assert.equal(parseMessageType(blank), 'outgoing');
    assert.equal(parseContentType(blank), 'text');
  }
});

test('numbers that name no kind of message are refused', () => {
  for (const value of [-1, 4, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => parseMessageType(value), { status: 422 });
  }
  assert.throws(() => parseContentType(13), { status: 422 });
});

test('a value that is shown in an error is cut to a length that fits one', () => {
  for (const parse of [parseMessageType, parseContentType]) {
    assert.throws(
      () => parse('x'.repeat(5000)),
      ({ body }: { body: { error: string } }) => body.error.length < 150,
    );
  }
});

test('attributes that came as text are cleaned like the rest of a request', () => {
  const parsed = parseContentAttributes('{"__proto__":{"x":1},"constructor":{"y":1},"a":[null,1]}');
  assert.deepEqual(parsed, { a: [1] });
  assert.equal(({} as { x?: number }).x, undefined);
});

test('lengths count characters, not the halves they are stored in', () => {
  checkLengths('🐘'.repeat(150_000), '🐘'.repeat(20_000));
  checkLengths(null, null);
  assert.throws(() => checkLengths('a'.repeat(150_001), null), { status: 422 });
  assert.throws(() => checkLengths(null, '🐘'.repeat(20_001)), { status: 422 });
});

test('items are looked at only where a message consists of them', () => {
  checkItems('text', { items: 'anything' });
  checkItems('input_csat', {});
  checkItems('input_select', { items: [{}] });
  assert.throws(() => checkItems('input_select', { items: [null] }), { status: 422 });
  assert.throws(() => checkItems('cards', { items: [{ title: 'a', actions: {} }] }), {
    status: 422,
  });
});

for (const [text, list] of [
  ['a@example.com', ['a@example.com']],
  [' a@example.com ,\tb@example.com\n', ['a@example.com', 'b@example.com']],
  [',,', []],
  ['o’neil@exämple.com', ['o’neil@exämple.com']],
] as const) {
  test(`the addresses in ${JSON.stringify(text)} are ${list.length}`, () => {
    assert.deepEqual(parseAddresses(text), list);
  });
}

test('more than 100 addresses are refused', () => {
  const list = Array.from({ length: 101 }, (_, n) => `a${n}@example.com`);
  assert.equal(parseAddresses(list.slice(1)).length, 100);
  assert.throws(() => parseAddresses(list), { status: 422 });
});

test('mentions are found wherever they stand, by person and by team', () => {
  const found = mentionsIn(
    'a [@A B](mention://user/12/A%20B) b(mention://team/3/t)(mention://user/7/ü) (mention://user/12/A)',
  );
  assert.deepEqual(found, { users: [12, 7, 12], teams: [3] });
  assert.deepEqual(mentionsIn(null), { users: [], teams: [] });
});

test('a note full of beginnings of mentions costs no square of its length', () => {
  // Three times what a note can be: a second at most, or half a minute.
  const content = '(mention://user/1/'.repeat(25_000);
  const started = performance.now();
  assert.deepEqual(mentionsIn(content), { users: [], teams: [] });
  assert.ok(performance.now() - started < 3000, `${performance.now() - started} ms`);
});

test('a number too long for anybody mentions nobody', () => {
  assert.deepEqual(mentionsIn(`(mention://user/${'9'.repeat(16)}/x)`).users, []);
});

test('every kind of message has a rule', () => {
  const kinds: MessageType[] = ['incoming', 'outgoing', 'activity', 'template'];
  assert.deepEqual([...MESSAGE_TYPES], kinds);
});

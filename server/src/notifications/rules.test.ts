import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audienceOf, bodyOf, NOTIFICATION_TYPES, titleOf, type Told } from './rules.ts';

const told = (given: Partial<Told> = {}): Told => ({
  notification_type: 'conversation_assignment',
  display_id: 12,
  inbox_name: 'Support',
  said: { sender_name: 'Mia', content: 'Where is it?', has_files: false },
  contact_name: 'Mia',
  ...given,
});

test('every type has its title', () => {
  assert.deepEqual(
    NOTIFICATION_TYPES.map((notification_type) => titleOf(told({ notification_type }))),
    [
      'A conversation (#12) has been created in Support',
      'A conversation (#12) has been assigned to you',
      'A new message is created in conversation (#12)',
      'You have been mentioned in conversation (#12)',
      'A new message is created in conversation (#12)',
      'SLA target first response missed for conversation (#12)',
      'SLA target next response missed for conversation (#12)',
      'SLA target resolution missed for conversation (#12)',
      'A message that you scheduled in conversation (#12) was not sent',
    ],
  );
});

for (const [content, has_files, body] of [
  ['Where is it?', false, 'Mia: Where is it?'],
  ['1 2 3 4 5 6 7 8 9 10', false, 'Mia: 1 2 3 4 5 6 7 8 9 10'],
  ['1 2 3\n4 5 6 7 8 9  10 11', false, 'Mia: 1 2 3 4 5 6 7 8 9 10...'],
  ['[@Ben Okri](mention://user/2/Ben%20Okri) look', false, 'Mia: @Ben Okri look'],
  ['see [the page](https://example.com)', false, 'Mia: see [the page](https://example.com)'],
  [null, true, 'Mia: Attachment'],
  ['  ', false, 'Mia: No content'],
] as const) {
  test(`the body of ${JSON.stringify(content)} is "${body}"`, () => {
    assert.equal(bodyOf(told({ said: { sender_name: 'Mia', content, has_files } })), body);
  });
}

test('without a message, or without who wrote it, the customer is named', () => {
  assert.equal(bodyOf(told({ said: null })), 'Mia: No content');
  const said = { sender_name: null, content: 'Hi', has_files: false };
  assert.equal(bodyOf(told({ said, contact_name: 'Noah' })), 'Noah: Hi');
});

const message = (facts: object) => ({
  data: {
    message_type: 1,
    sender_type: 'User',
    sender_id: 7,
    conversation: { assignee_id: 7 },
    ...facts,
  },
});
const ofAnother = { conversation: { assignee_id: 8 } };

for (const [what, written, expected] of [
  ['the answer of who has the conversation', message({}), null],
  ['an answer where nobody has it', message({ conversation: { assignee_id: null } }), null],
  ['a line about a change', message({ ...ofAnother, message_type: 2 }), null],
  ['what an inbox says by itself', message({ ...ofAnother, message_type: 3 }), null],
  ['an answer of somebody else', message(ofAnother), { assignee: 8, participants: [] }],
  [
    'a customer with the number of the agent',
    message({ message_type: 0, sender_type: 'Contact' }),
    { assignee: 7, participants: [] },
  ],
  [
    'an answer that others follow',
    { ...message({}), participants: [9] },
    { assignee: null, participants: [9] },
  ],
] as const) {
  test(`${what} is for ${expected === null ? 'nobody' : JSON.stringify(expected)}`, () => {
    assert.deepEqual(audienceOf(written), expected);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message } from '../conversation-data.ts';
import { recipientsOf, wrongAddress } from './recipients.ts';

const who = { contact: 'mia@example.com', inbox: 'help@acme.example.com' };
const message = (part: object): Message =>
  ({ message_type: 0, private: false, content_attributes: {}, ...part }) as Message;

test('an answer goes to whoever wrote, with everybody who got the mail, but not to the inbox', () => {
  const mail = { from: ['Leo@example.com'], to: ['HELP@acme.example.com', 'boss@example.com'], cc: ['leo@example.com', 'kim@example.com'] }; // prettier-ignore
  const messages = [message({ content_attributes: { email: mail } })];
  assert.deepEqual(recipientsOf(messages, who), {
    to: 'Leo@example.com',
    cc: 'boss@example.com, kim@example.com',
    bcc: '',
  });
});

test('after a mail of ours the next goes to the same, and a note changes nothing', () => {
  const attributes = { to_emails: [], cc_emails: ['kim@example.com'], bcc_emails: ['x@example.com'] }; // prettier-ignore
  const messages = [
    message({ message_type: 1, content_attributes: attributes }),
    message({ message_type: 1, private: true }),
    message({ message_type: 2 }),
  ];
  assert.deepEqual(recipientsOf(messages, who), {
    to: 'mia@example.com',
    cc: 'kim@example.com',
    bcc: 'x@example.com',
  });
  assert.deepEqual(recipientsOf([], who), { to: 'mia@example.com', cc: '', bcc: '' });
});

test('what is no address is named', () => {
  assert.equal(wrongAddress('mia@example.com, kim@example.com'), undefined);
  assert.equal(wrongAddress('mia@example.com, kim'), 'kim');
  assert.equal(wrongAddress(''), undefined);
});

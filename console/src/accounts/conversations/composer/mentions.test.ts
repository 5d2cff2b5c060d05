import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mentionIn, withMentions } from './mentions.ts';

const people = [
  { id: 1, name: 'Ada' },
  { id: 2, name: 'Ada Lovelace' },
  { id: 3, name: 'Ben (Sales)' },
  { id: 4, name: 'Kim' },
  { id: 5, name: 'Kim' },
];

test('whoever is named in a note is mentioned, and nobody else', () => {
  for (const [text, sent] of [
    ['@Ada, look', '[@Ada](mention://user/1/Ada), look'],
    ['Ask @Ada Lovelace.', 'Ask [@Ada Lovelace](mention://user/2/Ada%20Lovelace).'],
    ['(@Ben (Sales))', '([@Ben (Sales)](mention://user/3/Ben%20%28Sales%29))'],
    ['mail me@Ada.example.com', 'mail me@Ada.example.com'],
    ['@Adam and @Kim', '@Adam and @Kim'],
    ['[@Ada](mention://user/1/Ada)', '[@Ada](mention://user/1/Ada)'],
  ]) {
    assert.equal(withMentions(text ?? '', people), sent);
  }
});

test('of two with one name each is told apart', () => {
  assert.equal(mentionIn(people, { id: 1, name: 'Ada' }), '@Ada');
  assert.equal(mentionIn(people, { id: 5, name: 'Kim' }), '[@Kim](mention://user/5/Kim)');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, hexColor, readableAs, readableOn } from './color.ts';

const colors = [
  '#000000',
  '#ffffff',
  '#1f93ff',
  '#ffeb3b',
  '#777777',
  '#00c853',
  '#d50000',
  '#767676',
];

test('whatever colour a team chooses, what stands on it can be read', () => {
  for (const color of colors) assert.ok(contrast(color, readableOn(color)) >= 4.5, color);
});

test('whatever colour a team chooses, links and buttons in it can be read on light and on dark', () => {
  for (const color of colors) {
    for (const background of ['#ffffff', '#16181d']) {
      assert.ok(
        contrast(readableAs(color, background), background) >= 4.5,
        `${color} ${background}`,
      );
    }
  }
  assert.equal(readableAs('#0b6bcb', '#ffffff'), '#0b6bcb');
});

test('a colour that is none is the usual one', () => {
  for (const none of [undefined, '', 'red', '#12', 'url(x)', '#1f93ff;background:red']) {
    assert.equal(hexColor(none), '#1f93ff');
  }
  assert.equal(hexColor(' #AbC '), '#AAbbCC');
});

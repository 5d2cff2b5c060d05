import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  continueLines,
  isLinkFor,
  makeLink,
  toggleCode,
  toggleLines,
  toggleMark,
  type Edit,
} from './formatting.ts';

/** «» are the ends of the selection, | is the caret. */
function edit(marked: string): Edit {
  const caret = marked.indexOf('|');
  if (caret !== -1) return { text: marked.replace('|', ''), start: caret, end: caret };
  return {
    text: marked.replace(/[«»]/g, ''),
    start: marked.indexOf('«'),
    end: marked.indexOf('»') - 1,
  };
}

function shown(changed: Edit | undefined): string | undefined {
  if (changed === undefined) return undefined;
  const { text, start, end } = changed;
  if (start === end) return `${text.slice(0, start)}|${text.slice(start)}`;
  return `${text.slice(0, start)}«${text.slice(start, end)}»${text.slice(end)}`;
}

test('marks come and go around what is selected', () => {
  assert.equal(shown(toggleMark(edit('It is «here» now'), '**')), 'It is **«here»** now');
  assert.equal(shown(toggleMark(edit('It is **«here»** now'), '**')), 'It is «here» now');
  assert.equal(shown(toggleMark(edit('It is| now'), '**')), 'It is**|** now');
  assert.equal(shown(toggleMark(edit('a« b »c'), '*')), 'a *«b»* c');
  assert.equal(shown(toggleMark(edit('a\n«- b»'), '**')), 'a\n- **«b»**');
  assert.equal(shown(toggleMark(edit('**«b»**'), '*')), '***«b»***');
});

test('code is a word in its line, or lines as a block', () => {
  assert.equal(shown(toggleCode(edit('run «ls» now'))), 'run `«ls»` now');
  assert.equal(shown(toggleCode(edit('«a\nb»'))), '```\n«a\nb»\n```');
  assert.equal(shown(toggleCode(edit('x «a\nb» y'))), 'x \n```\n«a\nb»\n```\n y');
});

test('a link asks for what is missing of it', () => {
  assert.equal(shown(makeLink(edit('see «this»'))), 'see [this](«https://»)');
  assert.equal(shown(makeLink(edit('«https://example.com»'))), '[|](https://example.com)');
  assert.equal(shown(makeLink(edit('«this»'), 'https://example.com')), '[this](https://example.com)|'); // prettier-ignore
  assert.ok(isLinkFor(edit('«this»'), ' https://example.com '));
  assert.ok(!isLinkFor(edit('this|'), 'https://example.com'));
  assert.ok(!isLinkFor(edit('«this»'), 'not an address'));
});

test('lines become a list or a quote, and lines again', () => {
  assert.equal(shown(toggleLines(edit('one\n«two\nthree»'), 'bullet')), 'one\n«- two\n- three»');
  assert.equal(shown(toggleLines(edit('«- two\n- three»'), 'bullet')), '«two\nthree»');
  assert.equal(shown(toggleLines(edit('«- two\n- three»'), 'number')), '«1. two\n2. three»');
  assert.equal(shown(toggleLines(edit('hel|lo'), 'quote')), '> hel|lo');
  assert.equal(shown(toggleLines(edit('> hel|lo'), 'quote')), 'hel|lo');
  assert.equal(shown(toggleLines(edit('|'), 'bullet')), '- |');
});

test('Enter goes on with a list, and ends it on an empty item', () => {
  assert.equal(shown(continueLines(edit('- one|'))), '- one\n- |');
  assert.equal(shown(continueLines(edit('9. nine| more'))), '9. nine\n10. | more');
  assert.equal(shown(continueLines(edit('  - one\n  - |'))), '  - one\n|');
  assert.equal(shown(continueLines(edit('> said|'))), '> said\n> |');
  assert.equal(continueLines(edit('plain|')), undefined);
  assert.equal(continueLines(edit('- «one»')), undefined);
});

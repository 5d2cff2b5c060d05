import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderMarkdown } from './markdown.ts';

test('what people write is shown as they meant it', () => {
  assert.equal(
    renderMarkdown('**Hi** there\nsee https://example.com/a?b=1&c=2'),
    '<p><strong>Hi</strong> there<br />\nsee <a href="https://example.com/a?b=1&amp;c=2">https://example.com/a?b=1&amp;c=2</a></p>\n',
  );
  assert.equal(renderMarkdown('1. a\n2. b').replaceAll('\n', ''), '<ol><li>a</li><li>b</li></ol>');
});

test('nothing that acts survives: tags, handlers, styles, frames, scripts and their URLs', () => {
  for (const attack of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:msgbox)',
    '[x](//evil.example/)',
    '<https://a"onmouseover="alert(1)>',
    '[a](https://x.example "title\\" onclick=alert(1)")',
    '<style>body{display:none}</style>',
    '<iframe src=//evil.example></iframe>',
  ]) {
    const html = renderMarkdown(attack);
    // What is left of an attack is text: every tag is one we make, every attribute a harmless link.
    for (const [, tag = ''] of html.matchAll(/<([^>]*)>/g)) {
      assert.match(tag, /^\/?(p|a|br)( \/)?( href="(https?:|mailto:)[^"]*")?$/, html);
    }
  }
});

test('a picture of a stranger is not loaded by the reader’s mail program', () => {
  const html = renderMarkdown('![pixel](https://tracker.example/p.gif)');
  assert.ok(!html.includes('<img'));
});

test('hostile text eight times as long takes nowhere near the square of it', () => {
  for (const piece of ['[', '*a', '> ', '`', '<', '![](', 'http://', '- ', '|a']) {
    const cost = (characters: number): number => {
      const began = performance.now();
      renderMarkdown(piece.repeat(characters / piece.length));
      return performance.now() - began;
    };
    cost(18_000);
    const short = cost(18_000);
    const long = cost(144_000);
    // A linear renderer takes 8 times as long and a quadratic one 64; the second is for a busy machine.
    assert.ok(long < 30 * short + 1000, `${piece}… took ${long} ms after ${short} ms`);
  }
});

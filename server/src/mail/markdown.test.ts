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

test('hostile text is rendered in the blink of an eye', () => {
  for (const text of [
    '['.repeat(150_000),
    '*a'.repeat(75_000),
    '> '.repeat(75_000),
    '`'.repeat(150_000),
    '<'.repeat(150_000),
    '![]('.repeat(37_500),
    'http://'.repeat(21_000),
    '- '.repeat(75_000),
    '|a'.repeat(75_000),
  ]) {
    const began = performance.now();
    renderMarkdown(text);
    const ms = performance.now() - began;
    assert.ok(ms < 1000, `${text.slice(0, 8)}… took ${Math.round(ms)} ms`);
  }
});

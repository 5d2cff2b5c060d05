import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeLink, safeMedia } from './links.ts';

const evil = [
  'javascript:alert(1)', 'JavaScript:alert(1)', ' javascript:alert(1)', 'java\tscript:alert(1)', 'java\nscript:alert(1)', 'java\r\nscript:alert(1)',
  '\u0001javascript:alert(1)', 'javascript://example.com/%0aalert(1)', 'javascript&colon;alert(1)', 'jav&#x09;ascript:alert(1)', 'javascript:/*https://*/alert(1)',
  'vbscript:msgbox(1)', 'data:text/html,<script>alert(1)</script>', 'DATA:text/html;base64,PHNjcmlwdD4=', 'data:image/svg+xml,<svg onload=alert(1)>',
  'view-source:https://example.com', 'view-source:javascript:alert(1)', 'blob:https://example.com/1', 'filesystem:https://example.com/x', 'file:///etc/passwd',
  'about:blank', 'chrome://settings', 'intent://x#Intent;end', 'ws://example.com', 'ftp://example.com', 'jar:https://example.com!/', 'feed:javascript:alert(1)',
  '/relative', '//example.com', 'example.com', '', ' ', '#', '?x', 'http://', 'https://', 'https:// space', undefined, null, 4, {}, ['https://example.com'],
]; // prettier-ignore

test('an address that is no page, mail or telephone leads nowhere and loads nothing', () => {
  for (const text of evil) {
    assert.equal(safeLink(text), undefined, String(text));
    assert.equal(safeMedia(text), undefined, String(text));
  }
});

test('pages, mail and telephone can be opened; only what is on the web is loaded', () => {
  assert.equal(safeLink('https://example.com/a?b#c'), 'https://example.com/a?b#c');
  assert.equal(safeLink('mailto:mia@example.com'), 'mailto:mia@example.com');
  assert.equal(safeLink('tel:+14155550123'), 'tel:+14155550123');
  assert.equal(safeMedia('https://example.com/a.png'), 'https://example.com/a.png');
  assert.equal(safeMedia('mailto:mia@example.com'), undefined);
});

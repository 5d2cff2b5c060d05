import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksLikeText, mediaType, UNKNOWN_TYPE } from './media-type.ts';

const type = (
  sniffed: string | undefined,
  declared: string | undefined,
  filename = 'file',
  text = true,
): string => mediaType({ sniffed, declared, filename, looksLikeText: text });

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const decisions: [why: string, given: Parameters<typeof type>, stored: string][] = [
  ['the bytes win over the sender', ['image/png', 'text/html'], 'image/png'],
  ['parameters are left out', ['audio/ogg; codecs=opus', undefined], 'audio/ogg'],
  ['an animated PNG is a PNG', ['image/apng', 'image/png'], 'image/png'],
  ['a recorded voice is not a film', ['video/webm', 'audio/webm; codecs=opus'], 'audio/webm'],
  ['a film stays a film', ['video/webm', undefined], 'video/webm'],
  [
    'an old letter is told from an old table',
    ['application/x-cfb', 'application/vnd.ms-excel'],
    'application/vnd.ms-excel',
  ],
  [
    'and by its name, when the sender only says bytes',
    ['application/x-cfb', UNKNOWN_TYPE, 'a.DOC'],
    'application/msword',
  ],
  ['an archive may be a letter', ['application/zip', docx], docx],
  ['but not a picture', ['application/zip', 'image/png'], 'application/zip'],
  ['text is what the sender calls it', [undefined, 'text/csv; charset=utf-8'], 'text/csv'],
  ['or what its name says', [undefined, UNKNOWN_TYPE, 'data.json'], 'application/json'],
  ['or nothing', [undefined, undefined, 'README'], UNKNOWN_TYPE],
  [
    'bytes that are no text are not called text',
    [undefined, 'text/plain', 'a.txt', false],
    UNKNOWN_TYPE,
  ],
  ['what says it is a picture and is none is unknown', [undefined, 'image/png'], UNKNOWN_TYPE],
  ['the same for sound', [undefined, 'audio/mpeg'], UNKNOWN_TYPE],
  ['and for PDF', [undefined, 'application/pdf'], UNKNOWN_TYPE],
  ['unknown inert types are kept', [undefined, 'application/x-custom'], 'application/x-custom'],
  ['what is no type at all is unknown', [undefined, 'image/png\r\nx: y'], UNKNOWN_TYPE],
  ['nor is this', [undefined, '../html'], UNKNOWN_TYPE],
];

for (const [why, given, stored] of decisions) {
  test(why, () => assert.equal(type(...given), stored));
}

const active = [
  'text/html',
  'TEXT/HTML; charset=utf-8',
  'application/xhtml+xml',
  'image/svg+xml',
  'text/xml',
  'application/xml',
  'application/rss+xml',
  'application/javascript',
  'text/javascript',
  'application/ecmascript',
  'text/vbscript',
  'text/css',
  'text/xsl',
  'application/hta',
  'application/x-shockwave-flash',
  'application/java-archive',
  'multipart/x-mixed-replace',
  'message/rfc822',
];
for (const each of active) {
  test(`${each} is stored as unknown bytes, whoever says it`, () => {
    assert.equal(type(undefined, each), UNKNOWN_TYPE);
    assert.equal(type(each.toLowerCase().split(';')[0], undefined), UNKNOWN_TYPE);
  });
}

test('text has no control characters, in whatever encoding', () => {
  assert.ok(looksLikeText(Buffer.from('')));
  assert.ok(looksLikeText(Buffer.from('a,b\r\n1,ü\t\n')));
  assert.ok(looksLikeText(Buffer.from('Grüße', 'latin1')));
  assert.ok(looksLikeText(Buffer.from('\uFEFFwide', 'utf16le')));
  assert.ok(!looksLikeText(Buffer.from([0x50, 0x4b, 0x03, 0x04])));
  assert.ok(!looksLikeText(Buffer.from('a\0b')));
});

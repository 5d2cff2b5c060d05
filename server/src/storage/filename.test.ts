import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displayName, urlName } from './filename.ts';

const shown: [given: string | undefined, name: string][] = [
  ['invoice.pdf', 'invoice.pdf'],
  ['Grüße 日本 🎉.png', 'Grüße 日本 🎉.png'],
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\windows\\system.ini', 'system.ini'],
  ['C:\\Users\\mia\\cv.docx', 'cv.docx'],
  ['/absolute/path/', 'file'],
  ['..', 'file'],
  ['.', 'file'],
  ['', 'file'],
  ['   ', 'file'],
  [undefined, 'file'],
  ['.htaccess', 'htaccess'],
  ['\u200B.htaccess', 'htaccess'],
  ['..\u200B', 'file'],
  ['\uFEFFbom.txt', 'bom.txt'],
  ['photo\u202Egnp.exe', 'photognp.exe'],
  ['nul\0byte.png', 'nulbyte.png'],
  ['line\r\nbreak.txt', 'linebreak.txt'],
  ['tab\tname.txt', 'tabname.txt'],
  ['half\uD83D.txt', 'half.txt'],
  ['stream.txt::$DATA', 'stream.txt---DATA'],
  ['what?.txt', 'what-.txt'],
  ['a<b>"c".html', 'a-b--c-.html'],
  ['%2e%2e%2fpasswd', '-2e-2e-2fpasswd'],
  ['trailing.txt. . ', 'trailing.txt'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['com1.tar.gz', '_com1.tar.gz'],
  ['console.log', 'console.log'],
  ['e\u0301.txt', 'é.txt'],
];

for (const [given, name] of shown) {
  test(`a file sent as ${JSON.stringify(given)} is shown as ${JSON.stringify(name)}`, () => {
    assert.equal(displayName(given), name);
  });
}

test('a name of 4 KB keeps its extension and loses the rest', () => {
  assert.equal(displayName(`${'a'.repeat(4096)}.pdf`), `${'a'.repeat(251)}.pdf`);
  assert.equal(displayName('🎉'.repeat(2048)).length, 254);
  assert.ok(displayName('🎉'.repeat(2048)).isWellFormed());
});

test('a name in a URL is one path segment that no server finds too long', () => {
  assert.equal(urlName('a b/ü?.png'), 'a%20b%2F%C3%BC%3F.png');
  const long = urlName(`${'語'.repeat(250)}.docx`);
  assert.ok(long.length <= 900 && long.endsWith('.docx'));
  assert.ok(decodeURIComponent(long).startsWith('語語語'));
});

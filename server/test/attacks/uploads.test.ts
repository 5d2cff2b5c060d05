import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LightMyRequestResponse } from 'fastify';
import { browserAt } from '../browser.ts';
import { fetchFile, md5, multipart, openConversation, picture, postParts, type Part } from '../files.ts'; // prettier-ignore
import { sql } from '../inside.ts';
import { visitorOf } from '../visitor.ts';
import { createWorld } from '../world.ts';

// Files that a browser would run, and names that a file system or a header would obey: on every way in.

const world = await createWorld();
const { acme, ada, ben } = world;
const talk = await openConversation(world);
const png = await picture('png', { width: 8, height: 8 });

const script = '<script>alert(1)</script>';
const svg = `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`;
const active: Part[] = [
  { filename: 'a.svg', type: 'image/svg+xml', bytes: svg },
  { filename: 'a.svgz', type: 'image/svg+xml', bytes: svg },
  { filename: 'a.png', type: 'image/png', bytes: svg },
  { filename: 'a.html', type: 'text/html', bytes: `<!doctype html>${script}` },
  { filename: 'a.htm', type: 'image/png', bytes: `<html>${script}` },
  { filename: 'a.xhtml', type: 'application/xhtml+xml', bytes: `<html xmlns="http://www.w3.org/1999/xhtml">${script}</html>` },
  { filename: 'a.xml', type: 'text/xml', bytes: `<?xml-stylesheet type="text/xsl" href="#x"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script></x>` },
  { filename: 'a.xsl', type: 'text/xsl', bytes: '<xsl:stylesheet/>' },
  { filename: 'a.js', type: 'text/javascript', bytes: 'alert(1)' },
  { filename: 'a.mjs', type: 'application/javascript', bytes: 'alert(1)' },
  { filename: 'a.css', type: 'text/css', bytes: '*{}' },
  { filename: 'a.swf', type: 'application/x-shockwave-flash', bytes: 'FWS\x09' },
  { filename: 'a.mht', type: 'message/rfc822', bytes: `Content-Type: text/html\r\n\r\n${script}` },
  { filename: 'a.gif', type: 'image/gif', bytes: `GIF89a/*${script}*/=1;alert(1)` },
  { filename: 'a.pdf', type: 'text/html', bytes: `%PDF-1.7\n${script}` },
  { filename: 'a.jpg', type: 'image/jpeg', bytes: `\xff\xd8\xff${script}` },
  { filename: 'a.wasm', type: 'application/wasm', bytes: '\0asm' },
  { filename: 'a.hta', type: 'application/hta', bytes: script },
  { filename: 'a', type: 'text/html; charset=utf-7', bytes: '+ADw-script+AD4-' },
  { filename: 'a.txt', type: 'text/plain', bytes: script },
]; // prettier-ignore

/** Why a browser that opens this file would run something of it. */
function danger({ headers }: LightMyRequestResponse): string | undefined {
  const type = String(headers['content-type']);
  if (headers['x-content-type-options'] !== 'nosniff') return 'its type is guessed';
  if (!/sandbox/.test(String(headers['content-security-policy']))) return 'it has no sandbox';
  const isShown = !String(headers['content-disposition']).startsWith('attachment');
  const isInert = /^(image\/(png|jpeg|gif|webp|bmp|avif|heic)|audio\/|video\/|application\/pdf|text\/plain)/.test(type); // prettier-ignore
  if (isShown && !isInert) return `it is shown as ${type}`;
  return undefined;
}

type Way = (part: Part) => Promise<string | undefined>;

const browser = await browserAt(world);
const customer = await visitorOf(world, { source: 'uploads' });
const theirTalk = (await customer.post('/conversations')).body as { id: number };
const urlIn = (body: { attachments?: { data_url: string }[] } | undefined): string | undefined =>
  body?.attachments?.[0]?.data_url;

/** Every way for a file to come in. Gives where it can be read, if it was taken. */
const ways: Record<string, Way> = {
  'a message of the team': async (part) => urlIn((await postParts(ben, `/conversations/${talk}/messages`, [part])).body),
  'a message of a customer of an API': async (part) => {
    const { payload, headers } = multipart([part]);
    return urlIn((await customer.post(`/conversations/${theirTalk.id}/messages`, payload, headers)).body);
  },
  'a message of a visitor': async (part) => {
    const { payload, headers } = multipart([{ name: 'message[content]', bytes: 'x' }, { ...part, name: 'message[attachments][]' }]);
    return urlIn((await browser.post('/messages', payload, headers)).body);
  },
  'an upload': async (part) => {
    await sql(world, 'delete from allowances');
    return (await postParts(ben, '/upload', [{ ...part, name: 'attachment' }])).body?.file_url;
  },
  'an announced upload': async ({ filename, type, bytes }) => {
    const buffer = Buffer.from(bytes as string);
    const blob = { filename, content_type: type, byte_size: buffer.length, checksum: md5(buffer) };
    const made = await ben.post(`/conversations/${talk}/direct_uploads`, { blob });
    const { url, headers } = made.body.direct_upload;
    await world.app.inject({ method: 'PUT', url: new URL(url).pathname + new URL(url).search, headers, payload: buffer });
    return urlIn((await ben.post(`/conversations/${talk}/messages`, { attachments: [made.body.signed_id] })).body);
  },
}; // prettier-ignore

for (const [name, send] of Object.entries(ways)) {
  test(`nothing runs that came by ${name}`, async () => {
    let taken = 0;
    for (const part of [...active, { filename: 'a.png', type: 'image/png', bytes: png }]) {
      const url = await send(part);
      if (url === undefined) continue;
      taken += 1;
      const file = await fetchFile(world, url);
      assert.equal(file.statusCode, 200, url);
      assert.equal(danger(file), undefined, `${part.filename ?? ''} as ${part.type ?? ''}`);
    }
    assert.ok(taken > 0, 'some are taken');
  });
}

test('no picture of somebody is anything but a picture', async () => {
  for (const { filename, type, bytes } of active) {
    const part = { name: 'avatar', filename: filename ?? null, bytes, ...(type === undefined ? {} : { type }) }; // prettier-ignore
    for (const path of [`/contacts/${acme.mia.id}`, `/inboxes/${acme.support.id}`, `/agent_bots/${world.rex.id}`]) {
      const { payload, headers } = multipart([part]);
      const answer = await ada.patch(path, payload, headers);
      assert.ok(answer.status < 500, answer.text);
      const { thumbnail, avatar_url } = (answer.body?.payload ?? answer.body ?? {}) as { thumbnail?: string; avatar_url?: string };
      for (const url of [thumbnail, avatar_url]) {
        if (url === undefined || url === '' || url === null) continue;
        const file = await fetchFile(world, url);
        assert.match(String(file.headers['content-type']), /^image\/(png|jpeg|gif|webp)/, `${filename ?? ''}: ${url}`);
      }
    }
  }
}); // prettier-ignore

const odd = ['\u200b', '\u202e', '\ufeff', '\u2028', '\u0085', '\t', '\0', '\u00ad', '\u2066', '\u{e0001}', '\r\n', '%00', '%2e%2e%2f', '%0d%0a', '\\', '/', ':', '*', '?', '|', ';', '"', "'", '<', '>', '&', '$(id)', '`id`', '..', '../', '..\\', '. ', ' .', '::$DATA', '~1', '\ud800', 'e\u0301', '\u0130', '\uff0e\uff0e\uff0f', '\u2215']; // prettier-ignore
const names = [
  ...odd.flatMap((each) => [`${each}.htaccess`, `a${each}.png`, `a.png${each}`, each, `a${each}b.html`]),
  'CON', 'NUL.png', 'aux.txt', 'COM1', 'LPT9.log', '.', '..', '...', '.env', '.git/config', 'web.config', 'a'.repeat(4096), `${'é'.repeat(300)}.png`, '~', '-rf', '--help', 'desktop.ini', 'C:\\Windows\\win.ini', '/etc/passwd', 'file:///etc/passwd',
]; // prettier-ignore

test('two hundred names are words beside the file, and never where it lies or what a header says', async () => {
  assert.ok(names.length >= 200, String(names.length));
  for (let start = 0; start < names.length; start += 15) {
    const parts = names.slice(start, start + 15).map((filename) => ({ filename: filename.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ''), type: 'image/png', bytes: png })); // prettier-ignore
    const answer = await postParts(ben, `/conversations/${talk}/messages`, parts);
    assert.equal(answer.status, 200, answer.text);
    for (const { data_url } of answer.body.attachments as { data_url: string }[]) {
      const file = await fetchFile(world, data_url);
      assert.deepEqual(file.rawPayload, png, data_url);
      const said = String(file.headers['content-disposition']);
      assert.match(said, /^inline; filename=("(?:[^"\\]|\\.)*"|[!#$%&'*+.^`|~\w-]+)(; filename\*=UTF-8''[%\w!#$&+.^`|~-]+)?$/);
    }
  }
  const kept = await sql<{ key: string; filename: string }>(world, 'select key, filename from blobs');
  for (const { key, filename } of kept) {
    assert.match(key, /^[0-9a-f]{32}$/);
    assert.ok(filename.length <= 255 && !/[\p{Cc}\p{Cf}/\\]/u.test(filename), JSON.stringify(filename));
  }
}); // prettier-ignore

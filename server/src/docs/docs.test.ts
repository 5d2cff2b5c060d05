import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createWorld } from '../../test/world.ts';
import { buildDocument } from '../openapi/document.ts';
import { routes } from '../routes.ts';
import { highlightJson, highlightShell } from './code.ts';
import { curlOf, curlWithFile } from './curl.ts';
import { html, raw } from './html.ts';
import { renderPage } from './page.ts';

const world = await createWorld({ BASE_URL: 'https://desk.example.com' });
const { text: page, headers } = await world.stranger.get('/docs');
const document = buildDocument(routes, { baseUrl: 'https://desk.example.com' });

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    server: 'https://desk.example.com',
    path,
    method: method.toUpperCase(),
    operation,
  })),
);

const attributes = (name: string): string[] =>
  [...page.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value]) => value ?? '');

test('anybody may read the reference, and who has it already gets 304', async () => {
  assert.equal(headers['content-type'], 'text/html; charset=utf-8');
  const etag = String(headers['etag']);
  const again = await world.stranger.get('/docs', { 'if-none-match': etag });
  assert.equal(again.status, 304);
});

test('every operation can be linked to, PUT twins too', () => {
  const ids = attributes('id');
  for (const { operation } of operations) assert.ok(ids.includes(operation.operationId));
  assert.ok(ids.includes('updateConversation') && ids.includes('putConversation'));
});

test('no id is there twice, and every link within the page has its end', () => {
  const ids = attributes('id');
  assert.equal(new Set(ids).size, ids.length);
  const ends = attributes('href').filter((href) => href.startsWith('#'));
  assert.ok(ends.length > 150);
  for (const href of ends) assert.ok(ids.includes(href.slice(1)), href);
});

test('it loads nothing: no address of another file, no script or style but its own', () => {
  const loaded = [...attributes('src'), ...attributes('href')].filter(
    (address) => !/^(#|data:image\/svg|\/openapi\.json$)/.test(address),
  );
  assert.deepEqual(loaded, []);
  assert.doesNotMatch(page, /@import|url\(/);
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.equal(page.match(/<style/g)?.length, 1);
});

test('its security policy allows exactly its own script and style', () => {
  const policy = String(headers['content-security-policy']);
  const hashOf = (tag: string): string => {
    const [, content = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
    return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
  };
  assert.ok(policy.includes(`style-src ${hashOf('style')};`));
  assert.ok(policy.includes(`script-src ${hashOf('script')};`));
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.deepEqual(attributes('style'), []);
  assert.doesNotMatch(page, /\son\w+="/);
});

test('it fits into 120 KB as it is sent', async () => {
  const packed = await world.app.inject({ url: '/docs', headers: { 'accept-encoding': 'gzip' } });
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.equal(packed.headers['vary'], 'accept-encoding');
  assert.ok(packed.rawPayload.length < 120 * 1024, `${packed.rawPayload.length} bytes`);
  assert.equal(gunzipSync(packed.rawPayload).toString(), page);
});

test('a reader without eyes finds language, title, landmarks and a way past the contents', () => {
  assert.match(page, /<html lang="en">/);
  assert.match(page, /<title>Confab API<\/title>/);
  assert.match(page, /<nav id="contents" popover aria-label="Contents">/);
  assert.match(page, /<main id="content"/);
  assert.ok(page.indexOf('href="#content"') < page.indexOf('<nav'));
  assert.equal(page.match(/<h1/g)?.length, 1);
  const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
  const inMain = levels.slice(levels.indexOf(1));
  inMain.reduce((before, level) => {
    assert.ok(level <= before + 1, `h${level} after h${before}`);
    return level;
  });
});

test('the contents have each endpoint once, in closed groups that are in some chapter', () => {
  const contents = page.slice(page.indexOf('<nav'), page.indexOf('</nav>'));
  const ends = [...contents.matchAll(/href="#(\w+)"\s+data-find="\//g)].map(([, id]) => id);
  assert.equal(new Set(ends).size, ends.length);
  const ids = new Set(ends);
  // A PUT that does what PATCH does stands with it.
  const missing = operations.filter(({ operation }) => !ids.has(operation.operationId));
  const listed = operations.filter(({ operation }) => ids.has(operation.operationId));
  for (const { path, operation } of missing) {
    const twin = listed.some(
      (each) => each.path === path && each.operation.summary === operation.summary,
    );
    assert.ok(twin, `${operation.operationId} is not in the contents`);
  }
  assert.doesNotMatch(contents, /<details[^>]* open/);
  const chapters = document['x-tagGroups'].flatMap(({ tags }) => tags);
  assert.deepEqual(
    chapters,
    document.tags.map(({ name }) => name),
  );
});

test('commands carry what the caller proves itself with', () => {
  for (const call of operations) {
    const command = curlOf(call);
    const { 'x-access': access, operationId } = call.operation;
    const isOpen = access.every((each) => ['public', 'contact', 'website'].includes(each));
    const proves = /-H '(api_access_token|access-token|X-Auth-Token): /.test(command);
    if (!isOpen) assert.ok(proves, operationId);
  }
});

test('every endpoint shows path, callers, a command to paste and its errors', () => {
  for (const { operation, path } of operations) {
    const start = page.indexOf(`id="${operation.operationId}"`);
    const section = page.slice(start, page.indexOf('</section>', start));
    assert.ok(section.includes('curl '), operation.operationId);
    assert.ok(section.includes('<p class="access">'), operation.operationId);
    const shown = section.replaceAll(/<wbr\s*\/?>|<\/?var>/g, '');
    assert.ok(shown.includes(path), `${operation.operationId} does not show ${path}`);
    for (const status of Object.keys(operation.responses).filter((each) => each >= '400')) {
      assert.ok(section.includes(status), `${operation.operationId} does not name ${status}`);
    }
  }
});

/** The arguments that a shell gives to curl. */
function argumentsOf(command: string): string[] {
  const script = `curl() { for each; do printf '%s\\0' "$each"; done; }\n${command}`;
  const { stdout, status } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  assert.equal(status, 0, command);
  return stdout.split('\0').slice(0, -1);
}

test('a shell reads every command as it is meant', () => {
  for (const call of operations) {
    const given = argumentsOf(curlOf(call));
    const url = given.find((each) => each.startsWith('https://desk.example.com/'));
    assert.ok(url !== undefined, call.operation.operationId);
    const at = given.indexOf('-d');
    const example = call.operation.requestBody?.content['application/json']?.example;
    assert.deepEqual(at < 0 ? undefined : JSON.parse(given[at + 1] ?? ''), example);
  }
});

test('an apostrophe in an example does not end it for the shell', () => {
  const call = operations.find(
    ({ operation }) => operation.operationId === 'createConversationMessage',
  );
  const own = structuredClone(call!);
  const content = own.operation.requestBody!.content['application/json']!;
  content.example = { content: 'It\'s $HOME `id` \\ "quoted"' };
  const given = argumentsOf(curlOf(own));
  assert.deepEqual(JSON.parse(given[given.indexOf('-d') + 1] ?? ''), content.example);
});

test('what takes files has a command with a file, and nothing else has', () => {
  const withFile = operations.filter((call) => curlWithFile(call) !== undefined);
  assert.deepEqual(
    withFile.map(({ operation }) => operation.operationId),
    operations
      .filter(({ operation }) => operation.requestBody?.content['multipart/form-data'])
      .map(({ operation }) => operation.operationId),
  );
  const commandOf = (id: string): string[] =>
    argumentsOf(
      curlWithFile(withFile.find(({ operation }) => operation.operationId === id)!) ?? '',
    );
  assert.ok(commandOf('updateProfile').includes('avatar=@picture.png'));
  assert.ok(commandOf('uploadForAccount').includes('attachment=@invoice.pdf'));
  const given = commandOf('createConversation');
  assert.ok(given.includes('message[attachments][]=@invoice.pdf'));
  assert.ok(given.includes('message[content]=Hello, I need help with my order'));
});

test('descriptions and examples are shown as text, whatever is in them', () => {
  const hostile = structuredClone(document);
  const operation = hostile.paths['/api/v1/accounts/{account_id}/conversations']!['get']!;
  operation.summary = '<script>alert(1)</script>';
  operation.description = 'See <img src=x onerror=alert(1)> & [here](javascript:alert(1))';
  const text = renderPage(hostile, { style: '', script: '' });
  assert.doesNotMatch(text, /<script>alert|<img|href="javascript:/);
  assert.match(text, /&lt;script&gt;alert\(1\)/);
});

test('values in a page are escaped unless they are HTML, lists one by one', () => {
  const list = ['<i>', raw('<b>'), 3, undefined];
  assert.equal(
    html`<p title="${'"&'}">${list}</p>`.html,
    '<p title="&quot;&amp;">&lt;i&gt;<b>3</p>',
  );
});

test('coloured code is the same text as before', () => {
  const plain = (text: string): string =>
    text
      .replaceAll(/<\/?span[^>]*>/g, '')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const value = { 'a "b"': [1, -2.5, null, true, '<x> & \'y\' "true": 1'], c: { d: 'e: null' } };
  assert.equal(plain(highlightJson(value).html), JSON.stringify(value, null, 2));
  const shell = `curl -X POST 'https://x/?a=1&b=<2>' \\\n  -d '{"it":"is -X"}'`;
  assert.equal(plain(highlightShell(shell).html), shell);
});

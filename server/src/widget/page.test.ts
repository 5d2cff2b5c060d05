import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { test } from 'node:test';
import { browserAt } from '../../test/browser.ts';
import { configure, employRex, eventsOf, namesOf, sql } from '../../test/inside.ts';
import { identifierOf } from '../../test/visitor.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const world = await createWorld({ BASE_URL: 'https://desk.example.com' });
const { acme } = world;
const website = await identifierOf(world, acme.website);
const host = encodeURIComponent('https://shop.example.com');

async function open(query: string): Promise<Answer & { globals: Answer['body'] }> {
  const { statusCode: status, body: text, headers } = await world.app.inject({ url: `/widget?${query}` }); // prettier-ignore
  const window: Record<string, unknown> = {};
  const [, script = ''] = /<script nonce="[^"]+">([\s\S]*?)<\/script>/.exec(text) ?? [];
  runInNewContext(script, { window });
  return { status, text, headers, body: text, globals: JSON.parse(JSON.stringify(window)) };
}

const policyOf = ({ headers }: Answer): string => String(headers['content-security-policy']);

test('the page has the globals that clients know, and its visitor is a new one', async () => {
  await employRex(world, acme.website);
  const events = await eventsOf(world, async () => {
    const { status, globals, headers } = await open(`website_token=${website}`);
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers['cache-control'], 'no-store');
    assert.deepEqual(Object.keys(globals), ['chatwootWebChannel', 'chatwootPubsubToken', 'authToken', 'globalConfig']); // prettier-ignore
    const channel = globals.chatwootWebChannel;
    assert.deepEqual(Object.keys(channel).toSorted(), ['allowMessagesAfterResolved', 'avatarUrl', 'csatSurveyEnabled', 'disableBranding', 'enabledFeatures', 'enabledLanguages', 'hasAConnectedAgentBot', 'locale', 'outOfOfficeMessage', 'portal', 'preChatFormEnabled', 'preChatFormOptions', 'replyTime', 'timezone', 'utcOffset', 'websiteName', 'websiteToken', 'welcomeTagline', 'welcomeTitle', 'widgetColor', 'workingHours', 'workingHoursEnabled']); // prettier-ignore
    assert.deepEqual([channel.websiteToken, channel.websiteName, channel.hasAConnectedAgentBot, channel.utcOffset], [website, 'Website', 'Rex', '+00:00']); // prettier-ignore
    assert.equal(channel.workingHours.length, 7);
    assert.deepEqual(Object.keys(globals.globalConfig).toSorted(), ['BRAND_NAME', 'DIRECT_UPLOADS_ENABLED', 'INSTALLATION_NAME', 'LOGO_THUMBNAIL', 'MAXIMUM_FILE_UPLOAD_SIZE', 'WIDGET_BRAND_URL']); // prettier-ignore
    const mia = (await browserAt(world)).with({ token: globals.authToken });
    assert.equal((await mia.get('/contact')).status, 200);
    const { body } = await mia.post('/config');
    assert.equal(body.contact.pubsub_token, globals.chatwootPubsubToken);
  });
  assert.deepEqual(namesOf(events), ['contact.created', 'contact.created']);
  await employRex(world, acme.website, 'inactive');
});

test('who comes with their token stays who they are', async () => {
  const mia = await browserAt(world);
  const events = await eventsOf(world, async () => {
    const { globals } = await open(`website_token=${website}&cw_conversation=${mia.token}`);
    assert.equal(globals.chatwootPubsubToken, mia.contact.pubsub_token);
    assert.equal((await mia.with({ token: globals.authToken }).get('/contact')).body.id, mia.contact.id); // prettier-ignore
  });
  assert.deepEqual(events, []);
});

test('a website that hands the session over by itself makes nobody up, and no token stands anywhere', async () => {
  const before = await sql(world, 'select id from contacts');
  const { status, globals } = await open(`website_token=${website}&host=${host}`);
  assert.equal(status, 200);
  assert.deepEqual([globals.authToken, globals.chatwootPubsubToken], ['', '']);
  for (const no of ['', 'nobody', 'javascript:alert(1)', 'https://shop.example.com/path']) {
    const { globals: own } = await open(`website_token=${website}&host=${encodeURIComponent(no)}`);
    assert.notEqual(own.authToken, '', no);
  }
  assert.equal((await sql(world, 'select id from contacts')).length, before.length + 4);
});

test('a page is refused for no website, and for one whose account is suspended', async () => {
  for (const query of ['', 'website_token=nonsense', 'website_token=%00', 'website_token[]=x']) {
    const { statusCode, body } = await world.app.inject({ url: `/widget?${query}` });
    assert.deepEqual([statusCode, JSON.parse(body)], [404, { error: 'web widget does not exist' }]);
  }
  await sql(world, `update accounts set status = 'suspended' where id = $1`, [acme.id]);
  const { statusCode, body } = await world.app.inject({ url: `/widget?website_token=${website}` });
  await sql(world, `update accounts set status = 'active' where id = $1`, [acme.id]);
  assert.deepEqual([statusCode, JSON.parse(body)], [401, { error: 'Account is suspended' }]);
});

test('only the page’s own scripts run, each time under another name', async () => {
  const [one, other] = [await open(`website_token=${website}&host=${host}`), await open(`website_token=${website}&host=${host}`)]; // prettier-ignore
  const nonces = [one, other].map((page) => /script-src 'nonce-([^']{22,})'/.exec(policyOf(page))?.[1]); // prettier-ignore
  assert.ok(nonces[0] !== undefined && nonces[0] !== nonces[1]);
  const tags = one.text.match(/<script[^>]*>/g) ?? [];
  assert.equal(tags.length, 2);
  for (const tag of tags) assert.ok(tag.includes(`nonce="${nonces[0]}"`));
  assert.match(policyOf(one), /^default-src 'none'; script-src 'nonce-[^']+'; style-src 'self'; connect-src 'self' https:\/\/desk\.example\.com wss:\/\/desk\.example\.com; /); // prettier-ignore
  assert.doesNotMatch(policyOf(one), /unsafe|frame-ancestors/);
  assert.doesNotMatch(one.text, /\son\w+="|style="/);
  assert.equal(one.headers['x-frame-options'], undefined);
  assert.equal(one.headers['referrer-policy'], 'no-referrer');
  assert.equal(one.headers['x-content-type-options'], 'nosniff');
});

test('nothing that the team writes into the settings ends the script that they stand in', async () => {
  const evil = `</script><script>alert(1)</script><!--\u2028'"`;
  await configure(world, acme.website, { name: evil, channel: { welcome_title: evil, allowed_domains: '' } }); // prettier-ignore
  const { text, globals } = await open(`website_token=${website}&host=${host}`);
  await configure(world, acme.website, { name: 'Website', channel: {} });
  assert.equal(text.match(/<\/?script/gi)?.length, 4);
  assert.deepEqual([globals.chatwootWebChannel.websiteName, globals.chatwootWebChannel.welcomeTitle], [evil, evil]); // prettier-ignore
});

test('the page stands only where the inbox allows it', async () => {
  const ancestorsFor = async (allowed_domains: string): Promise<string | undefined> => {
    await configure(world, acme.website, { channel: { allowed_domains } });
    const page = await open(`website_token=${website}&host=${host}`);
    return /frame-ancestors (.*)$/.exec(policyOf(page))?.[1];
  };
  assert.equal(await ancestorsFor(''), undefined);
  assert.equal(await ancestorsFor('shop.example.com, https://*.example.org:8443'), 'shop.example.com https://*.example.org:8443'); // prettier-ignore
  assert.equal(
    await ancestorsFor("shop.example.com; script-src *, 'unsafe-inline'"),
    'script-src *',
  );
  assert.equal(await ancestorsFor('x.example.com\r\nset-cookie: a=b'), 'x.example.com');
  assert.equal(await ancestorsFor('javascript:alert(1)'), "'none'");
  await configure(world, acme.website, { channel: {} });
});

test('everybody may load the script, and who has it already gets 304', async () => {
  const { statusCode, headers, body } = await world.app.inject({ url: '/packs/js/sdk.js' });
  assert.equal(statusCode, 200);
  assert.equal(headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal(headers['access-control-allow-origin'], '*');
  assert.equal(headers['cross-origin-resource-policy'], 'cross-origin');
  assert.equal(headers['cache-control'], 'public, max-age=300');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.match(body, /chatwootSDK/);
  const etag = String(headers['etag']);
  const again = await world.app.inject({ url: '/packs/js/sdk.js', headers: { 'if-none-match': etag } }); // prettier-ignore
  assert.equal(again.statusCode, 304);
});

test('the sound of a new message is there for every website', async () => {
  const { statusCode, headers, rawPayload } = await world.app.inject({ url: '/audio/widget/ding.mp3' }); // prettier-ignore
  assert.deepEqual([statusCode, headers['content-type'], headers['access-control-allow-origin']], [200, 'audio/mpeg', '*']); // prettier-ignore
  assert.ok(rawPayload.length > 1000 && rawPayload.length < 20_000);
});

test('what the page names is there and never changes; anything else is not', async () => {
  const { text } = await open(`website_token=${website}&host=${host}`);
  const names = [...text.matchAll(/"(\/packs\/widget\/[^"]+)"/g)].map(([, name]) => name ?? '');
  assert.equal(names.length, 2);
  for (const url of names) {
    const { statusCode, headers } = await world.app.inject({ url });
    assert.equal(statusCode, 200);
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.match(String(headers['content-type']), /^text\/(javascript|css); charset=utf-8$/);
  }
  for (const url of ['/packs/widget/manifest.json', '/packs/widget/..%2F..%2Fpackage.json', '/packs/widget/x.js']) {
    assert.equal((await world.app.inject({ url })).statusCode, 404);
  } // prettier-ignore
});

const packed = async (url: string): Promise<number> => {
  const answer = await world.app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
  assert.equal(answer.headers['content-encoding'], 'gzip');
  return answer.rawPayload.length;
};

test('the script is below 12 KB as it is sent, and all that the page loads below 60 KB', async () => {
  const { text } = await open(`website_token=${website}&host=${host}`);
  const names = [...text.matchAll(/"(\/packs\/widget\/[^"]+)"/g)].map(([, name]) => name ?? '');
  const sizes = await Promise.all(names.map(packed));
  assert.ok((await packed('/packs/js/sdk.js')) < 12 * 1024);
  assert.ok(sizes.reduce((sum, each) => sum + each, 0) < 60 * 1024, String(sizes));
});

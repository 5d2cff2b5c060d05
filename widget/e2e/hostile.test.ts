import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve, setStage } from './stage.ts';

const stage = await setStage();

// Everything that the script does for the chat, with all that could be wished of it.
const wishes = JSON.stringify([
  { event: 'loaded', config: { authToken: 'stolen', channelConfig: { widgetColor: '#ff0000' } } },
  { event: 'setAuthCookie', data: { widgetAuthToken: 'stolen' } },
  { event: 'userSet', digest: 'stolen' },
  { event: 'setBubbleLabel', label: '<img src=x onerror=window.hit=1>', labels: { open: 'stolen' }, title: 'stolen' },
  { event: 'error', errorType: 'SET_USER_ERROR', data: 'stolen' },
  { event: 'onEvent', eventIdentifier: 'chatwoot:on-message', data: 'stolen' },
  { event: 'postback', data: 'stolen' },
  { event: 'toggleBubble' },
  { event: 'closeWindow' },
  { event: 'popoutChatWindow', baseUrl: 'https://evil.example.com', websiteToken: 'x' },
  { event: 'updateIframeHeight', extraHeight: 5, isFixedHeight: true },
  { event: 'setUnreadMode' },
  { event: 'handleNotificationDot', unreadMessageCount: 3 },
  { event: 'setCampaignReadOn' },
  { event: 'playAudio' },
  { event: '__proto__' },
  { event: 'constructor' },
]); // prettier-ignore

const send = (target: string): string => `
  for (const wish of ${wishes}) {
    ${target}.postMessage('chatwoot-widget:' + JSON.stringify(wish), '*');
    ${target}.postMessage(JSON.stringify(wish), '*');
    ${target}.postMessage(wish, '*');
  }`;

/** What of the website could have changed. */
const state = `JSON.stringify({
  heard: window.heard.map(([name]) => name).filter((name) => name !== 'ready'),
  cookie: document.cookie,
  open: window.$chatwoot.isOpen,
  html: document.getElementById('cw-bubble-holder').outerHTML + document.getElementById('cw-widget-holder').outerHTML,
  hit: window.hit,
  sounds: performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.mp3')).length,
})`;

/** A message that was sent later has arrived, so that all before it have, too. */
const settled = `new Promise((done) => {
  window.addEventListener('message', ({ data }) => { if (data === 'last') done(); });
  window.last?.();
  setTimeout(done, 1000);
})`;

test('the website obeys no other frame, opener or window, whatever it says', async () => {
  const evil = await serve(`<script>${send('parent')}parent.postMessage('last', '*');
    addEventListener('message', () => { ${send('parent')} });</script>`);
  const { page, context } = await stage.visit({ more: `<iframe id="evil" src="about:blank"></iframe>` }); // prettier-ignore
  const opened: string[] = [];
  context.on('page', (other) => opened.push(other.url()));
  await page.waitForFunction('window.heard.some(([name]) => name === "ready")');
  const before = await page.evaluate(state);

  const arrived = page.evaluate(settled);
  await page.evaluate(`document.getElementById('evil').src = ${JSON.stringify(evil)}`);
  await arrived;
  assert.equal(await page.evaluate(state), before);

  // The page itself, and a frame of the desk's origin that is not the chat.
  await page.evaluate(send('window'));
  const other = `${stage.desk}/widget?website_token=${stage.inbox.website_token}&host=https%3A%2F%2Fshop.example.com`;
  await page.evaluate(`document.getElementById('evil').src = ${JSON.stringify(other)}`);
  await page.frameLocator('#evil').locator('.window').waitFor();
  await page
    .frames()
    .find((frame) => frame.url() === other)
    ?.evaluate(`${send('parent')}parent.postMessage('last', '*')`);
  await page.evaluate('new Promise((done) => setTimeout(done))');
  assert.equal(await page.evaluate(state), before);
  assert.deepEqual(opened, []);
});

test('a window that the website has opened, and one that has opened it, are not obeyed', async () => {
  const { page, context } = await stage.visit();
  await page.waitForFunction('window.heard.some(([name]) => name === "ready")');
  const before = await page.evaluate(state);
  const evil = await serve('<title>evil</title>');
  const [popup] = await Promise.all([context.waitForEvent('page'), page.evaluate(`void window.open(${JSON.stringify(evil)})`)]); // prettier-ignore
  await popup.waitForLoadState();
  await popup.evaluate(send('opener'));
  await popup.evaluate('new Promise((done) => setTimeout(done))');
  await page.evaluate('new Promise((done) => setTimeout(done))');
  assert.equal(await page.evaluate(state), before);
});

test('the chat’s frame is obeyed by its window: the same messages do something when it says them', async () => {
  const { page } = await stage.visit();
  await page.waitForFunction('window.heard.some(([name]) => name === "ready")');
  const before = await page.evaluate(state);
  const frame = page.frames().find((each) => each.url().startsWith(`${stage.desk}/widget`));
  assert.ok(frame !== undefined);
  await frame.evaluate(send('parent'));
  await page.waitForFunction(`document.cookie.includes('stolen')`);
  assert.notEqual(await page.evaluate(state), before);
  // Not even then is a text markup.
  assert.equal(await page.evaluate('window.hit'), undefined);
});

test('the chat obeys nobody but the page around it, and tells nobody else its session', async () => {
  const { page, chat } = await stage.visit({ more: '<iframe id="evil" src="about:blank"></iframe>' }); // prettier-ignore
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByRole('button', { name: 'Start conversation' }).waitFor();
  await page.waitForFunction('document.cookie.includes("cw_conversation")');
  const evil = await serve('<title>evil</title>');
  await page.evaluate(`document.getElementById('evil').src = ${JSON.stringify(evil)}`);
  const frame = await page.waitForEvent('framenavigated', (each) => each.url() === evil);
  const calls: string[] = [];
  page.on('request', (request) => calls.push(request.url()));
  await frame.evaluate(`
    window.got = [];
    addEventListener('message', ({ data }) => window.got.push(data));
    for (let index = 0; index < parent.length; index += 1)
    if (parent[index] !== window)
    for (const said of [
      { event: 'config-set', session: 'stolen', locale: 'es' },
      { event: 'set-user', identifier: 'evil', user: { name: 'Evil' } },
      { event: 'set-locale', locale: 'es' },
      { event: 'set-custom-attributes', customAttributes: { evil: true } },
      { event: 'toggle-open', isOpen: false },
    ]) parent[index].postMessage('chatwoot-widget:' + JSON.stringify(said), '*');`);
  // What the website says afterwards is done, so what came before has been looked at.
  await page.evaluate('window.$chatwoot.setColorScheme("dark")');
  await chat.locator('html[data-theme=dark]').waitFor();
  assert.equal(await chat.locator('html').getAttribute('lang'), 'en');
  assert.deepEqual(calls.filter((url) => /contact/.test(url)), []); // prettier-ignore
  assert.deepEqual(await frame.evaluate('window.got'), []);
});

test('a page that lies about being the host hears nothing', async () => {
  const lie = encodeURIComponent('https://shop.example.com');
  const evil = await serve(`<script>window.got = []; addEventListener('message', ({ data }) => got.push(data));</script>
    <iframe src="${stage.desk}/widget?website_token=${stage.inbox.website_token}&host=${lie}"></iframe>`); // prettier-ignore
  const page = await (await stage.browser.newContext()).newPage();
  await page.goto(evil);
  await page.frameLocator('iframe').locator('.window').waitFor();
  await page.evaluate(`frames[0].postMessage('chatwoot-widget:' + JSON.stringify({ event: 'config-set', session: 'x' }), '*')`); // prettier-ignore
  await page.frames()[1]?.evaluate('new Promise((done) => setTimeout(done))');
  assert.deepEqual(await page.evaluate('window.got'), []);
});

test('where the inbox allows some websites only, others cannot frame the chat', async () => {
  await stage.api('PATCH', `/inboxes/${stage.inbox.id}`, { channel: { allowed_domains: 'shop.example.com' } }); // prettier-ignore
  const { page } = await stage.visit();
  const frame = page.locator('#chatwoot_live_chat_widget');
  await frame.waitFor({ state: 'attached' });
  await page.waitForFunction('performance.getEntriesByType("resource").some(({ name }) => name.includes("/widget?"))'); // prettier-ignore
  assert.ok(!page.frames().some((each) => each.url().startsWith(stage.desk)));
  assert.equal(await page.evaluate('window.$chatwoot.hasLoaded'), false);
  await stage.api('PATCH', `/inboxes/${stage.inbox.id}`, { channel: { allowed_domains: '' } });
});

const payloads = [
  '<img src=x onerror=window.hit=1>', '<script>window.hit=1</script>', '<svg onload=window.hit=1>', '[x](javascript:window.hit=1)', '![x](javascript:window.hit=1)',
  '<javascript:window.hit=1>', '[x](data:text/html,<script>window.hit=1</script>)', '![x](data:image/svg+xml,<svg onload=window.hit=1>)', '[x]: javascript:window.hit=1\n\n[x]',
  '`<img src=x onerror=window.hit=1>`', '```\n</code><img src=x onerror=window.hit=1>\n```', '| <img src=x onerror=window.hit=1> |\n|---|\n| a |', '&lt;img src=x onerror=window.hit=1&gt;',
  '<style>*{display:none}</style>', '<iframe srcdoc="<script>parent.hit=1</script>">', '<a href="java\tscript:window.hit=1">x</a>', '[x](java\tscript:window.hit=1)', '<base href=//evil.example.com>',
  '<form action=javascript:window.hit=1><button>x', '<math><mi xlink:href=javascript:window.hit=1>x', '{{constructor.constructor("window.hit=1")()}}', '<details open ontoggle=window.hit=1>',
]; // prettier-ignore

test('no text of the team or of the visitor becomes markup, wherever it stands', async () => {
  const { page, chat, complaints } = await stage.visit();
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await chat.getByRole('textbox', { name: 'Message' }).fill(payloads.join('\n'));
  await page.keyboard.press('Enter');
  await chat.locator('.message.own[data-id]').waitFor();
  for (const text of payloads) await stage.answer({ content: `x ${text}` });
  for (const text of payloads) await stage.answer({ content: text });
  const lists: Record<string, (text: string) => object> = {
    input_select: (text) => ({ title: text, value: text }),
    cards: (text) => ({
      title: text,
      description: text,
      media_url: text,
      actions: [
        { type: 'link', text, uri: text },
        { type: 'postback', text, payload: text },
      ],
    }),
    form: (text) => ({ name: text, label: text, type: 'text', placeholder: text, default: text }),
    article: (text) => ({ title: text, description: text, link: text }),
  };
  for (const [content_type, item] of Object.entries(lists)) {
    await stage.answer({ content: 'List', content_type, content_attributes: { items: payloads.map(item) } });
  } // prettier-ignore
  await stage.answer({ content: 'the last one' });
  await chat.getByText('the last one').waitFor();
  const frame = page.frames().find((each) => each.url().startsWith(`${stage.desk}/widget`));
  assert.equal(await frame?.evaluate('window.hit'), undefined);
  const hrefs = (await frame?.evaluate<string[]>('[...document.querySelectorAll("[href], [src]")].map((each) => each.getAttribute("href") ?? each.getAttribute("src"))')) ?? []; // prettier-ignore
  for (const href of hrefs) assert.match(href, /^(https?:\/\/|data:,$|\/packs\/widget\/)/);
  assert.equal(await frame?.evaluate('document.querySelectorAll("#app :is(script, style, iframe, base, svg[onload], form[action], details, math)").length'), 0); // prettier-ignore
  assert.deepEqual(complaints, []);
});

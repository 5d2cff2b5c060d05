import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { serve, setStage } from './stage.ts';

const stage = await setStage();
await stage.api('PATCH', `/inboxes/${stage.inbox.id}`, { enable_email_collect: false });
const address = `${stage.desk}/widget?website_token=${stage.inbox.website_token}`;

const told = (event: string): string => `window.app.some((said) => said.includes('"event":"${event}"'))`; // prettier-ignore

test('an app that shows the page in a web view gets the session, says who is there, and closes the chat', async () => {
  const context = await stage.browser.newContext();
  // As the app’s SDK does it: it listens at this object, and writes its messages into the page.
  await context.addInitScript('window.app = []; window.ReactNativeWebView = { postMessage: (text) => window.app.push(text) };'); // prettier-ignore
  const page = await context.newPage();
  await page.goto(`${address}&locale=es`);
  await page.waitForFunction(told('loaded'));
  const said = (await page.evaluate<string[]>('window.app'))[0] ?? '';
  const { config } = JSON.parse(said.replace('chatwoot-widget:', '')) as { config: { authToken: string } }; // prettier-ignore
  assert.match(config.authToken, /^[\w-]+\.[\w-]+\.[\w-]+$/);

  const changed = page.waitForResponse((response) => response.url().includes('/set_user'));
  await page.evaluate(`window.postMessage('chatwoot-widget:' + JSON.stringify({ event: 'set-user', identifier: 'app-1', user: { name: 'Una', email: 'una@app.example.com' } }))`); // prettier-ignore
  await page.evaluate(`window.postMessage('chatwoot-widget:' + JSON.stringify({ event: 'set-color-scheme', darkMode: 'dark' }))`); // prettier-ignore
  assert.equal((await changed).status(), 200);
  await page.locator('html[data-theme=dark]').waitFor();

  await page.getByRole('button', { name: 'Iniciar conversación' }).click();
  await page.getByRole('textbox', { name: 'Mensaje' }).fill('Hola');
  await page.keyboard.press('Enter');
  await page.locator('.message.own[data-id]').waitFor();
  await page.getByRole('button', { name: 'Cerrar el chat' }).click();
  await page.waitForFunction(`window.app.includes('{"type":"close-widget"}')`);

  // The app comes again with what it was given.
  const again = await context.newPage();
  await again.goto(`${address}&cw_conversation=${config.authToken}`);
  await again.getByText('Hola').waitFor();
});

test('a script of Chatwoot’s own, which says nothing of a host, gets what it reads', async () => {
  const site =
    await serve(`<iframe src="${address}" style="width:400px;height:600px"></iframe><script>
    window.got = [];
    addEventListener('message', ({ data }) => {
      if (typeof data !== 'string' || !data.startsWith('chatwoot-widget:')) return;
      const said = JSON.parse(data.replace('chatwoot-widget:', ''));
      window.got.push(said);
      const say = (message) => frames[0].postMessage('chatwoot-widget:' + JSON.stringify(message), '*');
      if (said.event !== 'loaded') return;
      say({ event: 'config-set', locale: 'en', position: 'right', hideMessageBubble: false, showPopoutButton: true });
      say({ event: 'toggle-open', isOpen: true });
      say({ event: 'change-url', referrerURL: location.href, referrerHost: location.host });
    });
  </script>`);
  const page = await (await stage.browser.newContext()).newPage();
  await page.goto(site);
  const chat = page.frameLocator('iframe');
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Hello from an old script');
  await page.keyboard.press('Enter');
  await chat.locator('.message.own[data-id]').waitFor();
  const got = await page.evaluate<{ event: string; config?: { authToken: string; channelConfig: { websiteToken: string } }; eventIdentifier?: string }[]>('window.got'); // prettier-ignore
  const [loaded] = got;
  assert.equal(loaded?.event, 'loaded');
  assert.equal(loaded.config?.channelConfig.websiteToken, stage.inbox.website_token);
  assert.ok(loaded.config.authToken.length > 50);
  await page.waitForFunction(`window.got.some(({ eventIdentifier }) => eventIdentifier === 'chatwoot:on-message')`); // prettier-ignore
  await chat.getByRole('button', { name: 'Close chat' }).click();
  await page.waitForFunction(`window.got.some(({ event }) => event === 'closeWindow')`);
  await page.evaluate(`frames[0].postMessage('chatwoot-widget:{"event":"toggle-open","isOpen":false}', '*')`); // prettier-ignore
  await stage.answer({ content: 'Are you there?' });
  await page.waitForFunction(`window.got.some(({ event, unreadMessageCount }) => event === 'handleNotificationDot' && unreadMessageCount === 1)`); // prettier-ignore
  // Nothing that such a script would take for an order to open.
  assert.equal(await page.evaluate(`window.got.some(({ event }) => event === 'setUnreadMode')`), false); // prettier-ignore
});

test('a page on a disk or in an app has the chat, too', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'confab-site-'));
  after(async () => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'index.html'), `<!doctype html><title>Shop</title><body>${stage.inbox.web_widget_script}`); // prettier-ignore
  const page = await (await stage.browser.newContext()).newPage();
  await page.goto(`file://${folder}/index.html`);
  await page.getByRole('button', { name: 'Open chat' }).click();
  const chat = page.frameLocator('#chatwoot_live_chat_widget');
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await chat.getByRole('textbox', { name: 'Message' }).fill('From a file');
  await page.keyboard.press('Enter');
  await chat.locator('.message.own[data-id]').waitFor();
});

test('the chat goes on in a window of its own, whose address has no token', async () => {
  const { page, chat, context } = await stage.visit({ settings: { showPopoutButton: true } });
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Still here');
  await page.keyboard.press('Enter');
  await chat.locator('.message.own[data-id]').waitFor();
  const [popup] = await Promise.all([
    context.waitForEvent('page'),
    chat.getByRole('button', { name: 'Open in a window of its own' }).click(),
  ]);
  await popup.getByText('Still here').waitFor();
  const token = (await context.cookies()).find(({ name }) => name === 'cw_conversation')?.value ?? '-'; // prettier-ignore
  assert.ok(!popup.url().includes(token) && !popup.url().includes('cw_conversation'));
  assert.equal(await page.evaluate('window.$chatwoot.isOpen'), false);
  await popup.getByRole('textbox', { name: 'Message' }).fill('From the window');
  await popup.keyboard.press('Enter');
  await popup.locator('.message.own[data-id]').nth(1).waitFor();
  await page.evaluate('window.$chatwoot.toggle("open")');
  await chat.getByText('From the window').waitFor();
});

test('a page that is opened by itself works, and knows its visitor after a reload', async () => {
  const page = await (await stage.browser.newContext()).newPage();
  await page.goto(address);
  await page.getByRole('button', { name: 'Start conversation' }).click();
  await page.getByRole('textbox', { name: 'Message' }).fill('Alone');
  await page.keyboard.press('Enter');
  await page.locator('.message.own[data-id]').waitFor();
  await page.reload();
  await page.getByText('Alone').waitFor();
});

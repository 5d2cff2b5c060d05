import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, type Visitor } from './stage.ts';

const stage = await setStage();
await stage.api('PATCH', `/inboxes/${stage.inbox.id}`, { enable_email_collect: false });
await stage.api('POST', '/labels', { title: 'vip' });

interface Conversation extends Record<string, unknown> {
  labels: string[];
  custom_attributes: Record<string, unknown>;
  additional_attributes: { referer: string };
  contact_last_seen_at: number;
  meta: { sender: { custom_attributes: object } };
}

const show = async (id: number): Promise<Conversation> => stage.api('GET', `/conversations/${id}`);

const ready = async ({ page }: Visitor): Promise<unknown> =>
  page.waitForFunction('window.heard.some(([name]) => name === "ready")');
const run = async ({ page }: Visitor, call: string): Promise<unknown> =>
  page.evaluate(`void window.$chatwoot.${call}`);
const heard = async ({ page }: Visitor): Promise<[string, unknown][]> =>
  page.evaluate<[string, unknown][]>('window.heard');

/** Waits until the API says so. */
async function until<T>(look: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await look();
    if (isSo(found)) return found;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

test('a website sets attributes and labels of its visitor and of the conversation, before there is one', async () => {
  // At once: nothing has been loaded yet.
  const calls = `chat.setCustomAttributes({ plan: 'pro', seats: 4 });
    chat.setConversationCustomAttributes({ order: '4711', gift: true });
    chat.setLabel('vip');`;
  const more = `<script>let made; Object.defineProperty(window, '$chatwoot', { get: () => made, set(chat) { made = chat; ${calls} } });</script>`;
  const visitor = await stage.visit({ more });
  const { page, chat } = visitor;
  await ready(visitor);
  await run(visitor, `toggle('open')`);
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await page.keyboard.press('Enter');
  await chat.locator('.message.own[data-id]').waitFor();
  const id = await stage.answer({ content: 'Hi' });
  const one = await until(async () => show(id), ({ labels, custom_attributes }) => labels.length === 1 && custom_attributes['order'] !== undefined); // prettier-ignore
  assert.deepEqual([one.labels, one.custom_attributes, one.meta.sender.custom_attributes], [['vip'], { order: '4711', gift: true }, { plan: 'pro', seats: 4 }]); // prettier-ignore
  assert.match(one.additional_attributes.referer, /^http:\/\/localhost:/);

  await run(visitor, `deleteCustomAttribute('seats')`);
  await run(visitor, `deleteConversationCustomAttribute('gift')`);
  await run(visitor, `removeLabel('vip')`);
  const other = await until(async () => show(id), ({ labels, custom_attributes }) => labels.length === 0 && custom_attributes['gift'] === undefined); // prettier-ignore
  assert.deepEqual([other.custom_attributes, other.meta.sender.custom_attributes], [{ order: '4711' }, { plan: 'pro' }]); // prettier-ignore

  // The same calls when the page is loaded again are those of the same visitor.
  const count = async (): Promise<number> =>
    (await stage.server.pool.query('select from contacts')).rowCount ?? 0;
  const before = await count();
  const [changed] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'PATCH'),
    page.reload(),
  ]);
  assert.equal(changed.status(), 200);
  assert.equal(await count(), before);
});

test('calls that make no sense throw, in the words that websites know', async () => {
  const visitor = await stage.visit();
  await ready(visitor);
  const cases = [
    [`setUser({}, { name: 'x' })`, 'Identifier should be a string or a number'],
    [`setUser('u', {})`, 'User object should have one of the keys [avatar_url, email, name]'],
    ['setCustomAttributes({})', 'Custom attributes should have atleast one key'],
    ['setConversationCustomAttributes()', 'Custom attributes should have atleast one key'],
    ['deleteCustomAttribute()', 'Custom attribute is required'],
    [`deleteConversationCustomAttribute('')`, 'Custom attribute is required'],
  ];
  for (const [call = '', words] of cases) {
    assert.equal(await visitor.page.evaluate(`(() => { try { window.$chatwoot.${call}; } catch (error) { return error.message; } })()`), words); // prettier-ignore
  }
  for (const baseUrl of ['javascript:alert(1)', 'data:text/html,x', 'not an address']) {
    assert.equal(await visitor.page.evaluate(`(() => { const old = window.$chatwoot; window.$chatwoot = undefined; try { window.chatwootSDK.run({ websiteToken: 'x', baseUrl: ${JSON.stringify(baseUrl)} }); return 'ran'; } catch { return 'threw'; } finally { window.$chatwoot = old; } })()`), 'threw'); // prettier-ignore
  }
});

test('a website opens, closes, hides, translates, darkens and resets the chat', async () => {
  const visitor = await stage.visit();
  const { page, chat, context } = visitor;
  await ready(visitor);
  await run(visitor, `toggle()`);
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await run(visitor, `setLocale('es')`);
  await chat.getByRole('textbox', { name: 'Mensaje' }).waitFor();
  assert.equal(await chat.locator('html').getAttribute('lang'), 'es');
  await run(visitor, `setLocale('ar')`);
  await chat.locator('html[dir=rtl]').waitFor();
  await run(visitor, `setLocale('en')`);
  await run(visitor, `setColorScheme('auto')`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await chat.locator('html[data-theme=dark]').waitFor();
  await run(visitor, `setColorScheme('light')`);
  await chat.locator('html[data-theme=light]').waitFor();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await page.keyboard.press('Enter');
  await chat.locator('.message.own[data-id]').waitFor();

  await page.keyboard.press('Escape');
  await page.waitForFunction('!window.$chatwoot.isOpen');
  assert.equal(
    await page.evaluate('document.activeElement.getAttribute("aria-label")'),
    'Open chat',
  );
  await run(visitor, `toggleBubbleVisibility('hide')`);
  await page.getByRole('button', { name: 'Open chat' }).waitFor({ state: 'hidden' });
  await run(visitor, `toggleBubbleVisibility('show')`);
  await page.getByRole('button', { name: 'Open chat' }).waitFor();

  await run(visitor, 'reset()');
  await page.waitForFunction('!document.cookie.includes("cw_")');
  await run(visitor, `toggle('open')`);
  await chat.getByRole('button', { name: 'Start conversation' }).waitFor();
  await page.waitForFunction('document.cookie.includes("cw_conversation")');
  assert.equal(await chat.getByText('Hello', { exact: true }).count(), 0);
  const names = (await heard(visitor))
    .map(([name]) => name)
    .filter((name) => name !== 'on-message');
  assert.deepEqual(names, ['ready', 'opened', 'on-start-conversation', 'closed', 'opened']);
  await context.close();
});

test('a visitor sees what is new beside the closed chat, and the team that they have seen it', async () => {
  const visitor = await stage.visit();
  const { page, chat } = visitor;
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await page.keyboard.press('Enter');
  await chat.locator('.message.own[data-id]').waitFor();
  await run(visitor, `toggle('close')`);
  const id = await stage.answer({ content: 'Are you still there?' });
  await page.locator('.unread-notification').waitFor();
  await chat.locator('.news').filter({ hasText: 'Are you still there?' }).click();
  await page.waitForFunction('window.$chatwoot.isOpen');
  await chat.locator('.message.theirs').waitFor();
  assert.equal(await page.locator('.unread-notification').count(), 0);
  const since = Date.now() / 1000 - 30;
  await until(
    async () => show(id),
    ({ contact_last_seen_at }) => contact_last_seen_at > since,
  );
  assert.ok((await heard(visitor)).some(([name, detail]) => name === 'on-message' && (detail as { content: string }).content === 'Are you still there?')); // prettier-ignore
});

test('visitor and team see each other write, and the visitor ends the conversation', async () => {
  const visitor = await stage.visit();
  const { page, chat } = visitor;
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await page.keyboard.press('Enter');
  await chat.locator('.message.own[data-id]').waitFor();
  const id = await stage.answer({ content: 'Hi' });
  await chat.getByText('Hi', { exact: true }).waitFor();
  await stage.api('POST', `/conversations/${id}/toggle_typing_status`, { typing_status: 'on' });
  await chat.getByText('Ada is typing…').waitFor();
  await stage.api('POST', `/conversations/${id}/toggle_typing_status`, { typing_status: 'off' });
  await chat.getByText('Ada is typing…').waitFor({ state: 'detached' });

  const typing = page.waitForRequest((request) => request.url().includes('toggle_typing'));
  await chat.getByRole('textbox', { name: 'Message' }).pressSequentially('a');
  assert.deepEqual((await typing).postDataJSON(), { typing_status: 'on' });

  await chat.getByRole('button', { name: 'More options' }).click();
  await chat.getByRole('button', { name: 'End conversation' }).click();
  await chat.getByRole('button', { name: 'End', exact: true }).click();
  await chat.getByText('This conversation has ended.').waitFor();
  const { status } = await stage.api('GET', `/conversations/${id}`);
  assert.equal(status, 'resolved');
  await chat.getByRole('button', { name: 'Start a new conversation' }).click();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Something else');
  await page.keyboard.press('Enter');
  await chat.locator('.message.own[data-id]').filter({ hasText: 'Something else' }).waitFor();
  assert.notEqual(await stage.answer({ content: 'Yes?' }), id);
  await chat.getByText('Yes?').waitFor();
});

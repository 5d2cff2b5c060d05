import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext } from 'playwright-core';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api, ada } = stage;
const ben = await stage.person('Ben');
// Who is told of what is to be said by the tests.
await api('PATCH', `/inboxes/${stage.server.inbox_id}`, { enable_auto_assignment: false });

const given = async (name: string, to = ada): Promise<number> => {
  const id = await stage.writes(name, 'Where is my order?');
  await api('POST', `/conversations/${id}/assignments`, { assignee_id: to.id }, ben);
  return id;
};

test('whoever is given a conversation is told at once: in the sidebar, in the title and mark of the tab, in the list', async () => {
  const { page, complaints } = await stage.open('/conversations');
  const place = page.getByRole('link', { name: /^Notifications/ });
  await place.waitFor();
  const id = await given('Mia');
  await place.getByText('one unread').waitFor({ state: 'attached' });
  assert.equal(await page.title(), '(1) Confab');
  await page.locator('link[rel=icon][href*=circle][href*="006b71"]').waitFor({ state: 'attached' });
  await place.click();
  await page.getByRole('link', { name: /has been assigned to you/ }).click();
  await page.waitForURL(new RegExp(`/conversations/${id}\\?`));
  await page.getByRole('log').getByText('Where is my order?').waitFor();
  await place.getByText('one unread').waitFor({ state: 'detached' });
  await page.waitForFunction(`document.title === 'Confab'`);
  await page.locator('link[rel=icon][href*=circle]').waitFor({ state: 'detached' });
  assert.deepEqual(complaints, []);
});

test('two tabs agree on what is read', async () => {
  await given('Noah');
  const first = await stage.open('/notifications');
  const page = await first.context.newPage();
  await page.goto(first.page.url());
  for (const each of [first.page, page]) {
    await each
      .getByRole('link', { name: /has been assigned/ })
      .first()
      .waitFor();
  }
  await first.page.getByRole('button', { name: 'Mark all as read' }).click();
  await first.page.getByText('Nothing new').waitFor();
  await page.getByText('Nothing new').waitFor();
});

test('one is snoozed, found again under what is snoozed, and deleted, by keys alone', async () => {
  const zoe = await stage.person('Zoe', 'administrator');
  await given('Una', zoe);
  const { page } = await stage.open('/notifications', { as: zoe });
  const menu = page.getByRole('button', { name: 'What to do with it' });
  const choose = async (name: string): Promise<void> => {
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Mark as read' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type(name);
    await page.getByRole('menuitem', { name }).and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
  }; // prettier-ignore
  await choose('Show again');
  await page.getByText('Nothing new').waitFor();
  await page.getByRole('combobox', { name: 'Show' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Snoozed');
  await page.keyboard.press('Enter');
  await page.getByText(/^back /).waitFor();
  await choose('Delete');
  await page.getByText('Nothing new').waitFor();
});

test('a sound is made for a message in a conversation that one has, in one of two tabs', async () => {
  const id = await given('Ida');
  const foreign = await given('Nobody', ben);
  const listen = async (context: BrowserContext) =>
    context.addInitScript(`
      globalThis.rings = 0;
      const { start } = OscillatorNode.prototype;
      OscillatorNode.prototype.start = function (when) {
        globalThis.rings += 1;
        start.call(this, when);
      };`);
  const { page, context } = await stage.open('/settings/notifications', { prepare: listen });
  await page.getByRole('combobox', { name: 'Sound' }).click();
  await page.getByRole('option', { name: 'For messages in my conversations' }).click();
  const second = await context.newPage();
  await second.goto(page.url().replace(/settings.*/, 'reports/overview'));
  await second.getByRole('heading', { level: 1 }).waitFor();
  await second.getByRole('link', { name: /^Notifications/ }).waitFor();
  await stage.answers(foreign, 'Not mine');
  await stage.answers(id, 'Hello?');
  const rings = async (): Promise<number> => {
    const heard = await Promise.all([page, second].map(async (each) => each.evaluate<number>('globalThis.rings'))); // prettier-ignore
    return heard.reduce((sum, each) => sum + each, 0);
  };
  for (;;) if ((await rings()) > 0) break;
  assert.equal(await rings(), 2, 'one bell has two tones');
});

test('a press on what the desktop shows opens the conversation without loading the page anew', async () => {
  const { page } = await stage.open('/contacts', {
    prepare: async (context) =>
      context.addInitScript(`
        localStorage.setItem('confab.desktop', 'on');
        Object.defineProperty(Document.prototype, 'hasFocus', { value: () => false });
        globalThis.Notification = class extends EventTarget {
          static permission = 'granted';
          constructor(title) { super(); document.documentElement.dataset.shown = title; globalThis.shown = this; }
          close() {}
        };`),
  });
  await page.getByRole('link', { name: /^Notifications/ }).waitFor();
  await page.evaluate(`globalThis.isSamePage = true`);
  const id = await given('Lou');
  await page.locator('html[data-shown*="has been assigned"]').waitFor();
  await page.evaluate(`globalThis.shown.dispatchEvent(new Event('click'))`);
  await page.waitForURL(new RegExp(`/conversations/${id}\\?`));
  await page.getByRole('log').getByText('Where is my order?').waitFor();
  assert.equal(await page.evaluate('globalThis.isSamePage'), true);
});

test('what comes by mail is chosen for each kind', async () => {
  const { page } = await stage.open('/settings/notifications', { as: ben });
  const box = page.getByRole('checkbox', { name: 'I am mentioned: Mail' });
  await box.click();
  await page.reload();
  await box.and(page.locator('[aria-checked=true]')).waitFor();
  const { selected_email_flags: flags } = await api<{ selected_email_flags: string[] }>('GET', '/notification_settings', undefined, ben); // prettier-ignore
  assert.ok(flags.includes('email_conversation_mention'));
});

test('the desktop is asked for only when somebody wants it, and says when the browser forbids it', async () => {
  const { page } = await stage.open('/settings/notifications', {
    prepare: async (context) =>
      context.addInitScript(
        `Object.defineProperty(Notification, 'permission', { get: () => 'denied' })`,
      ),
  });
  await page.getByText('This browser does not allow it.').waitFor();
  assert.ok(await page.getByRole('switch', { name: 'Show on the desktop' }).isDisabled());
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`notifications and what one is told are accessible in the ${colorScheme} theme`, async () => {
    await given(`Kim ${colorScheme}`);
    const { page } = await stage.open('/notifications', { context: { colorScheme } });
    await page
      .getByRole('link', { name: /has been assigned/ })
      .first()
      .waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('link', { name: 'What I am told' }).click();
    await page.getByRole('checkbox').first().waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

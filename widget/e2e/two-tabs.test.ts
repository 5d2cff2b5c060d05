import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FrameLocator, Page } from 'playwright-core';
import { setStage, type Visitor } from './stage.ts';

const stage = await setStage();
await stage.api('PATCH', `/inboxes/${stage.inbox.id}`, { enable_email_collect: false });

interface Tab {
  page: Page;
  chat: FrameLocator;
}

async function secondTab({ context, site }: Visitor): Promise<Tab> {
  const page = await context.newPage();
  await page.goto(site);
  await page.waitForFunction('window.heard.some(([name]) => name === "ready")');
  return { page, chat: page.frameLocator('#chatwoot_live_chat_widget') };
}

const open = async ({ page }: Tab): Promise<void> =>
  page.getByRole('button', { name: 'Open chat' }).click();

async function write({ page, chat }: Tab, text: string): Promise<void> {
  await chat.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

const line = ({ chat }: Tab, text: string) => chat.locator('.message').filter({ hasText: text });
const arrived = ({ chat }: Tab, text: string) => chat.locator('.message[data-id]').filter({ hasText: text }); // prettier-ignore

async function begin(tab: Tab, text: string): Promise<void> {
  await open(tab);
  await tab.chat.getByRole('button', { name: 'Start conversation' }).click();
  await write(tab, text);
  await arrived(tab, text).waitFor();
}

/** What stands in a tab, as who reads it sees it. */
const contentsIn = async ({ chat }: Tab): Promise<string[]> =>
  chat.locator('.message[data-id] .bubble').allInnerTexts();

/** What the team has: how many people, how many conversations, and what is said in the newest. */
async function onTheDesk(): Promise<{ contacts: number; conversations: number; said: string[] }> {
  const { pool } = stage.server;
  const count = async (table: string): Promise<number> => (await pool.query(`select from ${table}`)).rowCount ?? 0; // prettier-ignore
  const { rows } = await pool.query<{ content: string }>(
    `select content from messages where message_type in (0, 1)
       and conversation_id = (select max(id) from conversations) order by id`,
  );
  return {
    contacts: await count('contacts'),
    conversations: await count('conversations'),
    said: rows.map(({ content }) => content),
  };
}

/** Two tabs of one visitor, both open, in one conversation. */
async function twoTabs(): Promise<Visitor & { tabs: readonly [Tab, Tab] }> {
  const visitor = await stage.visit();
  await begin(visitor, 'Hello');
  const second = await secondTab(visitor);
  await open(second);
  await arrived(second, 'Hello').waitFor();
  return { ...visitor, tabs: [visitor, second] };
}

test('both tabs show one conversation, and what is said in either, or by the team, is in each of them once', async () => {
  const before = await onTheDesk();
  const { tabs, complaints } = await twoTabs();
  const [first, second] = tabs;
  await write(second, 'from the second');
  for (const tab of tabs) await arrived(tab, 'from the second').waitFor();
  await write(first, 'from the first');
  for (const tab of tabs) await arrived(tab, 'from the first').waitFor();
  await stage.answer({ content: 'from the team' });
  for (const tab of tabs) await arrived(tab, 'from the team').waitFor();
  const said = ['Hello', 'from the second', 'from the first', 'from the team'];
  for (const tab of tabs) {
    for (const text of said) assert.equal(await line(tab, text).count(), 1, text);
    assert.deepEqual(await tab.chat.locator('.message').count(), said.length);
  }
  const { contacts, conversations, said: kept } = await onTheDesk();
  assert.deepEqual(kept, said);
  assert.deepEqual([contacts, conversations], [before.contacts + 1, before.conversations + 1]);
  assert.deepEqual(complaints, []);
});

test('what is read in one tab is no longer unread in the other', async () => {
  const { tabs } = await twoTabs();
  const [first, second] = tabs;
  for (const { page } of tabs) {
    await page.getByRole('button', { name: 'Close chat' }).click();
    await page.getByRole('button', { name: 'Open chat' }).waitFor();
  }
  await stage.answer({ content: 'have you seen this' });
  const unread = (tab: Tab) => tab.page.locator('.unread-notification');
  for (const tab of tabs) await unread(tab).waitFor();
  await unread(first).click();
  await arrived(first, 'have you seen this').waitFor();
  for (const tab of tabs) await unread(tab).waitFor({ state: 'detached' });
  // Also for whoever comes later.
  await second.page.reload();
  await open(second);
  await arrived(second, 'have you seen this').waitFor();
  assert.equal(await unread(second).count(), 0);
});

test('what is written in one tab without a connection is in both once there is one, once and in order', async () => {
  const { tabs, context } = await twoTabs();
  const [first, second] = tabs;
  await context.setOffline(true);
  await write(first, 'one');
  await write(first, 'two');
  await line(first, 'Waiting for a connection…').first().waitFor();
  assert.deepEqual((await onTheDesk()).said, ['Hello']);
  await context.setOffline(false);
  for (const tab of tabs) {
    await arrived(tab, 'one').waitFor();
    await arrived(tab, 'two').waitFor();
  }
  assert.deepEqual((await onTheDesk()).said, ['Hello', 'one', 'two']);
  assert.deepEqual(await contentsIn(first), ['Hello', 'one', 'two']);
  assert.deepEqual(await contentsIn(second), ['Hello', 'one', 'two']);
  for (const tab of tabs) assert.equal(await tab.chat.locator('.message').count(), 3);
});

test('tabs that were there before anything was said make one contact and one conversation', async () => {
  const before = await onTheDesk();
  const visitor = await stage.visit();
  const first: Tab = visitor;
  const second = await secondTab(visitor);
  await begin(first, 'Hello');
  await open(second);
  await arrived(second, 'Hello').waitFor();
  await write(second, 'and more');
  await arrived(first, 'and more').waitFor();
  await first.page.reload();
  await open(first);
  await arrived(first, 'and more').waitFor();
  const { contacts, conversations, said } = await onTheDesk();
  assert.deepEqual(said, ['Hello', 'and more']);
  assert.deepEqual([contacts, conversations], [before.contacts + 1, before.conversations + 1]);
});

test('a tab that was there before anything was said learns of an answer when it is looked at', async () => {
  const visitor = await stage.visit();
  const second = await secondTab(visitor);
  await begin(visitor, 'Hello');
  await stage.answer({ content: 'an answer' });
  await arrived(visitor, 'an answer').waitFor();
  await visitor.page.getByRole('button', { name: 'Close chat' }).click();
  await second.page.evaluate('window.dispatchEvent(new Event("focus"))');
  await second.page.getByRole('button', { name: 'Open chat' }).waitFor();
  await stage.answer({ content: 'another' });
  await second.page.locator('.unread-notification').click();
  await arrived(second, 'another').waitFor();
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { setStage } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');
const first = await stage.writes('Mia Park', 'My parcel is lost');
const { meta } = await api<{ meta: { sender: { id: number } } }>('GET', `/conversations/${first}`);
const { id: second } = await api<{ id: number }>('POST', '/conversations', {
  inbox_id: stage.server.inbox_id,
  contact_id: meta.sender.id,
  message: { content: 'And it was a gift', message_type: 'incoming' },
});
await stage.writes('Lena Voss', 'Thank you all');
await api('POST', `/conversations/${first}/toggle_priority`, { priority: 'urgent' });
await api('POST', '/macros', {
  name: 'Hand to Ben',
  visibility: 'global',
  actions: [{ action_name: 'assign_agent', action_params: [ben.id] }],
});

/** Goes on with the Tab key until this has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let step = 0; step < 150; step += 1) {
    if (await wanted.evaluate((each) => each.matches(':focus'))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the Tab key does not lead there');
}

async function use(page: Page, role: Parameters<Page['getByRole']>[0], name: string | RegExp): Promise<void> {
  await tabTo(page, page.getByRole(role, { name }).first());
  await page.keyboard.press('Enter');
} // prettier-ignore

/** Opens a list of choices, types the first letters of one and takes it. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await use(page, 'combobox', label);
  await page.getByRole('option', { name: option, exact: true }).waitFor();
  await page.keyboard.type(option);
  await page.getByRole('option', { name: option, exact: true }).and(page.locator('[data-highlighted]')).waitFor(); // prettier-ignore
  await page.keyboard.press('Enter');
}

/** Names something in the palette, and has it done. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').waitFor();
  await page.keyboard.type(words);
  await page.getByRole('option', { name: words }).first().waitFor();
  await page.keyboard.press('Enter');
}

test('a shift by keyboard alone: filter, reply, macro, snooze, merge, and a label from the settings', async () => {
  const { page, complaints } = await stage.open('/conversations?tab=all');
  const list = page.getByRole('list', { name: 'Conversations' });
  const log = page.getByRole('log');
  await list.getByText('Lena Voss').waitFor();

  await page.keyboard.press('f');
  const dialog = page.getByRole('dialog', { name: 'Filter conversations' });
  await dialog.waitFor();
  await choose(page, 'Condition 1: What', 'Priority');
  await choose(page, 'Condition 1: Value', 'Urgent');
  await page.keyboard.press('Escape');
  await use(page, 'button', 'Show them');
  await list.getByText('Lena Voss').waitFor({ state: 'detached' });
  await dialog.waitFor({ state: 'detached' });
  await list.getByText('My parcel is lost').waitFor();
  assert.equal(await page.locator('a:focus').count(), 0);

  await page.keyboard.press('j');
  await log.getByText('My parcel is lost').waitFor();
  await page.keyboard.press('r');
  await page.keyboard.type('We send another one.');
  await page.keyboard.press('Control+Enter');
  await log.getByText('We send another one.').waitFor();
  await page.keyboard.press('Escape');

  await command(page, 'Hand to Ben');
  await log.getByText('Assigned to Ben').waitFor();

  await page.keyboard.press('s');
  await page.keyboard.type('tomorrow 9');
  await page.getByRole('option', { name: /9:00/ }).waitFor();
  await page.keyboard.press('Enter');
  await log.getByText(/snoozed/).waitFor();

  await command(page, 'Merge');
  await page.getByRole('option', { name: new RegExp(`#${second}`) }).waitFor();
  await page.keyboard.press('Enter');
  await use(page, 'button', /^Merge$/);
  await page.waitForURL(`**/conversations/${second}?*`);
  await log.getByText('And it was a gift').waitFor();
  await log.getByText('We send another one.').waitFor();

  await command(page, 'Settings: Labels');
  await page.waitForURL('**/settings/labels');
  await use(page, 'button', 'Add label');
  await tabTo(page, page.getByLabel('Name'));
  await page.keyboard.type('gift');
  await page.keyboard.press('Enter');
  await page.getByRole('cell', { name: 'gift', exact: true }).waitFor();
  assert.deepEqual(complaints, []);
});

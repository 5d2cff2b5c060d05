import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');
await api('POST', '/teams', { name: 'billing' });
await api('POST', '/labels', { title: 'refund', color: '#aa0000', show_on_sidebar: true });

interface Shown {
  status: string;
  priority: string | null;
  labels: string[];
  muted: boolean;
  snoozed_until: string | null;
  meta: { assignee?: { id: number } | null; team?: { name: string } | null };
}

const show = async (id: number): Promise<Shown> => api('GET', `/conversations/${id}`);

test('by keys alone a conversation is assigned, given to a team, made urgent and labelled', async () => {
  const id = await stage.writes('Mia', 'I want my money back');
  const { page, complaints } = await stage.open(`/conversations/${id}?tab=all`);
  await page.getByRole('log').getByText('I want my money back').waitFor();
  const ask = async (key: string, title: string, words: string): Promise<void> => {
    await page.keyboard.press(key);
    const dialog = page.getByRole('dialog', { name: title });
    await dialog.getByRole('combobox').fill(words);
    await dialog.getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    if (title !== 'Labels') await dialog.waitFor({ state: 'detached' });
  };
  await ask('t', 'Give to a team', 'bill');
  await page
    .getByRole('log')
    .getByText(/Assigned to billing/)
    .waitFor();
  await ask('a', 'Assign to', 'ben');
  await page.getByRole('log').getByText('Assigned to Ben').waitFor();
  await ask('p', 'Priority', 'urg');
  await page
    .getByRole('log')
    .getByText(/priority/)
    .waitFor();
  await ask('l', 'Labels', 'ref');
  await page.getByRole('option', { name: 'refund', selected: true }).waitFor();
  await page.getByRole('combobox').fill('very new');
  await page.getByRole('option', { name: /Make the label/ }).waitFor();
  await page.keyboard.press('Enter');
  await page
    .getByRole('log')
    .getByText(/very-new/)
    .waitFor();
  await page.keyboard.press('Escape');
  const { meta, priority, labels } = await show(id);
  assert.deepEqual([meta.assignee?.id, meta.team?.name, priority], [ben.id, 'billing', 'urgent']);
  assert.deepEqual(labels.toSorted(), ['refund', 'very-new']);
  assert.deepEqual(complaints, []);
});

test('a conversation sleeps until what somebody types as they would say it', async () => {
  const id = await stage.writes('Noah', 'Next week is fine');
  const { page } = await stage.open(`/conversations/${id}?tab=all`);
  await page.getByRole('log').getByText('Next week is fine').waitFor();
  await page.keyboard.press('s');
  await page.getByRole('combobox').fill('tomorrow 9');
  await page.getByRole('option', { name: /9:00/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  const { status, snoozed_until } = await show(id);
  assert.equal(status, 'snoozed');
  const now = new Date();
  const meant = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9);
  assert.equal(new Date(snoozed_until ?? '').getTime(), meant.getTime());
  await page.getByRole('button', { name: 'Undo' }).click();
  await page
    .getByRole('log')
    .getByText(/reopened/)
    .waitFor();
});

test('the palette does what the menus do, by its name', async () => {
  const id = await stage.writes('Zoe', 'Spam spam spam');
  const { page } = await stage.open(`/conversations/${id}?tab=all`);
  await page.getByRole('log').getByText('Spam spam spam').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('mute');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText(/muted/).waitFor();
  assert.equal((await show(id)).muted, true);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('nothing like this');
  await page.getByText('Nothing found').waitFor();
});

test('two conversations of a customer become one, and can be taken apart again', async () => {
  const from = await stage.writes('Ida', 'One more thing');
  const { meta } = await api<{ meta: { sender: { id: number } } }>('GET', `/conversations/${from}`);
  const { id: into } = await api<{ id: number }>('POST', '/conversations', {
    inbox_id: stage.server.inbox_id,
    contact_id: meta.sender.id,
    message: { content: 'The first thing', message_type: 'incoming' },
  });
  const { page } = await stage.open(`/conversations/${from}?tab=all`);
  await page.getByRole('log').getByText('One more thing').waitFor();
  await page.getByRole('button', { name: 'More actions' }).first().click();
  await page.getByRole('menuitem', { name: /Merge/ }).click();
  await page.getByRole('option', { name: new RegExp(`#${into}`) }).click();
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.waitForURL(`**/conversations/${into}?*`);
  for (const text of ['The first thing', 'One more thing']) {
    await page.getByRole('log').getByText(text).waitFor();
  }
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForURL(`**/conversations/${from}?*`);
  await page.getByRole('log').getByText('One more thing').waitFor();
});

test('an administrator deletes a conversation after being asked, an agent is not offered it', async () => {
  const id = await stage.writes('Tom', 'Delete my data');
  const agent = await stage.open(`/conversations/${id}?tab=all`, { as: ben });
  await agent.page.getByRole('log').getByText('Delete my data').waitFor();
  await agent.page.getByRole('button', { name: 'More actions' }).first().click();
  await agent.page.getByRole('menuitem', { name: 'Copy link' }).waitFor();
  assert.equal(await agent.page.getByRole('menuitem', { name: 'Delete conversation' }).count(), 0);
  const { page } = await stage.open(`/conversations/${id}?tab=all`);
  await page.getByRole('button', { name: 'More actions' }).first().click();
  await page.getByRole('menuitem', { name: 'Delete conversation' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete conversation' }).click();
  await page.waitForURL(/\/conversations\?/);
  await page.getByRole('log').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: /Tom/ }).waitFor({ state: 'detached' });
  await assert.rejects(show(id), /404/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`what is asked for a conversation is accessible in the ${colorScheme} theme`, async () => {
    const id = await stage.writes('Kim', 'Hello there');
    const { page } = await stage.open(`/conversations/${id}?tab=all`, { context: { colorScheme } });
    await page.getByRole('log').getByText('Hello there').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    for (const key of ['a', 's', 'l', 'Control+k', '?']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await violationsOf(page), [], key);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });
}

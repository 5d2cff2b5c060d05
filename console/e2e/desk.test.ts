import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage } from './stage.ts';

const stage = await setStage();
const { api, ada } = stage;
const ben = await stage.person('Ben');

test('a reply is in the browser of a colleague at once, and what the customer answers in both', async () => {
  const id = await stage.writes('Mia', 'Where is my order?');
  const first = await stage.open(`/conversations/${id}?tab=all`);
  const second = await stage.open(`/conversations/${id}?tab=all`, { as: ben });
  await second.page.getByRole('log').getByText('Where is my order?').waitFor();
  await first.page.getByRole('textbox', { name: 'Reply' }).fill('It left this **morning**.');
  await first.page.getByRole('button', { name: 'Send', exact: true }).click();
  await second.page.getByRole('log').getByText('It left this morning.').waitFor();
  assert.equal(await first.page.getByRole('log').getByText('It left this morning.').count(), 1);
  await stage.answers(id, 'Wonderful!');
  for (const { page } of [first, second]) {
    await page.getByRole('log').getByText('Wonderful!').waitFor();
  }
  assert.deepEqual([...first.complaints, ...second.complaints], []);
});

test('a snoozed conversation leaves the list and comes back by itself', async () => {
  const id = await stage.writes('Noah', 'Call me later');
  await api('POST', `/conversations/${id}/assignments`, { assignee_id: ada.id });
  const { page } = await stage.open('/conversations');
  const row = page.getByRole('link', { name: /Noah/ });
  await row.waitFor();
  await api('POST', `/conversations/${id}/toggle_status`, {
    status: 'snoozed',
    snoozed_until: Math.floor(Date.now() / 1000) + 3,
  });
  await row.waitFor({ state: 'detached' });
  await row.waitFor();
});

test('whoever works through the list by keys alone resolves and is at the next', async () => {
  const ids = [];
  for (const name of ['Kim', 'Lea', 'Tom']) {
    const id = await stage.writes(name, `Hello from ${name}`);
    await api('POST', `/conversations/${id}/assignments`, { assignee_id: ben.id });
    ids.push(id);
  }
  const { page } = await stage.open('/conversations', { as: ben });
  await page.getByRole('link', { name: /Kim/ }).waitFor();
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: 'Tom' }).waitFor();
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: 'Lea' }).waitFor();
  await page.keyboard.press('r');
  await page.keyboard.type('Done, thank you!');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('log').getByText('Done, thank you!').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('e');
  await page.getByRole('heading', { name: 'Kim' }).waitFor();
  await page.getByRole('link', { name: /Lea/ }).waitFor({ state: 'detached' });
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.waitFor();
  const { status } = await api<{ status: string }>('GET', `/conversations/${ids[1]}`);
  assert.equal(status, 'resolved');
  await undo.click();
  await page.getByRole('link', { name: /Lea/ }).waitFor();
});

test('a conversation opens at the message that its address names, with all that was said since', async () => {
  const id = await stage.writes('Jump', 'The needle');
  for (let each = 0; each < 60; each += 1) await stage.answers(id, `Straw ${each}`);
  const { payload } = await api<{ payload: { id: number; content: string }[] }>('GET', `/conversations/${id}/messages?after=0`); // prettier-ignore
  const needle = payload.find(({ content }) => content === 'The needle')?.id;
  const { page } = await stage.open(`/conversations/${id}?tab=all&message=${needle}`);
  const said = page.getByRole('article').filter({ hasText: 'The needle' });
  await said.and(page.locator(':focus')).waitFor();
  assert.ok(await said.isVisible());
  assert.equal(
    await page
      .getByRole('log')
      .getByText(/^Straw \d+$/)
      .count(),
    60,
    'without a gap',
  );
  await page.getByRole('button', { name: /newest/i }).click();
  const last = page.getByRole('log').getByText('Straw 59');
  await last.waitFor();
  await page.waitForFunction(`document.querySelector('[role=log]').scrollTop > 500`);
});

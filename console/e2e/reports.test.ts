import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setStage } from './stage.ts';

const stage = await setStage();
const { api } = stage;

const mia = await stage.writes('Mia', 'Where is my order?');
const noah = await stage.writes('Noah', 'I want my money back');
await api('POST', `/conversations/${mia}/messages`, { content: 'On its way' });
await api('POST', `/conversations/${mia}/toggle_status`, { status: 'resolved' });

test('what is going on now stands on the first page, and the way there is in the sidebar', async () => {
  const { page, complaints } = await stage.open('/conversations');
  await page.getByRole('link', { name: 'Reports' }).click();
  await page.waitForURL('**/reports/overview');
  await page.getByText('When customers write').waitFor();
  await page.getByRole('cell', { name: 'Ada' }).waitFor();
  const open = page.getByText('Open', { exact: true }).first().locator('..');
  assert.match(await open.innerText(), /Open\s*1/);
  assert.deepEqual(complaints, []);
});

test('a number has its list behind it, which leads to the conversations', async () => {
  const { page, complaints } = await stage.open('/reports/conversations?range=today');
  const conversations = page.getByRole('button', { name: /^Conversations 2/ });
  await conversations.waitFor();
  await page.getByRole('button', { name: /^Resolved 1/ }).click();
  await page.waitForURL('**/*metric=resolutions_count*');
  await page.getByRole('heading', { name: 'Resolved by time' }).waitFor();
  await page.getByRole('button', { name: 'Show the list behind it' }).click();
  const list = page.getByRole('dialog', { name: 'Resolved' });
  await list.getByRole('link', { name: new RegExp(`Mia #${mia}`) }).waitFor();
  assert.equal(await list.getByRole('link', { name: /Noah/ }).count(), 0);
  await list.getByRole('link', { name: /Mia/ }).click();
  await page.getByRole('log').getByText('On its way').waitFor();
  assert.deepEqual(complaints, []);
});

test('the numbers of a chart can be read as a table, and each leads to its own part', async () => {
  const { page } = await stage.open('/reports/conversations?range=today&group=day');
  await page.getByText('As a table').click();
  await page.getByRole('cell', { name: '2' }).getByRole('button').click();
  const list = page.getByRole('dialog');
  await list.getByRole('link', { name: new RegExp(`Noah #${noah}`) }).waitFor();
  await list.getByText('Conversations: 2').waitFor();
});

test('who has how much is compared, and one can be looked at alone', async () => {
  const { page } = await stage.open('/reports/inboxes?range=today');
  const row = page.getByRole('row', { name: /Desk/ });
  await row.waitFor();
  assert.match(await row.innerText(), /Desk\s+2\s+1/);
  await row.getByRole('link', { name: 'Desk' }).click();
  await page.getByRole('heading', { name: 'Desk' }).waitFor();
  await page.getByRole('button', { name: /^Conversations 2/ }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Desk' }).waitFor();
  await page.getByRole('link', { name: 'All of them' }).click();
  await row.waitFor();
});

test('a report can be taken along as CSV', async () => {
  const { page } = await stage.open('/reports/inboxes?range=today');
  await page.getByRole('row', { name: /Desk/ }).waitFor();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  const file = await saving;
  assert.equal(file.suggestedFilename(), 'inboxes.csv');
  assert.match(await readFile(await file.path(), 'utf8'), /Desk/);
});

test('other days stand in the address, for whoever gets it', async () => {
  const { page } = await stage.open('/reports/conversations');
  await page.getByLabel('Time', { exact: true }).click();
  await page.getByRole('option', { name: 'Other days' }).click();
  await page.getByLabel('From').fill('2020-01-01');
  await page.getByLabel('To').fill('2020-01-31');
  await page.waitForURL(/from=.*2020-01-01.*to=.*2020-01-31/);
  await page.getByText('Nothing happened in this time').waitFor();
});

test('an agent is told that reports are not theirs', async () => {
  const ben = await stage.person('Ben');
  const { page } = await stage.open('/reports/conversations', { as: ben });
  await page.getByRole('alert').waitFor();
});

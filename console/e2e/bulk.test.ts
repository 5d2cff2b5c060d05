import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const eve = await stage.person('Eve');

interface Shown {
  status: string;
  labels: string[];
  snoozed_until: string | null;
  meta: { assignee: { name: string } | null };
}

const shown = async (id: number): Promise<Shown> =>
  stage.api<Shown & Record<string, unknown>>('GET', `/conversations/${id}`);

const statuses = async (ids: readonly number[]): Promise<string[]> =>
  Promise.all(ids.map(async (id) => (await shown(id)).status));

const box = (page: Page, name: string) => page.getByRole('checkbox', { name: `Choose ${name}` });

/** What the toast says that was done, so that the next does not take it for its own. */
async function done(page: Page, count: string): Promise<void> {
  await page.getByText(count).first().waitFor();
}

test('several are chosen, what would happen is said, it happens, and can be undone', async () => {
  const ann = await stage.writes('Ann', 'One');
  const ben = await stage.writes('Ben', 'Two');
  await stage.api('POST', `/conversations/${ben}/toggle_status`, { status: 'pending' });
  const ids = [ann, ben, await stage.writes('Cid', 'Three')];
  const { page, complaints } = await stage.open('/conversations?tab=all&status=all');
  await page.getByText('Three').waitFor();
  await box(page, 'Ann').check();
  await box(page, 'Cid').click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'Chosen conversations' });
  await bar.getByText('3 chosen').waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await bar.getByRole('button', { name: 'Resolve' }).click();
  const asked = page.getByRole('alertdialog');
  await asked.getByText('Resolve: 3 conversations?').waitFor();
  await asked.getByText(/Ann/).waitFor();
  assert.deepEqual(await violationsOf(page), []);
  assert.deepEqual(await statuses(ids), ['open', 'pending', 'open'], 'not before it was agreed to');
  await asked.getByRole('button', { name: 'Resolve' }).click();
  await done(page, '3 conversations changed');
  assert.deepEqual(await statuses(ids), ['resolved', 'resolved', 'resolved']);
  await bar.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Everything is as it was').waitFor();
  assert.deepEqual(await statuses(ids), ['open', 'pending', 'open']);
  assert.deepEqual(complaints, []);
});

test('by keys alone: the open one is chosen with x, assigned, and Escape chooses none', async () => {
  const id = await stage.writes('Dot', 'Four');
  const { page } = await stage.open(`/conversations/${id}?tab=all`);
  await page.getByRole('textbox', { name: 'Reply' }).or(page.locator('textarea')).first().waitFor();
  await page.evaluate('document.activeElement?.blur()');
  await page.keyboard.press('x');
  const bar = page.getByRole('region', { name: 'Chosen conversations' });
  await bar.getByText('1 chosen').waitFor();
  await page.keyboard.press('Escape');
  await bar.waitFor({ state: 'detached' });
  await page.keyboard.press('x');
  await bar.getByRole('button', { name: 'Assign', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /Eve/ }).waitFor();
  await page.keyboard.type('Eve');
  await page.keyboard.press('Enter');
  const asked = page.getByRole('alertdialog');
  await asked.getByText('Assign to Eve: 1 conversation?').waitFor();
  await asked.getByRole('button', { name: 'Assign to Eve' }).focus();
  await page.keyboard.press('Enter');
  await done(page, 'One conversation changed');
  assert.equal((await shown(id)).meta.assignee?.name, eve.name);
});

test('all that match are chosen, also those that were not loaded; those that are so already stay', async () => {
  await stage.api('POST', '/labels', { title: 'wave', color: '#0e7490' });
  const made: number[] = [];
  for (let index = 0; index < 60; index += 1) made.push(await stage.writes(`W${index}`, `Wave ${index}`)); // prettier-ignore
  await stage.api('POST', `/conversations/${made[0]}/labels`, { labels: ['wave'] });
  const { page } = await stage.open('/conversations?tab=all');
  await page.getByText('Wave 59').waitFor();
  await box(page, 'W59').check();
  const bar = page.getByRole('region', { name: 'Chosen conversations' });
  await bar.getByRole('button', { name: /^Choose all \d+ that match/ }).click();
  await bar.getByText(/^[6-9]\d chosen/).waitFor();
  await bar.getByRole('button', { name: 'Labels' }).click();
  await page.getByRole('option', { name: 'Add the label “wave”' }).click();
  const asked = page.getByRole('alertdialog');
  await asked.getByText('One is like that already and stays as it is.').waitFor();
  await asked.getByRole('button', { name: /Add the label/ }).click();
  await done(page, 'conversations changed');
  const last = await shown(made[30] ?? 0);
  assert.deepEqual(last.labels, ['wave']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Everything is as it was').waitFor();
  assert.deepEqual((await shown(made[30] ?? 0)).labels, []);
  assert.deepEqual((await shown(made[0] ?? 0)).labels, ['wave'], 'it had it before');
});

test('a refusal is shown where it was asked, and nothing is said to be done', async () => {
  await stage.writes('Kim', 'Refused');
  const { page } = await stage.open('/conversations?tab=all');
  await page.route('**/bulk_actions', async (route) =>
    route.fulfill({ status: 422, json: { message: 'No.', attributes: [] } }),
  );
  await box(page, 'Kim').check();
  const bar = page.getByRole('region', { name: 'Chosen conversations' });
  await bar.getByRole('button', { name: 'More for the chosen' }).click();
  await page.getByRole('menuitem', { name: 'Set to pending' }).click();
  const asked = page.getByRole('alertdialog');
  await asked.getByRole('button', { name: 'Set to pending' }).click();
  await asked.getByText('No.').waitFor();
  assert.equal(await page.getByText(/conversations? changed/).count(), 0);
  await asked.getByRole('button', { name: 'Cancel' }).click();
  await bar.getByText('1 chosen').waitFor();
});

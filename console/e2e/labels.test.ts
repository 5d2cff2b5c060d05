import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();

test('an administrator makes a label, and it is in the sidebar at once', async () => {
  const { page, complaints } = await stage.open('/settings/labels');
  await page.getByText('No labels yet').waitFor();
  await page.getByRole('button', { name: 'Add label' }).click();
  await page.getByLabel('Name').fill('refund');
  await page.getByLabel('Description').fill('Wants money back');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: 'Wants money back' }).waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'refund' }).waitFor();
  const { payload } = await stage.api<{ payload: { title: string }[] }>('GET', '/labels');
  assert.deepEqual(payload.map(({ title }) => title), ['refund']);
  assert.deepEqual(complaints, []);
}); // prettier-ignore

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page of labels is accessible in the ${colorScheme} theme`, async () => {
    const { page } = await stage.open('/settings/labels', { context: { colorScheme } });
    await page.getByRole('heading', { name: 'Labels', level: 1 }).waitFor();
    await page.getByRole('table').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('button', { name: 'Add label' }).click();
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

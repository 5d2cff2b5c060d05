import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const phone = { viewport: { width: 390, height: 844 } };

test('on a phone the places are one press away, and go when one of them is taken', async () => {
  await stage.writes('Mia', 'Where is my order?');
  const { page, complaints } = await stage.open('/conversations?tab=all', { context: phone });
  await page.getByText('Where is my order?').waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await page.getByRole('button', { name: 'Places' }).click();
  const places = page.getByRole('dialog', { name: 'Places' });
  await places.getByRole('link', { name: 'All conversations' }).waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await places.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
  await places.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Places' }).click();
  assert.equal(await places.locator('[aria-current=page]').innerText(), 'Settings');
  await page.keyboard.press('Escape');
  await places.waitFor({ state: 'detached' });
  assert.deepEqual(complaints, []);
});

test('on a phone the magnifier leads to the search', async () => {
  const { page } = await stage.open('/conversations?tab=all', { context: phone });
  await page.getByRole('banner').getByRole('link', { name: 'Search' }).click();
  await page.waitForURL(/\/search/);
  await page.getByRole('textbox', { name: 'Search' }).waitFor();
  assert.deepEqual(await violationsOf(page), []);
});

test('an open conversation has the phone for itself, with a way back to the list', async () => {
  const id = await stage.writes('Tom', 'Is it open today?');
  const { page } = await stage.open(`/conversations/${id}?tab=all`, { context: phone });
  await page.getByRole('log').getByText('Is it open today?').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Places' }).isVisible(), false);
  assert.deepEqual(await violationsOf(page), []);
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await page.getByRole('button', { name: 'Places' }).waitFor();
});

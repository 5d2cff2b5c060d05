import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../server/test/receiver.ts';
import { layLine } from './line.ts';
import { setStage } from './stage.ts';

const stage = await setStage();

test('what cannot be done while the connection is away is said, and the page stays', async () => {
  const line = await layLine(stage.desk);
  const id = await stage.writes('Mia', 'Where is my order?');
  const { page } = await stage.open(`/conversations/${id}?tab=all`, { desk: line.desk });
  await page.getByRole('log').getByText('Where is my order?').waitFor();
  // What says that something went wrong comes by itself, at some time or other.
  const came = `performance.getEntriesByType('resource').some(({ name }) => name.includes('/toast-list'))`;
  await eventually(async () => page.evaluate<boolean>(came));
  line.cut();
  await page.getByText('The connection is lost').waitFor();
  await page.getByRole('textbox', { name: 'Reply' }).blur();
  await page.keyboard.press('e');
  await page.getByText('Something went wrong. Try again in a moment.').first().waitFor();
  await page.getByRole('log').getByText('Where is my order?').waitFor();
  line.mend();
  await page.getByText('The connection is lost').waitFor({ state: 'detached' });
});

test('what is asked for while the connection is away comes when it is back', async () => {
  const line = await layLine(stage.desk);
  const { page } = await stage.open('/conversations?tab=all', { desk: line.desk });
  await page.getByRole('heading', { name: 'Conversations' }).waitFor();
  line.cut();
  await page.getByText('The connection is lost').waitFor();
  await page.evaluate('globalThis.isSame = true');
  const asked = page.waitForEvent('requestfailed', (request) => /health|\.js/.test(request.url()));
  await page.getByRole('link', { name: 'Reports' }).click();
  await asked;
  await page.getByRole('heading', { name: 'Conversations' }).waitFor();
  line.mend();
  await page.getByRole('heading', { name: 'Reports' }).waitFor();
  assert.equal(await page.evaluate('globalThis.isSame'), true, 'it was not loaded anew');
});

test('a part that the server does not have any more leads to the new version', async () => {
  const { page } = await stage.open('/conversations?tab=all', {
    prepare: async (context) =>
      context.route('**/keys-*.js', async (route) => route.fulfill({ status: 404 })),
  });
  await page.getByRole('heading', { name: 'Conversations' }).waitFor();
  await page.keyboard.press('?');
  await page.getByText('A part of this page cannot be loaded').waitFor();
  await page.context().unroute('**/keys-*.js');
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await page.getByText('A part of this page cannot be loaded').waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Conversations' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  assert.equal(await page.getByText('A part of this page cannot be loaded').count(), 0);
});

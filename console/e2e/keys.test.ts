import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;

test('a key is shown once, works within its limits, and is refused when it is revoked', async () => {
  const { page, complaints } = await stage.open('/settings/keys');
  await page.getByRole('button', { name: 'Make key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Export');
  await dialog.getByRole('button', { name: 'Make key' }).click();
  const token = await dialog.locator('code').innerText();
  await page.keyboard.press('Escape');
  await dialog.getByText('Copy it now').waitFor();
  await dialog.getByRole('button', { name: 'I have copied it' }).click();
  await page
    .getByRole('row', { name: /Export/ })
    .getByText('Read only')
    .waitFor();
  const call = async (method: string): Promise<number> =>
    (
      await fetch(`${stage.desk}/api/v1/accounts/${stage.server.account_id}/labels`, {
        method,
        headers: { api_access_token: token, 'content-type': 'application/json' },
        ...(method === 'POST' ? { body: '{"title":"x"}' } : {}),
      })
    ).status;
  assert.equal(await call('GET'), 200);
  assert.ok((await call('POST')) >= 401);
  await page.getByRole('button', { name: 'Revoke Export' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('No keys yet').waitFor();
  assert.equal(await call('GET'), 401);
  assert.deepEqual(complaints, []);
});

test('an app beside conversations is made, changed and deleted; a bad address is refused', async () => {
  const { page } = await stage.open('/settings/apps');
  await page.getByRole('button', { name: 'Add app' }).click();
  await page.getByLabel('Name').fill('Orders');
  await page.getByLabel('Address').fill('no address');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await page.getByLabel('Address').fill('https://orders.example.com/panel');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: 'https://orders.example.com/panel' }).waitFor();
  await page.getByRole('button', { name: 'Edit Orders' }).click();
  await page.getByLabel('Name').fill('Purchases');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Delete Purchases' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No apps yet').waitFor();
});

test('the audit log says who changed what, and what was there before; the address keeps the view', async () => {
  const { id } = await api<{ id: number }>('POST', '/teams', { name: 'billing' });
  await api('PATCH', `/teams/${id}`, { name: 'invoices' });
  const { page } = await stage.open('/settings/audit');
  await page.getByRole('combobox', { name: 'Kind' }).click();
  await page.getByRole('option', { name: 'Team', exact: true }).click();
  await page.waitForURL(/kind=Team/);
  await page.getByText('2 entries').waitFor();
  await page.reload();
  await page.getByText('2 entries').waitFor();
  const row = page.getByRole('row', { name: /invoices.* changed/ });
  await row.getByRole('cell', { name: 'ada@acme.example.com' }).waitFor();
  await row.getByRole('button', { name: 'Details' }).click();
  const line = page.getByRole('dialog').getByRole('row', { name: /name/ });
  assert.deepEqual(await line.getByRole('cell').allInnerTexts(), ['billing', 'invoices']);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`keys, apps and the log are accessible in the ${colorScheme} theme`, async () => {
    await api('POST', '/teams', { name: `team-${colorScheme}` });
    const { page } = await stage.open('/settings/keys', { context: { colorScheme } });
    await page.getByRole('button', { name: 'Make key' }).click();
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Dashboard apps' }).click();
    await page.getByRole('button', { name: 'Add app' }).click();
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByRole('button', { name: 'Details' }).first().click();
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

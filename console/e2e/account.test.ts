import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');

interface Account {
  name: string;
  domain: string | null;
  settings: Record<string, unknown>;
}
const account = async (): Promise<Account> => api<Account>('GET', '');

const form = (page: Page, title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title }) });

test('conversations are resolved by themselves with a message and a label, as it was set', async () => {
  await api('POST', '/labels', { title: 'stale' });
  const { page, complaints } = await stage.open('/settings/account');
  const resolve = form(page, 'Resolve by itself');
  await resolve.getByRole('switch', { name: 'Resolve conversations by themselves' }).click();
  await resolve.getByRole('combobox', { name: 'Unit' }).click();
  await page.getByRole('option', { name: 'Minutes' }).click();
  await resolve.getByLabel('After so long without a message').fill('5');
  await resolve.getByRole('button', { name: 'Save' }).click();
  await resolve.getByText('must be greater than or equal to 10').waitFor();
  assert.equal(await page.getByRole('alert').count(), 0, 'it is said beside the field');
  await resolve.getByLabel('After so long without a message').fill('45');
  await resolve.getByLabel('What the customer is told').fill('Write again at any time.');
  await resolve.getByRole('switch', { name: 'Also where the customer waits' }).click();
  await resolve.getByRole('combobox', { name: 'Label' }).click();
  await page.getByRole('option', { name: 'stale' }).click();
  await resolve.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Account saved').first().waitFor();
  assert.deepEqual((await account()).settings, {
    auto_resolve_after: 45,
    auto_resolve_message: 'Write again at any time.',
    auto_resolve_ignore_waiting: true,
    auto_resolve_label: 'stale',
  });
  await page.reload();
  assert.equal(await resolve.getByLabel('After so long without a message').inputValue(), '45');
  assert.deepEqual(complaints, []);
});

test('an address that is none is refused beside the field; what is saved stays with the focus', async () => {
  const { page } = await stage.open('/settings/account');
  const email = page.getByLabel('E-mail address of your support');
  await email.fill('nobody');
  await email.press('Enter');
  await page.getByText('Support email is invalid').waitFor();
  assert.equal(await email.getAttribute('aria-invalid'), 'true');
  await email.fill('help@example.com');
  await email.press('Enter');
  await page.getByText('Account saved').first().waitFor();
  await email.and(page.locator(':focus')).waitFor();
  assert.equal(await email.inputValue(), 'help@example.com');
});

test('what another administrator changes is shown at once, except in a form that is being filled in', async () => {
  const { page } = await stage.open('/settings/account');
  const name = page.getByLabel('Name', { exact: true });
  await name.waitFor();
  const agent = await stage.open('/conversations', { as: ben });
  await api('PATCH', '', { name: 'Acme Two' });
  await page.locator('input[name="name"][value="Acme Two"]').waitFor();
  await agent.page.getByText('Acme Two').filter({ visible: true }).first().waitFor();
  await page.getByLabel('Domain').fill('mine.example.com');
  await api('PATCH', '', { name: 'Acme Three' });
  await page.getByText('Acme Three').filter({ visible: true }).first().waitFor();
  assert.equal(await page.getByLabel('Domain').inputValue(), 'mine.example.com');
  await page.getByLabel('Domain').press('Enter');
  await page.getByText('Account saved').first().waitFor();
  const { name: kept, domain } = await account();
  assert.deepEqual([kept, domain], ['Acme Three', 'mine.example.com']);
});

test('an agent is told whose page it is', async () => {
  const { page } = await stage.open('/settings/account', { as: ben });
  await page.getByText('Only administrators can change this.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0);
});

test('an account that cannot be loaded is asked for again', async () => {
  let fails = true;
  const { page } = await stage.open('/settings/account', {
    prepare: async (context) =>
      context.route('**/api/v1/accounts/*', async (route) =>
        fails ? route.fulfill({ status: 422, json: { message: 'Not now' } }) : route.continue(),
      ),
  });
  await page.getByText('The account could not be loaded.').waitFor();
  fails = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByLabel('Name', { exact: true }).waitFor();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the account is accessible on a phone in the ${colorScheme} theme`, async () => {
    const context = { colorScheme, viewport: { width: 390, height: 844 } };
    const { page } = await stage.open('/settings/account', { context });
    await page.getByText('canned_responses').waitFor();
    await page.getByLabel('After so long without a message').waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

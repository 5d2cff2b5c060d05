import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');

test('an agent makes a canned response, and it answers a customer', async () => {
  const id = await stage.writes('Mia', 'Hello?');
  const { page, complaints } = await stage.open('/settings/canned', { as: ben });
  await page.getByRole('button', { name: 'Add response' }).click();
  await page.getByLabel('Short code').fill('/hello');
  await page.getByLabel('Text').fill('Hello ');
  await page.getByRole('button', { name: 'First name of the contact' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('row', { name: /\/hello/ }).waitFor();
  const canned = await api<{ short_code: string; content: string }[]>('GET', '/canned_responses');
  assert.deepEqual(
    canned.map(({ short_code, content }) => [short_code, content]),
    [['hello', 'Hello {{contact.first_name}}']],
  );
  await page.goto(page.url().replace(/settings.*/, `conversations/${id}?tab=all`));
  await page.getByRole('textbox', { name: 'Reply' }).pressSequentially('/hello');
  await page.getByRole('option', { name: /hello/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('log').getByText('Hello Mia').waitFor();
  assert.deepEqual(complaints, []);
});

test('a short code that is taken is refused in the dialog, and what is written stays', async () => {
  await api('POST', '/canned_responses', { short_code: 'taken', content: 'One' });
  const { page } = await stage.open('/settings/canned');
  await page.getByRole('button', { name: 'Add response' }).click();
  await page.getByLabel('Short code').fill('taken');
  await page.getByLabel('Text').fill('Another');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Short code has already been taken').waitFor();
  assert.equal(await page.getByLabel('Text').inputValue(), 'Another');
});

test('responses are found by their text', async () => {
  await api('POST', '/canned_responses', { short_code: 'bye', content: 'See you soon' });
  const { page } = await stage.open('/settings/canned');
  await page.getByRole('searchbox', { name: 'Search responses' }).fill('see YOU');
  await page.getByRole('row', { name: /\/bye/ }).waitFor();
  assert.equal(await page.getByRole('row', { name: /\/taken/ }).count(), 0);
  await page.getByRole('searchbox', { name: 'Search responses' }).fill('nothing like it');
  await page.getByText('Nothing found').waitFor();
});

test('an attribute of each kind is made; what cannot be changed later is not offered', async () => {
  const { page } = await stage.open('/settings/attributes');
  const make = async (name: string, type: string, more?: () => Promise<void>): Promise<void> => {
    await page.getByRole('button', { name: 'Add attribute' }).click();
    await page.getByLabel('Name').fill(name);
    await page.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: type }).click();
    await more?.();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog', { name: 'Add attribute' }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: new RegExp(name) }).waitFor();
  };
  await make('Order number', 'Text', async () => page.getByLabel('Pattern').fill('^AB-\\d{4}$'));
  await make('Plan', 'One of a list', async () => {
    await page.getByRole('textbox', { name: 'Values to choose from' }).fill('Free');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Paid');
  });
  const all = await api<Record<string, unknown>[]>('GET', '/custom_attribute_definitions');
  const facts = all.map((each) => [each['attribute_key'], each['attribute_display_type'], each['attribute_values'], each['regex_pattern']]); // prettier-ignore
  assert.deepEqual(
    facts.toSorted((one, other) => String(one[0]).localeCompare(String(other[0]))),
    [
      ['order_number', 'text', [], '^AB-\\d{4}$'],
      ['plan', 'list', ['Free', 'Paid'], null],
    ],
  );
  await page.getByRole('button', { name: 'Edit Plan' }).click();
  await page.getByRole('dialog').getByText('These stay as they are').waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Key' }).count(), 0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Delete Plan' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('row', { name: /Plan/ }).waitFor({ state: 'detached' });
});

test('the account gets another name and resolves by itself, by keys alone', async () => {
  const { page } = await stage.open('/settings/account');
  await page.getByLabel('Name', { exact: true }).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Acme Ltd');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Main' }).getByText('Acme Ltd').waitFor();
  await page.getByRole('switch', { name: 'Resolve conversations by themselves' }).focus();
  await page.keyboard.press('Space');
  await page.getByLabel('After so long without a message').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await page.getByText('Account saved').nth(1).waitFor();
  const { name, settings } = (await (await fetch(`${stage.desk}/api/v1/accounts/${stage.server.account_id}`, { headers: { api_access_token: stage.ada.token } })).json()) as { name: string; settings: Record<string, unknown> }; // prettier-ignore
  assert.deepEqual([name, settings['auto_resolve_after']], ['Acme Ltd', 3 * 1440]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the dialogs of what is prepared are accessible in the ${colorScheme} theme`, async () => {
    const { page } = await stage.open('/settings/canned', { context: { colorScheme } });
    await page.getByRole('button', { name: 'Add response' }).click();
    await page.getByLabel('Text').fill('Hello **you**');
    assert.deepEqual(await violationsOf(page), []);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Attributes', exact: true }).click();
    await page.getByRole('button', { name: 'Add attribute' }).click();
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

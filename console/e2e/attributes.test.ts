import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');

interface Attribute {
  id: number;
  attribute_key: string;
  attribute_display_type: string;
  regex_pattern: string | null;
  regex_cue: string | null;
}

const named = async (key: string): Promise<Attribute | undefined> =>
  (await api<Attribute[]>('GET', '/custom_attribute_definitions')).find(
    ({ attribute_key }) => attribute_key === key,
  );

async function choose(page: Page, box: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: box }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('a pattern is tried before it is kept, and a broken one is refused beside it', async () => {
  const { page, complaints } = await stage.open('/settings/attributes');
  await page.getByText('No attributes yet').waitFor();
  await page.getByRole('button', { name: 'Add attribute' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Order number');
  const pattern = page.getByRole('textbox', { name: 'Pattern' });
  await pattern.fill('(');
  await page.getByText('This is no regular expression.').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByText('This is no regular expression.').waitFor();
  await pattern.fill('^AB-\\d{4}$');
  await page.getByRole('textbox', { name: 'What to say' }).fill('As in AB-1234');
  await page.getByRole('textbox', { name: 'Try a text' }).fill('AB-12');
  await page.getByRole('dialog').getByRole('status').getByText('As in AB-1234').waitFor();
  await page.getByRole('textbox', { name: 'Try a text' }).fill('AB-1234');
  await page.getByText('It matches.').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('row', { name: /Order number/ }).waitFor();
  const { regex_pattern, regex_cue } = (await named('order_number')) as Attribute;
  assert.deepEqual([regex_pattern, regex_cue], ['^AB-\\d{4}$', 'As in AB-1234']);
  assert.deepEqual(complaints, []);
});

test('a key that is taken is refused beside it, and a list without values is refused', async () => {
  await api('POST', '/custom_attribute_definitions', { attribute_display_name: 'Plan', attribute_key: 'plan', attribute_model: 'contact_attribute' }); // prettier-ignore
  const { page } = await stage.open('/settings/attributes');
  await page.getByRole('button', { name: 'Contacts', exact: false }).click();
  await page.getByRole('row', { name: /Plan/ }).waitFor();
  await page.getByRole('button', { name: 'Add attribute' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Plan');
  await choose(page, 'Type', 'One of a list');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Say at least one value to choose from.').waitFor();
  await page.getByRole('textbox', { name: 'Values' }).fill('Free');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Attribute key has already been taken').waitFor();
  const key = page.getByRole('textbox', { name: 'Key' });
  await key.and(page.locator(':focus[aria-invalid=true]')).waitFor();
  await key.fill('plan_2');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Add attribute' }).waitFor({ state: 'detached' });
  assert.equal((await named('plan_2'))?.attribute_display_type, 'list');
});

test('every type can be made, by keys alone', async () => {
  const { page } = await stage.open('/settings/attributes');
  const types = ['Number', 'Amount of money', 'Percentage', 'Link', 'Date', 'Yes or no'];
  for (const type of types) {
    await page.getByRole('button', { name: 'Add attribute' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type(`A ${type}`);
    await page.getByRole('combobox', { name: 'Type' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: type, exact: true }).waitFor();
    await page.keyboard.type(type.slice(0, 4));
    await page.getByRole('option', { name: type, exact: true }).and(page.locator('[data-highlighted]')).waitFor(); // prettier-ignore
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: type, exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Add attribute' }).waitFor({ state: 'detached' });
    await page.getByRole('row', { name: new RegExp(`A ${type}`) }).waitFor();
  }
});

test('an agent may set attributes up, as the server lets them, and colleagues see it at once', async () => {
  const { page } = await stage.open('/settings/attributes');
  await page.getByRole('table').waitFor();
  const agent = await stage.open('/settings/attributes', { as: ben });
  await agent.page.getByRole('button', { name: 'Add attribute' }).click();
  await agent.page.getByRole('textbox', { name: 'Name' }).fill('Route');
  await agent.page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('row', { name: /Route/ }).waitFor();
  const { id } = (await named('route')) as Attribute;
  await api('DELETE', `/custom_attribute_definitions/${id}`);
  await agent.page.getByRole('row', { name: /Route/ }).waitFor({ state: 'detached' });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the attributes are accessible on a phone in the ${colorScheme} theme`, async () => {
    const context = { colorScheme, viewport: { width: 390, height: 844 } };
    const { page } = await stage.open('/settings/attributes', { context });
    await page.getByRole('row', { name: /Order number/ }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('button', { name: 'Edit Order number' }).click();
    await page.getByRole('textbox', { name: 'Try a text' }).fill('AB');
    assert.deepEqual(await violationsOf(page), []);
  });
}

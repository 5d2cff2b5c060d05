import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');

test('a variable goes where the caret is, and the example shows what a customer would read', async () => {
  await api('POST', '/custom_attribute_definitions', { attribute_display_name: 'Plan', attribute_key: 'plan', attribute_model: 'contact_attribute' }); // prettier-ignore
  const { page, complaints } = await stage.open('/settings/canned');
  await page.getByRole('button', { name: 'Add response' }).click();
  await page.getByLabel('Short code').fill('hello');
  const text = page.getByRole('textbox', { name: 'Text' });
  await text.fill('Hello !');
  await text.press('ArrowLeft');
  await page.getByRole('button', { name: 'First name of the contact' }).click();
  await page.keyboard.type(' of the plan ');
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  assert.equal(await text.inputValue(), 'Hello {{contact.first_name}} of the plan {{contact.custom_attribute.plan}}!'); // prettier-ignore
  const example = page.getByRole('dialog').getByRole('region');
  await example.getByText('Hello Mia of the plan Plan!').waitFor();
  await text.press('End');
  await page.keyboard.type(' **{{contact.nmae}}**');
  await page.getByText('There is no {{contact.nmae}}: it stays as it is written.').waitFor();
  await example.locator('strong').getByText('{{contact.nmae}}').waitFor();
  assert.deepEqual(complaints, []);
}); // prettier-ignore

test('a short code that is taken is refused beside it, which is where one goes on writing', async () => {
  await api('POST', '/canned_responses', { short_code: 'thanks', content: 'Thank you' });
  const { page } = await stage.open('/settings/canned');
  await page.getByRole('button', { name: 'Add response' }).click();
  const code = page.getByLabel('Short code');
  await code.fill('thanks');
  await page.getByRole('textbox', { name: 'Text' }).fill('Many thanks');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Short code has already been taken').waitFor();
  await code.and(page.locator(':focus[aria-invalid=true]')).waitFor();
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /\/thanks2/ }).waitFor();
});

test('a response is changed and deleted by keys alone', async () => {
  await api('POST', '/canned_responses', { short_code: 'old', content: 'Old' });
  const { page } = await stage.open('/settings/canned', { as: ben });
  await page.getByRole('button', { name: 'Edit old' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Edit old' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('New');
  await page.getByRole('button', { name: 'Save' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('cell', { name: 'New' }).waitFor();
  await page.getByRole('button', { name: 'Delete old' }).focus();
  await page.keyboard.press('Enter');
  const yes = page.getByRole('alertdialog').getByRole('button', { name: 'Delete' });
  await yes.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /\/old/ }).waitFor({ state: 'detached' });
});

test('what colleagues add, change and delete is so at once', async () => {
  const { page } = await stage.open('/settings/canned');
  await page.getByRole('table').waitFor();
  const { id } = await api<{ id: number }>('POST', '/canned_responses', { short_code: 'live', content: 'One' }, ben); // prettier-ignore
  await page.getByRole('row', { name: /\/live/ }).getByText('One').waitFor(); // prettier-ignore
  await api('PATCH', `/canned_responses/${id}`, { content: 'Two' }, ben);
  await page.getByRole('row', { name: /\/live/ }).getByText('Two').waitFor(); // prettier-ignore
  await api('DELETE', `/canned_responses/${id}`, undefined, ben);
  await page.getByRole('row', { name: /\/live/ }).waitFor({ state: 'detached' });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the responses are accessible on a phone in the ${colorScheme} theme`, async () => {
    const context = { colorScheme, viewport: { width: 390, height: 844 } };
    const { page } = await stage.open('/settings/canned', { context });
    await page.getByRole('row', { name: /\/thanks2/ }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('button', { name: 'Add response' }).click();
    await page.getByRole('textbox', { name: 'Text' }).fill('{{wrong}}');
    await page.getByText('There is no {{wrong}}').waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

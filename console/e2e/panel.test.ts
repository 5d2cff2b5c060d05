import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');
await stage.person('Cleo');

for (const [name, model] of [['Order', 'conversation_attribute'], ['Plan', 'contact_attribute']] as const) {
  await api('POST', '/custom_attribute_definitions', {
    attribute_display_name: name,
    attribute_key: name.toLowerCase(),
    attribute_display_type: 'text',
    attribute_model: model,
  });
} // prettier-ignore

interface Shown {
  custom_attributes: Record<string, unknown>;
  meta: { sender: { id: number; name: string; custom_attributes: Record<string, unknown> } };
}
const show = async (id: number): Promise<Shown> => api('GET', `/conversations/${id}`);

test('attributes of the conversation and of the contact are noted beside it, and taken away', async () => {
  const id = await stage.writes('Mia', 'Hello');
  await api('POST', `/conversations/${id}/custom_attributes`, {
    custom_attributes: { foreign: 1 },
  });
  const { page, complaints } = await stage.open(`/conversations/${id}?tab=all`, { context: { viewport: { width: 1500, height: 900 } } }); // prettier-ignore
  const details = page.getByRole('complementary');
  const note = async (nth: number, name: string, value: string): Promise<void> => {
    await details.getByRole('button', { name: 'Add attribute' }).nth(nth).click();
    await page.getByRole('menuitem', { name }).click();
    await details.getByRole('textbox', { name }).fill(value);
    await page.keyboard.press('Enter');
    await details.getByRole('button', { name: `Change ${name}` }).waitFor();
  };
  await note(0, 'Order', 'A-1');
  await note(0, 'Plan', 'gold');
  const { custom_attributes, meta } = await show(id);
  assert.deepEqual(custom_attributes, { foreign: 1, order: 'A-1' });
  assert.deepEqual(meta.sender.custom_attributes, { plan: 'gold' });
  await details.getByRole('button', { name: 'Remove Order' }).click();
  await details.getByRole('button', { name: 'Change Order' }).waitFor({ state: 'detached' });
  assert.deepEqual((await show(id)).custom_attributes, { foreign: 1 });
  assert.deepEqual(complaints, []);
});

test('who writes is corrected beside the conversation, and a colleague sees it at once', async () => {
  const id = await stage.writes('Wrong Name', 'Hello');
  const { page } = await stage.open(`/conversations/${id}?tab=all`, { context: { viewport: { width: 1500, height: 900 } } }); // prettier-ignore
  const other = await stage.open(`/conversations/${id}?tab=all`, { as: ben, context: { viewport: { width: 1500, height: 900 } } }); // prettier-ignore
  await other.page.getByRole('link', { name: 'Wrong Name', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Edit contact' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Right Name');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Right Name', exact: true }).waitFor();
  await other.page.getByRole('link', { name: 'Right Name', exact: true }).waitFor();
  await page.getByRole('link', { name: 'Right Name', exact: true }).click();
  await page.getByRole('heading', { name: 'Right Name', level: 1 }).waitFor();
});

test('somebody takes part, and adds and removes a colleague, by keys alone', async () => {
  const id = await stage.writes('Noah', 'Hello');
  const { page } = await stage.open(`/conversations/${id}?tab=all`, { context: { viewport: { width: 1500, height: 900 } } }); // prettier-ignore
  const people = async (): Promise<string[]> =>
    (await api<{ name: string }[]>('GET', `/conversations/${id}/participants`)).map(({ name }) => name); // prettier-ignore
  const before = await people();
  const press = async (name: string): Promise<void> => {
    await page.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
  };
  if (before.includes('Ada')) {
    await press('Leave');
    await page.getByRole('button', { name: 'Take part' }).waitFor();
  }
  await press('Take part');
  await page.getByRole('button', { name: 'Remove Ada' }).waitFor();
  await press('Add somebody');
  await page.getByRole('menuitem', { name: 'Cleo' }).waitFor();
  await page.keyboard.type('Cleo');
  await page.getByRole('menuitem', { name: 'Cleo' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove Cleo' }).waitFor();
  const during = await people();
  assert.ok(during.includes('Ada') && during.includes('Cleo'), during.join());
  await press('Remove Cleo');
  await page.getByRole('button', { name: 'Remove Cleo' }).waitFor({ state: 'detached' });
  const after = await people();
  assert.ok(after.includes('Ada') && !after.includes('Cleo'), after.join());
});

test('what rules did, files and notes are there when they are unfolded, and stay unfolded', async () => {
  await api('POST', '/automation_rules', {
    name: 'Greeter',
    event_name: 'message_created',
    active: true,
    conditions: [{ attribute_key: 'content', filter_operator: 'contains', values: ['magic'], query_operator: null }],
    actions: [{ action_name: 'change_priority', action_params: ['high'] }],
  }); // prettier-ignore
  const id = await stage.writes('Una', 'magic word');
  const { meta } = await show(id);
  await api('POST', `/contacts/${meta.sender.id}/notes`, { content: 'Likes tea' });
  const { page } = await stage.open(`/conversations/${id}?tab=all`, { context: { viewport: { width: 1500, height: 900 } } }); // prettier-ignore
  await page
    .getByRole('log')
    .getByText(/priority/)
    .waitFor();
  await page.getByRole('button', { name: 'What rules did' }).click();
  await page.getByRole('link', { name: 'Greeter' }).waitFor();
  await page.getByRole('button', { name: 'Notes' }).click();
  await page.getByText('Likes tea').waitFor();
  await page.getByRole('button', { name: 'Files', exact: true }).click();
  await page.getByText('No files.').waitFor();
  await page.reload();
  await page.getByText('Likes tea').waitFor();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the panel is accessible in the ${colorScheme} theme`, async () => {
    const id = await stage.writes('Axe', 'Hello');
    const { page } = await stage.open(`/conversations/${id}?tab=all`, { context: { colorScheme, viewport: { width: 1500, height: 900 } } }); // prettier-ignore
    for (const part of ['What rules did', 'Notes', 'Files']) await page.getByRole('button', { name: part, exact: true }).click(); // prettier-ignore
    await page.getByText('No files.').waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

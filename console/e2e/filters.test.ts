import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const order = await stage.writes('Mia Park', 'Where is my order?');
const refund = await stage.writes('Tom Hill', 'I want a refund');
await stage.writes('Lena Voss', 'Just saying hello');
await stage.api('POST', `/conversations/${order}/toggle_priority`, { priority: 'urgent' });
await stage.api('POST', `/conversations/${refund}/labels`, { labels: ['money'] });
await stage.api('POST', '/custom_attribute_definitions', {
  attribute_display_name: 'Plan',
  attribute_key: 'plan',
  attribute_display_type: 'list',
  attribute_values: ['Gold', 'Silver'],
  attribute_model: 'conversation_attribute',
});
await stage.api('POST', `/conversations/${refund}/custom_attributes`, { custom_attributes: { plan: 'Gold' } }); // prettier-ignore
const agent = await stage.person('Olga');

const URGENT = '/conversations?tab=all&filter=priority.is.urgent';
const list = (page: Page) => page.getByRole('list', { name: 'Conversations' });
const chips = (page: Page) => page.getByRole('list', { name: 'Filter' });
const names = async (page: Page): Promise<string[]> => list(page).getByRole('link').evaluateAll((all) => all.map((each) => /Mia|Tom|Lena/.exec(each.textContent)?.[0] ?? '')); // prettier-ignore

async function pick(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

test('whoever builds a filter sees how many match, and the address holds what was asked', async () => {
  const { page, complaints } = await stage.open('/conversations?tab=all');
  await list(page).getByText('Lena Voss').waitFor();
  await page.keyboard.press('f');
  const dialog = page.getByRole('dialog', { name: 'Filter conversations' });
  await dialog.getByRole('button', { name: 'Or…' }).waitFor();
  await pick(page, 'Condition 1: What', 'Priority');
  await pick(page, 'Condition 1: Value', 'Urgent');
  await page.keyboard.press('Escape');
  await dialog.getByText('1 conversation matches').waitFor();
  await dialog.getByRole('button', { name: 'Or…' }).click();
  await pick(page, 'Condition 2: What', 'Plan');
  await pick(page, 'Condition 2: Value', 'Gold');
  await dialog.getByText('2 conversations match').waitFor();
  await dialog.getByRole('button', { name: 'Show them' }).click();
  await chips(page).getByText('Plan is Gold').waitFor();
  await list(page).getByText('Lena Voss').waitFor({ state: 'detached' });
  assert.deepEqual((await names(page)).toSorted(), ['Mia', 'Tom']);
  assert.equal(new URL(page.url()).searchParams.get('filter'), 'priority.is.urgent or plan.is.Gold');
  assert.deepEqual(complaints, []);
}); // prettier-ignore

test('a filter stays when a conversation is opened and the order changes, and goes with the back button', async () => {
  const { page } = await stage.open('/conversations?tab=all');
  await list(page).getByText('Lena Voss').waitFor();
  await page.goto(`${stage.desk}/app/accounts/${stage.server.account_id}${URGENT}`);
  await chips(page).getByText('Priority is Urgent').waitFor();
  await list(page).getByRole('link', { name: /Mia Park/ }).click();
  await page.getByRole('heading', { name: /Mia Park/ }).first().waitFor();
  await page.getByRole('button', { name: 'Order' }).click();
  await page.getByRole('menuitemradio').nth(2).or(page.getByRole('menuitemcheckbox').nth(2)).first().click();
  await page.waitForURL(/sort=/);
  await page.getByRole('button', { name: /^Mine/ }).click();
  await page.waitForURL((url) => !url.searchParams.has('tab'));
  assert.equal(new URL(page.url()).searchParams.get('filter'), 'priority.is.urgent');
  await page.getByRole('button', { name: /^All/ }).click();
  await page.getByRole('button', { name: 'Remove: Priority is Urgent' }).click();
  await list(page).getByText('Lena Voss').waitFor();
  await page.goBack();
  await chips(page).getByText('Priority is Urgent').waitFor();
  await list(page).getByText('Lena Voss').waitFor({ state: 'detached' });
}); // prettier-ignore

test('a condition that lacks something says so, and nothing is applied', async () => {
  const { page } = await stage.open('/conversations?tab=all');
  await list(page).getByText('Lena Voss').waitFor();
  await page.getByRole('button', { name: 'Filter conversations' }).click();
  const dialog = page.getByRole('dialog', { name: 'Filter conversations' });
  await dialog.getByRole('button', { name: 'Add condition' }).last().click();
  await dialog.getByRole('button', { name: 'Show them' }).click();
  await dialog.getByText('Choose what to compare with.').first().waitFor();
  assert.equal(new URL(page.url()).searchParams.get('filter'), null);
});

test('what the server refuses stands beside the condition it is about', async () => {
  const { page } = await stage.open('/conversations?tab=all&filter=campaign_id.is.abc');
  await chips(page).getByText('Campaign number is abc').click();
  const row = page.getByRole('group', { name: 'Condition 1' });
  await row.getByText(/The values provided for campaign_id are invalid/).waitFor();
});

test('a view is saved, renamed, changed and deleted, and stands in the sidebar and among the commands', async () => {
  const { page } = await stage.open(URGENT);
  const nav = page.getByRole('navigation', { name: 'Main' });
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByLabel('Name').fill('Burning');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await nav.getByRole('link', { name: /Burning/ }).waitFor();
  await page.waitForURL(/saved=\d+/);
  await page.getByRole('button', { name: 'More about this view' }).click();
  await page.getByRole('menuitem', { name: 'Rename or share' }).click();
  await page.getByLabel('Name').fill('On fire');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { name: 'On fire', level: 1 }).waitFor();
  await nav.getByRole('link', { name: /All conversations|Conversations/ }).first().click();
  await list(page).getByText('Mia Park').or(page.getByText('Lena Voss')).or(page.getByText(/Nothing|No conversations/)).first().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('View: On fire');
  await page.getByRole('option', { name: /View: On fire/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'On fire', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Remove: Priority is Urgent' }).waitFor();
  await page.getByRole('button', { name: 'More about this view' }).click();
  await page.getByRole('menuitem', { name: 'Delete view' }).click();
  await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: 'Delete view' }).click();
  // Behind the question nothing is there for who cannot see.
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await nav.getByRole('link', { name: /On fire/ }).waitFor({ state: 'detached' });
  assert.deepEqual(await stage.api('GET', '/custom_filters?filter_type=conversation'), []);
}); // prettier-ignore

test('a shared view is everybody’s to open by its address, and not an agent’s to delete', async () => {
  const shared = await stage.api<{ id: number }>('POST', '/custom_filters', {
    name: 'Money',
    filter_type: 'conversation',
    shared: true,
    query: { payload: [{ attribute_key: 'labels', filter_operator: 'equal_to', values: ['money'], query_operator: null }] },
  });
  const { page } = await stage.open(`/conversations?saved=${shared.id}`, { as: agent });
  await chips(page).getByText('Label is money').waitFor();
  await list(page).getByText('Tom Hill').waitFor();
  assert.deepEqual(await names(page), ['Tom']);
  await page.getByRole('button', { name: 'More about this view' }).click();
  await page.getByRole('menuitem', { name: 'Copy link' }).waitFor();
  assert.equal(await page.getByRole('menuitem', { name: 'Delete view' }).count(), 0);
}); // prettier-ignore

test('on a phone the saved views are among the places', async () => {
  const { page } = await stage.open('/conversations?tab=all', {
    context: { viewport: { width: 390, height: 844 } },
  });
  await list(page).getByText('Lena Voss').waitFor();
  await page.getByRole('button', { name: 'Places' }).click();
  await page.getByRole('dialog').getByRole('link', { name: /Money/ }).click();
  await chips(page).getByText('Label is money').waitFor();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a filtered list and its dialogs are accessible in the ${colorScheme} theme`, async () => {
    const { page } = await stage.open(`${URGENT}+or+labels.is.money`, { context: { colorScheme } });
    await chips(page).getByText('Priority is Urgent').waitFor();
    await list(page).getByText('Mia Park').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.keyboard.press('f');
    await page.getByText('2 conversations match').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByLabel('Name').waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

test('what begins to meet a filter comes into the list by itself, and goes when it does not any more', async () => {
  const { page } = await stage.open('/conversations?tab=all&filter=priority.is.low');
  await chips(page).getByText('Priority is Low').waitFor();
  await page.getByText('No conversations here').waitFor();
  await stage.api('POST', `/conversations/${refund}/toggle_priority`, { priority: 'low' });
  await list(page).getByText('Tom Hill').waitFor();
  await stage.api('POST', `/conversations/${refund}/toggle_priority`, { priority: 'high' });
  await list(page).getByText('Tom Hill').waitFor({ state: 'detached' });
}); // prettier-ignore

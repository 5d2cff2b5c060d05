import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');
await api('POST', '/teams', { name: 'billing' });
await api('POST', '/labels', { title: 'refund', color: '#aa0000', show_on_sidebar: true });
await api('POST', '/custom_attribute_definitions', {
  attribute_display_name: 'Plan',
  attribute_display_type: 'list',
  attribute_key: 'plan',
  attribute_model: 'conversation_attribute',
  attribute_values: ['gold', 'silver'],
});

interface Rule {
  id: number;
  name: string;
  active: boolean;
  conditions: Record<string, unknown>[];
  actions: { action_name: string; action_params: unknown[] }[];
}

const rules = async (): Promise<Rule[]> =>
  (await api<{ payload: Rule[] }>('GET', '/automation_rules')).payload;
const forget = async (): Promise<void> => {
  for (const { id } of await rules()) await api('DELETE', `/automation_rules/${id}`);
};
const make = async (name: string, rest: object = {}): Promise<Rule> =>
  api('POST', '/automation_rules', {
    name,
    event_name: 'message_created',
    conditions: [],
    actions: [{ action_name: 'mute_conversation', action_params: [] }],
    active: false,
    ...rest,
  });
const choose = async (page: Page, label: string, option: string): Promise<void> => {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

test('a rule is written, tried on what was said before, and then does to the next message what it says', async () => {
  const before = await stage.writes('Mia', 'I want a refund for my order');
  await stage.writes('Noah', 'When do you open?');
  const { page, complaints } = await stage.open('/settings/automation');
  await page.getByText('No rules yet').waitFor();
  await page.getByRole('link', { name: 'Add rule' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Refunds to billing');
  await page.getByRole('button', { name: 'Add condition' }).click();
  await page.getByRole('textbox', { name: 'Value of condition 1' }).fill('refund');
  await choose(page, 'Action 1', 'Add labels');
  await choose(page, 'Labels', 'refund');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add action' }).click();
  await choose(page, 'Action 2', 'Send a message');
  await page.getByLabel('Text', { exact: true }).fill('We look into it.');
  await page.getByRole('button', { name: 'Try' }).click();
  await page.getByText('Would have acted 1 of 2 times.').waitFor();
  await page.getByText(/Each time: Add labels: refund → Send a message/).waitFor();
  const occasions = page.getByRole('list', { name: 'Occasions' });
  await occasions.getByRole('link', { name: `Conversation ${before}`, exact: true }).waitFor();
  assert.equal(await occasions.getByRole('link').count(), 1);
  await page.getByText('Also show where it would not have acted').locator('../..').getByRole('checkbox').click(); // prettier-ignore
  await page.getByText('Does not act').waitFor();
  const untouched = await api<{ labels: string[] }>('GET', `/conversations/${before}`);
  assert.deepEqual(untouched.labels, []);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Has not acted yet').waitFor();
  const after = await stage.writes('Ida', 'A REFUND, please');
  await page.getByText(/Acted last/).waitFor();
  await page.getByRole('link', { name: /Acted last/ }).click();
  await page.getByRole('heading', { name: 'Log of Refunds to billing' }).waitFor();
  const done = page.getByRole('list', { name: 'What was done' });
  await done.getByText('Add labels').waitFor();
  await page.getByRole('link', { name: `Conversation ${after}`, exact: true }).click();
  await page.getByRole('log').getByText('We look into it.').waitFor();
  await page
    .getByRole('log')
    .getByText(/added refund/)
    .waitFor();
  assert.deepEqual(complaints, []);
  await forget();
});

test('what is written in the editor is what is saved, with custom attributes, changes and files', async () => {
  await forget();
  const { page, complaints } = await stage.open('/settings/automation/new');
  await page.getByLabel('Name', { exact: true }).fill('Gold');
  await choose(page, 'What happens', 'When a conversation changes');
  await page.getByRole('button', { name: 'Add condition' }).click();
  await choose(page, 'What condition 1 asks about', 'Plan (conversation)');
  await choose(page, 'Value of condition 1', 'gold');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add condition' }).click();
  await choose(page, 'Between conditions 1 and 2', 'or');
  await choose(page, 'What condition 2 asks about', 'Assignee');
  await choose(page, 'How condition 2 compares', 'has changed');
  await choose(page, 'After, of condition 2', 'Ben');
  await page.keyboard.press('Escape');
  await choose(page, 'Action 1', 'Send a file');
  await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'terms.txt', mimeType: 'text/plain', buffer: Buffer.from('Terms') }); // prettier-ignore
  await page.getByText('terms.txt').waitFor();
  await page.getByRole('button', { name: 'Add action' }).click();
  await choose(page, 'Action 2', 'Mail to teams');
  await choose(page, 'Teams', 'billing');
  await page.keyboard.press('Escape');
  await page.getByLabel('Text of the mail').fill('Look');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Rule saved').waitFor();
  const [saved] = await rules();
  assert.deepEqual(saved?.conditions, [
    { attribute_key: 'plan', filter_operator: 'equal_to', values: ['gold'], query_operator: 'or', custom_attribute_type: 'conversation_attribute' },
    { attribute_key: 'assignee_id', filter_operator: 'attribute_changed', values: { from: [], to: [ben.id] }, query_operator: null },
  ]); // prettier-ignore
  assert.deepEqual(
    saved.actions.map(({ action_name }) => action_name),
    ['send_attachment', 'send_email_to_team'],
  );
  await page.getByRole('link', { name: 'Gold' }).click();
  await page.getByText('terms.txt').waitFor();
  await page.getByRole('combobox', { name: 'After, of condition 2' }).getByText('Ben').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'Add rule' }).waitFor();
  assert.deepEqual(complaints, []);
  await forget();
});

test('what is missing is marked, and what was written is not left behind unasked', async () => {
  const { page } = await stage.open('/settings/automation/new');
  await page.getByRole('button', { name: 'Add condition' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('A rule needs a name.').waitFor();
  assert.equal(await page.getByText('Something is missing here.').count(), 2);
  await page.getByRole('link', { name: 'Macros' }).click();
  const asked = page.getByRole('alertdialog', { name: 'Leave without saving?' });
  await asked.getByRole('button', { name: 'Cancel' }).click();
  await asked.waitFor({ state: 'detached' });
  await page.getByText('A rule needs a name.').waitFor();
  await page.getByRole('link', { name: 'Macros' }).click();
  await asked.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('heading', { name: 'Macros', level: 1 }).waitFor();
});

test('rules are switched, copied, put into another order and deleted', async () => {
  await forget();
  await make('First');
  await make('Second');
  const { page, complaints } = await stage.open('/settings/automation');
  const names = page.getByRole('list', { name: 'When a message comes or goes' }).getByRole('link', { name: /^(First|Second)/ }); // prettier-ignore
  await page.getByRole('switch', { name: 'Second acts' }).click();
  await page.getByRole('switch', { name: 'Second acts', checked: true }).waitFor();
  // It is said at once; the list is asked for again when the server has followed.
  const followed = page.waitForResponse((answer) => answer.request().method() === 'GET' && answer.url().endsWith('/automation_rules')); // prettier-ignore
  await page.getByRole('button', { name: 'Move Second up' }).click();
  await page.getByText('Second is now 1 of 2').waitFor();
  await followed;
  await page.reload();
  await names.first().waitFor();
  assert.deepEqual(await names.allInnerTexts(), ['Second', 'First']);
  const handle = page.getByRole('button', { name: 'Move Second', exact: true });
  const target = page.getByRole('button', { name: 'Move First', exact: true });
  const [from, to] = [await handle.boundingBox(), await target.boundingBox()];
  await page.mouse.move(from!.x + 5, from!.y + 5);
  await page.mouse.down();
  await page.mouse.move(to!.x + 5, to!.y + 60, { steps: 8 });
  await page.mouse.up();
  await page.getByText('Second is now 2 of 2').waitFor();
  assert.deepEqual(await names.allInnerTexts(), ['First', 'Second']);
  await page.getByRole('button', { name: 'More for First' }).click();
  await page.getByRole('menuitem', { name: 'Copy' }).click();
  await page.getByText('Copied. The copy is switched off.').waitFor();
  await page.getByRole('button', { name: 'More for Second' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Rule deleted').waitFor();
  assert.deepEqual((await rules()).map(({ name }) => name), ['First', 'First']); // prettier-ignore
  assert.deepEqual(complaints, []);
  await forget();
});

test('a rule that was switched off by itself says why', async () => {
  const { id } = await api<{ id: number }>('POST', '/custom_attribute_definitions', {
    attribute_display_name: 'Seats',
    attribute_display_type: 'number',
    attribute_key: 'seats',
    attribute_model: 'conversation_attribute',
  });
  const conditions = [{ attribute_key: 'seats', filter_operator: 'is_greater_than', values: [3], query_operator: null, custom_attribute_type: 'conversation_attribute' }]; // prettier-ignore
  const rule = await make('Many seats', { conditions, active: true });
  await api('DELETE', `/custom_attribute_definitions/${id}`);
  const talk = await stage.writes('Kim', 'one');
  await stage.answers(talk, 'two');
  const { page } = await stage.open('/settings/automation');
  await page.getByText('Switched off by itself').waitFor();
  await page.getByText(/conditions seats not supported/).first().waitFor(); // prettier-ignore
  await page.goto(`${stage.desk}/app/accounts/${stage.server.account_id}/settings/automation/${rule.id}`); // prettier-ignore
  await page.getByText(/This rule was switched off, because/).waitFor();
  await page.getByText('seats (is not there any more)').waitFor();
  await page.getByRole('link', { name: 'Log', exact: true }).click();
  await page.getByRole('list').getByText('Failed').first().waitFor();
  await forget();
});

test('with keys alone a rule is opened, its actions are put into another order, and it is saved', async () => {
  await make('Both', {
    actions: [
      { action_name: 'mute_conversation', action_params: [] },
      { action_name: 'resolve_conversation', action_params: [] },
    ],
  });
  const { page } = await stage.open('/settings/automation');
  await page.getByRole('link', { name: 'Both' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Move Mute', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByText('Mute is now 2 of 2').waitFor();
  const focused = page.locator(':focus');
  assert.equal(await focused.getAttribute('aria-label'), 'Move Mute');
  await page.keyboard.press('ArrowUp');
  await page.getByText('Mute is now 1 of 2').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.getByText('Mute is now 2 of 2').waitFor();
  await page.getByLabel('Name', { exact: true }).focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' again');
  await page.keyboard.press('Enter');
  await page.getByText('Rule saved').waitFor();
  const [saved] = await rules();
  assert.equal(saved?.name, 'Both again');
  assert.deepEqual(saved.actions.map(({ action_name }) => action_name), ['resolve_conversation', 'mute_conversation']); // prettier-ignore
  await forget();
});

test('an agent is told that rules are for administrators', async () => {
  await make('Secret rule');
  for (const path of ['', '/new']) {
    const { page } = await stage.open(`/settings/automation${path}`, { as: ben });
    await page.getByText('Only administrators can change this.').waitFor();
    assert.equal(await page.getByText('Secret rule').count(), 0);
  }
  await forget();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the pages of rules are accessible in the ${colorScheme} theme`, async () => {
    const rule = await make('Look', { active: true });
    await stage.writes('Tom', 'hello');
    const { page } = await stage.open('/settings/automation', { context: { colorScheme } });
    await page.getByText(/Acted last/).waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('link', { name: /Acted last/ }).click();
    await page.getByRole('list', { name: 'What was done' }).first().waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('button', { name: 'Add condition' }).click();
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByText('Something is still missing').first().waitFor();
    await page.getByRole('textbox', { name: 'Value of condition 1' }).fill('hello');
    await page.getByRole('button', { name: 'Try' }).click();
    await page.getByText(/Would have acted/).waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('link', { name: 'Macros' }).click();
    await page.getByRole('alertdialog').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await api('DELETE', `/automation_rules/${rule.id}`);
  });
}

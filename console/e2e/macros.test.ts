import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');
await api('POST', '/labels', { title: 'refund', color: '#aa0000', show_on_sidebar: true });

interface Macro {
  id: number;
  name: string;
  visibility: string;
  actions: { action_name: string; action_params: unknown[] }[];
}

const macros = async (as = stage.ada): Promise<Macro[]> =>
  (await api<{ payload: Macro[] }>('GET', '/macros', undefined, as)).payload;
const action = (action_name: string, ...action_params: unknown[]) => ({ action_name, action_params }); // prettier-ignore
const choose = async (page: Page, label: string, option: string): Promise<void> => {
  await page.getByRole('combobox', { name: label, exact: true }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

test('a macro is written, run from a conversation, and its log says what it did there', async () => {
  const id = await stage.writes('Mia', 'I want my money back');
  const { page, complaints } = await stage.open('/settings/macros');
  await page.getByText('No macros yet').waitFor();
  await page.getByRole('link', { name: 'Add macro' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Take it');
  await choose(page, 'Who can run it', 'Everybody');
  await choose(page, 'Agent', 'Whoever runs the macro');
  await page.getByRole('button', { name: 'Add action' }).click();
  await choose(page, 'Action 2', 'Write a private note');
  await page.getByLabel('Text', { exact: true }).fill('Mine now');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Macro saved').waitFor();
  await page
    .getByText(/Assign to an agent: Whoever runs the macro → Write a private note/)
    .waitFor();
  await page.goto(`${stage.desk}/app/accounts/${stage.server.account_id}/conversations/${id}?tab=all`); // prettier-ignore
  const [made] = await macros();
  await page.getByRole('button', { name: 'Run: Take it' }).click();
  await page.getByRole('log').getByText('Mine now').waitFor();
  await page.goto(`${stage.desk}/app/accounts/${stage.server.account_id}/settings/macros`);
  await page.getByRole('link', { name: 'Log of Take it' }).click();
  await page.getByRole('link', { name: `Conversation ${id}`, exact: true }).waitFor();
  const done = page.getByRole('list', { name: 'What was done' });
  await done.getByText('Write a private note').waitFor();
  await page.getByRole('main').getByText(/^Ada · /).waitFor(); // prettier-ignore
  assert.deepEqual(complaints, []);
  await api('DELETE', `/macros/${made!.id}`);
});

test('what could not be done is said, and the rest was done all the same', async () => {
  const id = await stage.writes('Noah', 'Hello');
  const made = await api<{ payload: Macro }>('POST', '/macros', {
    name: 'Half',
    visibility: 'global',
    actions: [action('assign_team', 4711), action('add_label', 'refund')],
  });
  await api('POST', `/macros/${made.payload.id}/execute`, { conversation_ids: [id] });
  const { page } = await stage.open(`/settings/macros/${made.payload.id}/runs`);
  await page.getByText('Partly done').waitFor();
  await page.getByText('Not done: there is no such team').waitFor();
  await api('DELETE', `/macros/${made.payload.id}`);
});

test('by dragging and by keys actions come into another order', async () => {
  const actions = [action('mute_conversation'), action('add_label', 'refund'), action('resolve_conversation')]; // prettier-ignore
  const made = await api<{ payload: Macro }>('POST', '/macros', { name: 'Spam', actions });
  const { page } = await stage.open(`/settings/macros/${made.payload.id}`);
  const handle = (name: string) => page.getByRole('button', { name: `Move ${name}`, exact: true });
  const from = await handle('Mute').boundingBox();
  const to = await handle('Resolve').boundingBox();
  await page.mouse.move(from!.x + 5, from!.y + 5);
  await page.mouse.down();
  await page.mouse.move(to!.x + 5, to!.y + 40, { steps: 10 });
  await page.mouse.up();
  await page.getByText('Mute is now 3 of 3').waitFor();
  await handle('Resolve').focus();
  await page.keyboard.press('ArrowUp');
  await page.getByText('Resolve is now 1 of 3').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Macro saved').waitFor();
  const saved = (await macros()).find(({ name }) => name === 'Spam');
  assert.deepEqual(
    saved?.actions.map(({ action_name }) => action_name),
    ['resolve_conversation', 'add_label', 'mute_conversation'],
  );
  await api('DELETE', `/macros/${made.payload.id}`);
});

test('an agent makes macros of their own, and changes no others', async () => {
  const everybodys = await api<{ payload: Macro }>('POST', '/macros', { name: 'For all', visibility: 'global', actions: [action('mute_conversation')] }); // prettier-ignore
  await api('POST', '/macros', { name: 'Ada alone', actions: [action('mute_conversation')] });
  const { page, complaints } = await stage.open('/settings/macros', { as: ben });
  await page.getByRole('cell', { name: 'For all', exact: true }).waitFor();
  assert.equal(await page.getByText('Ada alone').count(), 0);
  assert.equal(await page.getByRole('link', { name: 'Edit For all' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Delete For all' }).count(), 0);
  await page.getByRole('link', { name: 'Add macro' }).click();
  await page.getByText(/Only you can see and run it/).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Quiet');
  await choose(page, 'Action 1', 'Mute');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('row', { name: /Quiet Mute Only me Ben/ }).waitFor();
  assert.equal((await macros(ben)).find(({ name }) => name === 'Quiet')?.visibility, 'personal');
  await page.goto(`${stage.desk}/app/accounts/${stage.server.account_id}/settings/macros/${everybodys.payload.id}`); // prettier-ignore
  await page.getByText('Only whoever made it, or an administrator, can change it.').waitFor();
  await page.getByRole('link', { name: 'Macros' }).last().click();
  await page.getByRole('button', { name: 'Delete Quiet' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Macro deleted').waitFor();
  await page.getByRole('cell', { name: 'Quiet', exact: true }).waitFor({ state: 'detached' });
  assert.deepEqual(complaints, []);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the pages of macros are accessible in the ${colorScheme} theme`, async () => {
    const id = await stage.writes('Kim', 'Hello');
    const made = await api<{ payload: Macro }>('POST', '/macros', {
      name: `In ${colorScheme}`,
      actions: [action('send_message', 'Hello'), action('assign_team', 4711)],
    });
    await api('POST', `/macros/${made.payload.id}/execute`, { conversation_ids: [id] });
    const { page } = await stage.open('/settings/macros', { context: { colorScheme } });
    await page.getByRole('cell', { name: `In ${colorScheme}`, exact: true }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('link', { name: `Log of In ${colorScheme}` }).click();
    await page.getByText('Partly done').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('link', { name: 'Macros' }).last().click();
    await page.getByRole('link', { name: `Edit In ${colorScheme}` }).click();
    await page.getByLabel('Name', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('A macro needs a name.').waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

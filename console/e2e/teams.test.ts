import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api, ada } = stage;
const ben = await stage.person('Ben');
const cleo = await stage.person('Cleo');

const membersOf = async (team: number): Promise<string[]> =>
  (await api<{ name: string }[]>('GET', `/teams/${team}/team_members`)).map(({ name }) => name);

test('members are found by their address, joined and taken out', async () => {
  const { id } = await api<{ id: number }>('POST', '/teams', { name: 'billing' });
  await api('POST', `/teams/${id}/team_members`, { user_ids: [ada.id] });
  const { page, complaints } = await stage.open('/settings/teams');
  await page.getByRole('button', { name: 'Edit billing' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('status').getByText('1 person').waitFor();
  await dialog.getByRole('option', { name: 'Ada' }).click();
  await dialog.getByRole('combobox', { name: 'Members' }).fill('cleo@acme');
  await dialog.getByRole('option', { name: 'Ben' }).waitFor({ state: 'detached' });
  await dialog.getByRole('option', { name: 'Cleo' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.deepEqual(await membersOf(id), ['Cleo']);
  await page
    .getByRole('row', { name: /billing/ })
    .getByText('Cleo')
    .waitFor();
  assert.deepEqual(complaints, []);
});

test('a name that is taken is refused beside the field, which is where one goes on writing', async () => {
  await api('POST', '/teams', { name: 'sales' });
  const { page } = await stage.open('/settings/teams');
  await page.getByRole('button', { name: 'Add team' }).click();
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('Sales');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Name has already been taken').waitFor();
  assert.equal(await name.getAttribute('aria-invalid'), 'true');
  await name.and(page.locator(':focus')).waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('a team whose members are refused is made once, however often it is sent', async () => {
  let fails = true;
  const { page } = await stage.open('/settings/teams', {
    prepare: async (context) =>
      context.route('**/team_members', async (route) =>
        fails && route.request().method() === 'PATCH'
          ? route.fulfill({ status: 401, json: { error: 'Invalid User IDs' } })
          : route.continue(),
      ),
  });
  await page.getByRole('button', { name: 'Add team' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('returns');
  await page.getByRole('option', { name: 'Ben' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByText('Invalid User IDs').waitFor();
  fails = false;
  await page.getByRole('button', { name: 'Save' }).click();
  await page
    .getByRole('row', { name: /returns/ })
    .getByText('Ben')
    .waitFor();
  const teams = await api<{ id: number; name: string }[]>('GET', '/teams');
  const [made, ...more] = teams.filter(({ name }) => name === 'returns');
  assert.deepEqual([await membersOf(made?.id ?? 0), more], [['Ben'], []]);
});

test('an agent sees at once that they joined a team, left it, and that it is no more', async () => {
  const { id } = await api<{ id: number }>('POST', '/teams', { name: 'nights' });
  const { page } = await stage.open('/settings/teams', { as: ben });
  const row = page.getByRole('row', { name: /nights/ });
  await row.waitFor();
  await api('POST', `/teams/${id}/team_members`, { user_ids: [ben.id, cleo.id] });
  await row.getByText('You are a member').waitFor();
  await row.getByText('Ben, Cleo').waitFor();
  await api('DELETE', `/teams/${id}/team_members`, { user_ids: [ben.id] });
  await row.getByText('You are a member').waitFor({ state: 'detached' });
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'nights' });
  await link.waitFor();
  await api('DELETE', `/teams/${id}`);
  await link.waitFor({ state: 'detached' });
  await row.waitFor({ state: 'detached' });
});

test('a team is deleted after a question that says what becomes of its conversations', async () => {
  await api('POST', '/teams', { name: 'former' });
  const { page } = await stage.open('/settings/teams');
  await page.getByRole('button', { name: 'Delete former' }).click();
  const question = page.getByRole('alertdialog', { name: 'Delete the team former?' });
  await question.getByText('Its conversations stay').waitFor();
  await question.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('row', { name: /former/ }).waitFor({ state: 'detached' });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the teams are accessible on a phone in the ${colorScheme} theme`, async () => {
    const context = { colorScheme, viewport: { width: 390, height: 844 } };
    const { page } = await stage.open('/settings/teams', { context });
    await page.getByRole('row', { name: /billing/ }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('button', { name: 'Edit billing' }).click();
    await page.getByRole('option', { name: 'Cleo' }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');

interface Agent {
  name: string;
  email: string;
  role: string;
  custom_role_id: number | null;
}

test('two people are invited at once, and stand in the list as invited', async () => {
  const { page, complaints } = await stage.open('/settings/agents');
  await page.getByRole('button', { name: 'Invite people' }).click();
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill('kim.lee@example.com');
  await page.keyboard.press('Enter');
  await page.keyboard.type('lou@example.com');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByText('2 invitations were sent').first().waitFor();
  const row = page.getByRole('row', { name: /Kim Lee/ });
  await row.getByText('Invited').filter({ visible: true }).waitFor();
  const agents = await api<Agent[]>('GET', '/agents');
  assert.ok(agents.some(({ email }) => email === 'lou@example.com'));
  assert.deepEqual(complaints, []);
});

test('an address that is refused is named, the others are invited', async () => {
  const { page } = await stage.open('/settings/agents');
  await page.getByRole('button', { name: 'Invite people' }).click();
  await page.getByRole('textbox', { name: 'E-mail addresses' }).fill('mia@example.com');
  await page.keyboard.press('Enter');
  await page.keyboard.type(ben.email);
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page
    .getByRole('alert')
    .getByText(new RegExp(`^${ben.email}: `))
    .waitFor();
  const left = page.getByRole('textbox', { name: 'E-mail addresses' });
  assert.equal(await left.inputValue(), ben.email, 'whoever was invited is not invited again');
  await page.keyboard.press('Escape');
  await page.getByRole('row', { name: /Mia/ }).waitFor();
});

test('a role is made and given to somebody; without it they are an agent again', async () => {
  const { page } = await stage.open('/settings/roles');
  await page.getByRole('button', { name: 'Add role' }).click();
  await page.getByLabel('Name').fill('Reporter');
  await page.getByRole('checkbox', { name: 'See the reports' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: 'See the reports' }).waitFor();
  await page.getByRole('link', { name: 'Agents', exact: true }).click();
  await page.getByRole('button', { name: 'Edit Ben' }).click();
  await page.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Reporter' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page
    .getByRole('row', { name: /Ben/ })
    .getByText('Reporter')
    .filter({ visible: true })
    .waitFor();
  await page.getByRole('link', { name: 'Roles', exact: true }).click();
  await page.getByRole('cell', { name: 'Ben' }).waitFor();
  await page.getByRole('button', { name: 'Delete Reporter' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No roles yet').waitFor();
  const agents = await api<Agent[]>('GET', '/agents');
  assert.equal(agents.find(({ name }) => name === 'Ben')?.custom_role_id, null);
});

test('a team is made and joined by keys alone', async () => {
  const { page } = await stage.open('/settings/teams');
  await page.getByRole('button', { name: 'Add team' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('Name').waitFor();
  await page.keyboard.type('billing');
  await page.getByRole('combobox', { name: 'Members' }).focus();
  await page.keyboard.type('ben');
  await page.getByRole('option', { name: 'Ada' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Ben', selected: true }).waitFor();
  await page.getByLabel('Description').focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('row', { name: /billing/ })
    .getByText('Ben')
    .waitFor();
  const [team] = await api<{ id: number; name: string }[]>('GET', '/teams');
  assert.equal(team?.name, 'billing');
});

test('somebody is removed who is not oneself', async () => {
  await stage.person('Zoe');
  const { page } = await stage.open('/settings/agents');
  await page.getByRole('row', { name: /Zoe/ }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Remove Ada' }).count(), 0);
  await page.getByRole('button', { name: 'Remove Zoe' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('row', { name: /Zoe/ }).waitFor({ state: 'detached' });
});

test('an agent sees who works here and the teams, and can change neither', async () => {
  const { page } = await stage.open('/settings/agents', { as: ben });
  await page.getByRole('row', { name: /Ada/ }).waitFor();
  assert.equal(await page.getByRole('button', { name: /Invite|Edit|Remove/ }).count(), 0);
  await page.getByRole('link', { name: 'Teams', exact: true }).click();
  await page.getByRole('heading', { name: 'Teams', level: 1 }).waitFor();
  assert.equal(await page.getByRole('button', { name: /Add|Edit|Delete/ }).count(), 0);
  await page.goto(page.url().replace('teams', 'roles'));
  await page.getByText('Only administrators can change this.').waitFor();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the dialogs of people are accessible in the ${colorScheme} theme`, async () => {
    const { page } = await stage.open('/settings/agents', { context: { colorScheme } });
    const check = async (button: string): Promise<void> => {
      await page.getByRole('button', { name: button }).first().click();
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await violationsOf(page), []);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await check('Invite people');
    await check('Edit Ada');
    await page.getByRole('link', { name: 'Teams', exact: true }).click();
    await check('Add team');
    await page.getByRole('link', { name: 'Roles', exact: true }).click();
    await check('Add role');
  });
}

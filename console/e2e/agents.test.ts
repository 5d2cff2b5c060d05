import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api, ada } = stage;
const ben = await stage.person('Ben');

test('an invitation is sent again to whoever has not begun', async () => {
  await api('POST', '/agents', { name: 'Kim Lee', email: 'kim@example.com', role: 'agent' });
  const { page, complaints } = await stage.open('/settings/agents');
  const again = page.getByRole('button', { name: 'Send Kim Lee the invitation again' });
  const sent = page.waitForResponse((each) => each.url().endsWith('/invitation'));
  await again.click();
  assert.equal((await sent).status(), 200);
  await page.getByText('The invitation was sent to kim@example.com again').first().waitFor();
  assert.equal(await page.getByRole('button', { name: /Send Ben/ }).count(), 0);
  assert.deepEqual(complaints, []);
});

test('whoever is added or becomes another elsewhere is so in the list at once', async () => {
  const { page } = await stage.open('/settings/agents', { as: ben });
  await page.getByRole('row', { name: /Ada/ }).waitFor();
  const { id } = await api<{ id: number }>('POST', '/agents', { name: 'Lou', email: 'lou@example.com' }); // prettier-ignore
  await page
    .getByRole('row', { name: /Lou/ })
    .getByText('Invited')
    .filter({ visible: true })
    .waitFor();
  await api('PATCH', `/agents/${id}`, { role: 'administrator' });
  await page
    .getByRole('row', { name: /Lou/ })
    .getByText('Administrator')
    .filter({ visible: true })
    .waitFor();
});

test('an agent who is made an administrator may invite without loading anything again', async () => {
  const uma = await stage.person('Uma');
  const { page } = await stage.open('/settings/agents', { as: uma });
  await page.getByRole('row', { name: /Ada/ }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Invite people' }).count(), 0);
  await api('PATCH', `/agents/${uma.id}`, { role: 'administrator' });
  await page.getByRole('button', { name: 'Invite people' }).waitFor();
  await api('PATCH', `/agents/${uma.id}`, { role: 'agent' });
  await page.getByRole('button', { name: 'Invite people' }).waitFor({ state: 'detached' });
});

test('the last administrator can neither leave nor become an agent, and is told why; by keys alone', async () => {
  const all = await api<{ id: number; role: string }[]>('GET', '/agents');
  for (const { id, role } of all) {
    if (role === 'administrator' && id !== ada.id) await api('DELETE', `/agents/${id}`);
  }
  const { page } = await stage.open('/settings/agents');
  await page.getByRole('button', { name: 'Leave the account' }).focus();
  await page.keyboard.press('Enter');
  const question = page.getByRole('alertdialog', { name: 'Leave this account?' });
  await question.waitFor();
  await question.getByRole('button', { name: 'Leave the account' }).focus();
  await page.keyboard.press('Enter');
  await question.getByText('they are the last administrator').waitFor();
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Edit Ada' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Role' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Agent', exact: true }).waitFor();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('they are the last administrator').waitFor();
});

test('an administrator who leaves is out at once', async () => {
  const vic = await stage.person('Vic', 'administrator');
  const { page } = await stage.open('/settings/agents', { as: vic });
  await page.getByRole('button', { name: 'Leave the account' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Leave the account' }).click();
  await page.getByText('You do not work in this account').waitFor();
});

test('people are found by their address, and the list says when nobody is', async () => {
  const { page } = await stage.open('/settings/agents');
  await page.getByRole('searchbox', { name: 'Search people' }).fill('acme BEN');
  await page.getByRole('row', { name: /Ada/ }).waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /Ben/ }).waitFor();
  await page.getByRole('searchbox', { name: 'Search people' }).fill('nobody');
  await page.getByText('Nothing found').waitFor();
});

test('a list of addresses that is pasted is as many invitations', async () => {
  const { page } = await stage.open('/settings/agents');
  await page.getByRole('button', { name: 'Invite people' }).click();
  const box = page.getByRole('textbox', { name: 'E-mail addresses' });
  await box.and(page.locator(':focus')).waitFor();
  await page.keyboard.type('one@example.com ');
  await page.getByRole('button', { name: 'Remove one@example.com' }).waitFor();
  const name = page.getByRole('textbox', { name: 'Name' });
  await name.fill('four@example.com; five@example.com, six@example.com');
  await name.press('Control+a');
  await name.press('Control+x');
  await box.press('Control+v');
  await page.getByRole('button', { name: 'Remove six@example.com' }).waitFor();
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByText('4 invitations were sent').first().waitFor();
  await page.getByRole('row', { name: /four@example.com/ }).waitFor();
});

test('when the list cannot be loaded it says so, and is asked for again', async () => {
  let fails = true;
  const { page } = await stage.open('/settings/agents', {
    prepare: async (context) =>
      context.route('**/api/v1/accounts/*/agents', async (route) =>
        fails ? route.fulfill({ status: 422, json: { message: 'Not now' } }) : route.continue(),
      ),
  });
  await page.getByText('The agents could not be loaded.').waitFor();
  fails = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('row', { name: /Ada/ }).waitFor();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the agents are accessible on a phone in the ${colorScheme} theme`, async () => {
    const context = { colorScheme, viewport: { width: 390, height: 844 } };
    const { page } = await stage.open('/settings/agents', { context });
    const edit = page.getByRole('button', { name: 'Edit Ben' });
    await edit.waitFor();
    assert.deepEqual(await violationsOf(page), []);
    const place = await edit.boundingBox();
    assert.ok(place !== null && place.x + place.width <= 390, 'what can be done is in sight');
    await page.getByRole('button', { name: 'Leave the account' }).click();
    await page.getByRole('alertdialog').waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totpOf } from '../../server/src/auth/second-factor.ts';
import { PASSWORD, setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const ben = await stage.person('Ben');
const cleo = await stage.person('Cleo');

const profileOf = async (token: string): Promise<Record<string, unknown>> =>
  (await (await fetch(`${stage.desk}/api/v1/profile`, { headers: { api_access_token: token } })).json()) as Record<string, unknown>; // prettier-ignore

test('somebody gives themselves another name and a signature, and the sidebar says so', async () => {
  const { page, complaints } = await stage.open('/settings/profile', { as: ben });
  await page.getByLabel('Name', { exact: true }).fill('Ben Ash');
  await page.getByLabel('Name that customers see').fill('Benny');
  await page.getByLabel('Signature').fill('Yours, **Ben**');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: /Ben Ash/ }).waitFor();
  const profile = await profileOf(ben.token);
  assert.deepEqual([profile['name'], profile['display_name'], profile['message_signature']], ['Ben Ash', 'Benny', 'Yours, **Ben**']); // prettier-ignore
  assert.deepEqual(complaints, []);
});

test('a picture is put up and taken away', async () => {
  const { page } = await stage.open('/settings/profile', { as: ben });
  const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  await page.getByLabel('Picture').setInputFiles({ name: 'me.gif', mimeType: 'image/gif', buffer: gif }); // prettier-ignore
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('checkbox', { name: 'Remove the picture' }).click();
  assert.notEqual((await profileOf(ben.token))['avatar_url'], '');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('checkbox', { name: 'Remove the picture' }).waitFor({ state: 'detached' });
  assert.equal((await profileOf(ben.token))['avatar_url'], '');
});

test('a dense list has more lines on the same screen', async () => {
  for (let each = 0; each < 12; each += 1) await stage.writes(`Guest ${each}`, 'Hi');
  const { page } = await stage.open('/settings/profile', { as: ben });
  const kept = page.waitForResponse((answer) => answer.request().method() === 'PUT');
  await page.getByRole('switch', { name: 'Dense list' }).click();
  await kept;
  await page.goto(page.url().replace(/settings.*/, 'conversations?tab=all'));
  const row = page.getByRole('link', { name: /Guest 1\b/ }).first();
  await row.waitFor();
  assert.ok(((await row.boundingBox())?.height ?? 100) < 60);
});

test('a password is changed by keys alone; whoever is signed in elsewhere is signed out', async () => {
  const other = await stage.open('/conversations', { as: cleo, apart: true });
  const { page } = await stage.open('/settings/security', { as: cleo });
  await page.getByRole('listitem').nth(1).waitFor();
  await page.getByLabel('Your password').focus();
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Another1!pass');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Another1!other');
  await page.keyboard.press('Enter');
  await page.getByText('The two new passwords are not the same.').waitFor();
  await page.getByLabel('New password once more').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Another1!pass');
  await page.keyboard.press('Enter');
  await page.getByText('Password changed').first().waitFor();
  await other.page.waitForURL(/\/app\/login/);
});

test('another session is ended from here', async () => {
  const other = await stage.open('/conversations', { apart: true });
  const { page } = await stage.open('/settings/security');
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await other.page.waitForURL(/\/app\/login/);
  await page.getByText('This browser').waitFor();
  assert.equal(await page.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem').count(), 1); // prettier-ignore
});

test('a second step is set up with a code from an app, asked for at the next sign-in, and switched off', async () => {
  const { page } = await stage.open('/settings/security');
  await page.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('img', { name: /Picture with the key/ }).waitFor();
  assert.deepEqual(await violationsOf(page), []);
  const secret = await dialog.locator('code').innerText();
  await dialog.getByLabel('Code from the app').fill('000000');
  await dialog.getByRole('button', { name: 'Switch on' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('Code from the app').fill(totpOf(secret).generate());
  await dialog.getByRole('button', { name: 'Switch on' }).click();
  await dialog.getByText('Each of them lets you in once').waitFor();
  const [backup] = (await dialog.locator('code').innerText()).split(' ');
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByRole('region', { name: 'Second step when signing in' }).getByText('On', { exact: true }).waitFor(); // prettier-ignore
  const context = await stage.browser.newContext({ reducedMotion: 'reduce' });
  const fresh = await context.newPage();
  await fresh.goto(`${stage.desk}/app/login`);
  await fresh.getByLabel('E-mail address').fill(stage.ada.email);
  await fresh.getByLabel('Password').fill(PASSWORD);
  await fresh.getByRole('button', { name: 'Sign in' }).click();
  await fresh.getByRole('button', { name: 'Use a backup code instead' }).click();
  await fresh.getByRole('textbox').fill(backup ?? '');
  await fresh.keyboard.press('Enter');
  await fresh.getByRole('heading', { name: 'Conversations' }).waitFor();
});

test('the access token is shown when it is asked for, and made anew', async () => {
  const { page } = await stage.open('/settings/security', { as: ben });
  const region = page.getByRole('region', { name: 'Access token' });
  assert.equal(await region.locator('code').count(), 0);
  await region.getByRole('button', { name: 'Show' }).click();
  assert.equal(await region.locator('code').innerText(), ben.token);
  await region.getByRole('button', { name: 'Make a new one' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Make a new one' }).click();
  await page.getByText('The new token holds from now on').first().waitFor();
  assert.notEqual(await region.locator('code').innerText(), ben.token);
});

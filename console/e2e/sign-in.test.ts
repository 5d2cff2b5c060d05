import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { totpOf } from '../../server/src/auth/second-factor.ts';
import { linkIn } from '../../server/test/access-mails.ts';
import { startMailServer } from '../../server/test/mail-server.ts';
import { eventually } from '../../server/test/receiver.ts';
import { PASSWORD, setStage, violationsOf } from './stage.ts';

const mails = await startMailServer();
const stage = await setStage({ SMTP_URL: mails.url });
const ben = await stage.person('Ben');
const cleo = await stage.person('Cleo');

/** A browser in which nobody has signed in. */
async function fresh(path: string): Promise<Page> {
  const context = await stage.browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(stage.desk + path);
  return page;
}

const inside = async (page: Page): Promise<void> =>
  page.getByRole('navigation', { name: 'Main' }).waitFor();

test('whoever follows a link into the desk signs in by keys alone and is where the link led', async () => {
  const id = await stage.writes('Mia', 'Where is my order?');
  const page = await fresh(`/app/accounts/${stage.server.account_id}/conversations/${id}?tab=all`);
  await page.getByRole('heading', { name: 'Sign in to Confab' }).waitFor();
  await page.keyboard.type(ben.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type('not this one');
  await page.keyboard.press('Enter');
  await page.getByText('That address and password do not go together.').waitFor();
  assert.equal(await page.getByLabel('E-mail address').inputValue(), ben.email);
  assert.deepEqual(await violationsOf(page), []);
  await page.getByLabel('Password').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('Where is my order?').waitFor();
});

test('a forgotten password is chosen anew through a link in a mail, which works once', async () => {
  const page = await fresh('/app/login');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('E-mail address').fill(cleo.email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await page.getByText('a mail with a link is on its way').waitFor();
  const text = await eventually(async () => {
    const mail = mails.received.find(({ to }) => to.includes(cleo.email));
    return mail === undefined ? undefined : ((await mail.parsed).text ?? '');
  });
  const link = `/app/auth/password/edit?reset_password_token=${encodeURIComponent(linkIn({ text }).token)}`;
  const choose = async (where: Page, password: string, again = password): Promise<void> => {
    await where.getByLabel('New password', { exact: true }).fill(password);
    await where.getByLabel('New password again').fill(again);
    await where.getByRole('button', { name: 'Save and sign in' }).click();
  };
  await page.goto(stage.desk + link);
  await choose(page, 'Password2!', 'Password3!');
  await page.getByText('The two are not the same.').waitFor();
  await choose(page, 'short');
  await page
    .getByRole('alert')
    .filter({ hasText: /password/i })
    .waitFor();
  await choose(page, 'Password2!');
  await inside(page);

  const late = await fresh(link);
  await choose(late, 'Password4!');
  await late.getByRole('alert').waitFor();
  await late.getByRole('link', { name: 'Back to sign-in' }).click();
  await late.getByLabel('E-mail address').fill(cleo.email);
  await late.getByLabel('Password').fill('Password2!');
  await late.keyboard.press('Enter');
  await inside(late);
});

test('a reset says the same about an address that nobody has', async () => {
  const page = await fresh('/app/auth/reset/password');
  await page.getByLabel('E-mail address').fill('nobody@example.com');
  await page.keyboard.press('Enter');
  await page
    .getByText('If nobody@example.com has an account, a mail with a link is on its way.')
    .waitFor();
});

test('with a second step, the password alone lets nobody in; the code of the app does', async () => {
  const { page: own } = await stage.open('/settings/security', { as: ben });
  await own.getByRole('button', { name: 'Set up' }).click();
  const dialog = own.getByRole('dialog');
  const secret = await dialog.locator('code').innerText();
  await dialog.getByLabel('Code from the app').fill(totpOf(secret).generate());
  await dialog.getByRole('button', { name: 'Switch on' }).click();
  await dialog.getByRole('button', { name: 'I have kept them' }).click();

  const page = await fresh('/app/login');
  await page.getByLabel('E-mail address').fill(ben.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Second step' }).waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem('confab.session')), null);
  await page.getByLabel('Code from your app').fill('000000');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  // A code counts once: the one of the set-up is used up.
  const next = totpOf(secret).generate({ timestamp: Date.now() + 30_000 });
  await page.getByLabel('Code from your app').fill(next);
  await page.keyboard.press('Enter');
  await inside(page);
});

test('whoever signs out is out in both tabs, and the way back is the sign-in', async () => {
  const { page, context } = await stage.open('/conversations');
  const other = await context.newPage();
  await other.goto(page.url());
  await inside(other);
  await page.getByRole('button', { name: /Ada/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  for (const tab of [page, other]) {
    await tab.getByRole('heading', { name: 'Sign in to Confab' }).waitFor();
  }
  await page.goBack();
  await page.getByRole('heading', { name: 'Sign in to Confab' }).waitFor();
});

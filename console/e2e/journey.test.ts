import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../server/test/chromium.ts';
import { linkIn } from '../../server/test/access-mails.ts';
import { confab, freePort, newDataDir } from '../../server/test/command.ts';
import { startMailServer } from '../../server/test/mail-server.ts';
import { eventually } from '../../server/test/receiver.ts';
import { listenToComplaints } from './stage.ts';

/** Nobody has been here before: `confab start --empty`, and a mail server for the invitation. */
const mails = await startMailServer();
const PORT = await freePort();
const desk = `http://127.0.0.1:${PORT}`;
const settings = { DATA_DIR: newDataDir(), PORT, BASE_URL: desk, SMTP_URL: mails.url };
await confab(['start', '--empty'], settings).printed('Confab is listening');
const browser = await launchBrowser();
const complaints: string[][] = [];

/** A browser of somebody's own. */
async function comes(): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  complaints.push(listenToComplaints(page));
  return page;
}

/** A website with a snippet in it, on another origin than the desk. */
async function website(snippet: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="en"><title>Shop</title><body>${snippet}</body></html>`,
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}

/** The text of the mail that this person gets. */
const mailTo = async (address: string): Promise<string> =>
  eventually(async () => {
    const mail = mails.received.find(({ to }) => to.includes(address));
    return mail === undefined ? undefined : ((await mail.parsed).text ?? '');
  });

const main = (page: Page) => page.getByRole('navigation', { name: 'Main' });
/** The one conversation; its visitor has been given a name like bold-cloud-872. */
const row = (page: Page) => page.getByRole('link', { name: /[a-z]+-[a-z]+-\d+/ });

test('from an empty server to a customer who was answered, all by hand: first run, inbox, invitation, reply, snooze, wake, resolve', async () => {
  // The first person of a new server finds the way from its address alone.
  const ada = await comes();
  await ada.goto(desk);
  await ada.getByLabel('Your name').fill('Ada Moss');
  await ada.getByLabel('Company').fill('Acme');
  await ada.getByLabel('E-mail').fill('ada@acme.example.com');
  await ada.getByLabel('Password').fill('Password1!');
  await ada.getByRole('button', { name: 'Create' }).click();
  await main(ada).waitFor();

  await main(ada).getByRole('link', { name: 'Settings' }).click();
  await ada.getByRole('link', { name: 'Inboxes', exact: true }).click();
  await ada.getByRole('button', { name: 'Add inbox' }).first().click();
  await ada.getByRole('link', { name: /^Website/ }).click();
  await ada.getByLabel('Name').fill('Shop');
  await ada.getByLabel('Address of the website').fill('https://shop.example.com');
  await ada.getByRole('button', { name: 'Make inbox' }).click();
  const snippet = await ada.getByText(/chatwootSDK\.run/).innerText();

  await ada.getByRole('link', { name: 'Agents', exact: true }).click();
  await ada.getByRole('button', { name: 'Invite people' }).click();
  await ada.getByRole('textbox', { name: 'E-mail addresses' }).fill('ben@acme.example.com');
  await ada.getByRole('button', { name: 'Invite', exact: true }).click();

  // Whoever is invited comes in through the link of the mail, into an account that says who does what.
  const { page: path, token } = linkIn({ text: await mailTo('ben@acme.example.com') });
  assert.ok(path.startsWith(`${desk}/app/`), path);
  const ben = await comes();
  await ben.goto(path.replace(/\?.*/, `?reset_password_token=${encodeURIComponent(token)}`));
  await ben.getByLabel('New password', { exact: true }).fill('Password2!');
  await ben.getByLabel('New password again').fill('Password2!');
  await ben.getByRole('button', { name: /Save/ }).click();
  await main(ben).waitFor();

  await ada.getByRole('link', { name: 'Inboxes', exact: true }).click();
  await ada.getByRole('link', { name: 'Shop' }).last().click();
  await ada.getByRole('link', { name: 'People' }).click();
  await ada.getByRole('checkbox', { name: 'Ben' }).click();
  await ada.getByRole('button', { name: 'Save' }).click();
  await main(ben).getByRole('link', { name: 'Shop' }).waitFor();

  // A visitor writes; both see it without a reload.
  const visitor = await comes();
  await visitor.goto(await website(snippet));
  const chat = visitor.frameLocator('#chatwoot_live_chat_widget');
  await visitor.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Where is my parcel?');
  await chat.getByRole('button', { name: 'Send' }).click();
  await main(ben).getByRole('link', { name: 'Conversations' }).click();
  await ben.getByRole('button', { name: /^All\b/ }).click();
  await row(ben).click();
  await ben.getByRole('log').getByText('Where is my parcel?').waitFor();

  await ben.keyboard.press('r');
  await ben.keyboard.type('It left this morning.');
  await ben.keyboard.press('Control+Enter');
  await chat.getByText('It left this morning.').waitFor();

  await chat.getByRole('textbox', { name: 'Message' }).fill('Thank you!');
  await chat.getByRole('button', { name: 'Send' }).click();
  await ben.getByRole('log').getByText('Thank you!').waitFor();

  // Put aside until later; the hour comes, and the conversation is back by itself, in both browsers.
  await main(ada).getByRole('link', { name: 'Conversations' }).click();
  await ada.getByRole('button', { name: /^All\b/ }).click();
  await row(ada).waitFor();
  await ben.keyboard.press('Escape');
  await ben.keyboard.press('s');
  await ben.getByRole('combobox').fill('in 4 seconds');
  await ben.getByRole('option').first().waitFor();
  await ben.keyboard.press('Enter');
  await row(ada).waitFor({ state: 'detached' });
  await row(ada).waitFor();
  await ben.getByRole('button', { name: 'Resolve', exact: true }).waitFor();

  await ben.keyboard.press('e');
  await row(ada).waitFor({ state: 'detached' });
  await chat.getByRole('button', { name: 'Start a new conversation' }).waitFor();

  assert.deepEqual(complaints.flat(), []);
});

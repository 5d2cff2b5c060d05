import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { layLine } from './line.ts';
import { setStage } from './stage.ts';

// Whatever happens to a page, in the end it shows what the server has, and what its person wrote is not lost.

const stage = await setStage();
const { api } = stage;

const log = (page: Page) => page.getByRole('log');
const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply' });
const waiting = (page: Page) => log(page).getByText('Waiting for the connection');

/** What was said, as it stands on the page. */
const said = async (page: Page): Promise<string[]> =>
  (
    await log(page)
      .getByText(/^word \d+$/)
      .allTextContents()
  ).map((text) => text.trim());

/** What was said, as the server has it. */
const stored = async (id: number): Promise<string[]> => {
  const { payload } = await api<{ payload: { content: string | null }[] }>('GET', `/conversations/${id}/messages`); // prettier-ignore
  return payload
    .map(({ content }) => content ?? '')
    .filter((content) => /^word \d+$/.test(content));
};

const words = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `word ${from + index}`);

/** Resolves when nothing waits on this page any more. */
const allSent = async (page: Page) =>
  page.waitForFunction(`!document.body.textContent.includes('Waiting for the connection')`);

async function send(page: Page, text: string): Promise<void> {
  await reply(page).fill(text);
  await page.keyboard.press('Control+Enter');
}

/** Resolves when the server has taken it from this page. */
const isSent = async (page: Page, word: string) =>
  page.waitForResponse(
    (answer) =>
      answer.ok() &&
      answer.request().method() === 'POST' &&
      answer.request().postData()?.includes(word) === true,
  );

/** The same person's conversation in a second tab. */
async function secondTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await log(tab).getByText('word 0').waitFor();
  return tab;
}

test('several replies that are written offline come once, and in their order', async () => {
  const id = await stage.writes('Rosa', 'word 0');
  const { page, context } = await stage.open(`/conversations/${id}?tab=all`);
  await log(page).getByText('word 0').waitFor();
  await context.setOffline(true);
  for (const word of words(1, 5)) await send(page, word);
  await log(page).getByText('word 5').waitFor();
  assert.deepEqual(await stored(id), words(0, 0));
  const sent = Promise.all(words(1, 5).map(async (word) => isSent(page, word)));
  await context.setOffline(false);
  await sent;
  assert.deepEqual(await stored(id), words(0, 5));
  assert.deepEqual(await said(page), words(0, 5));
});

test('two tabs show the same, and what one has to send is sent once', async () => {
  const id = await stage.writes('Vera', 'word 0');
  const { page, context } = await stage.open(`/conversations/${id}?tab=all`);
  await log(page).getByText('word 0').waitFor();
  const tab = await secondTab(page);
  await send(page, 'word 1');
  await log(tab).getByText('word 1').waitFor();
  await context.setOffline(true);
  await send(page, 'word 2');
  await waiting(page).waitFor();
  await send(tab, 'word 3');
  await waiting(tab).last().waitFor();
  await context.setOffline(false);
  for (const each of [page, tab]) {
    await log(each).getByText('word 2').waitFor();
    await log(each).getByText('word 3').waitFor();
    await allSent(each);
  }
  const all = (await stored(id)).toSorted();
  assert.deepEqual(all, words(0, 3));
  assert.deepEqual(await said(page), await stored(id));
  assert.deepEqual(await said(tab), await stored(id));
  await tab.getByRole('button', { name: 'Resolve', exact: true }).click();
  await page.getByRole('button', { name: 'Reopen' }).waitFor();
});

test('a computer that slept shows what happened meanwhile when it wakes', async () => {
  const line = await layLine(stage.desk);
  const id = await stage.writes('Nora', 'word 0');
  const { page, context } = await stage.open(`/conversations/${id}?tab=all`, { desk: line.desk });
  await log(page).getByText('word 0').waitFor();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
  // Nobody says goodbye to a lid that is closed; the connections are gone when it opens.
  line.freeze();
  for (const word of words(1, 40)) await stage.answers(id, word);
  await api('POST', `/conversations/${id}/toggle_priority`, { priority: 'urgent' });
  line.cut();
  line.mend();
  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  await log(page).getByText('word 40').waitFor();
  assert.deepEqual((await said(page)).slice(-40), words(1, 40));
  await log(page)
    .getByText(/priority/)
    .first()
    .waitFor();
});

test('a page that crashes loses neither the draft nor what waited to be sent', async () => {
  const id = await stage.writes('Lina', 'word 0');
  const { page, context } = await stage.open(`/conversations/${id}?tab=all`);
  await log(page).getByText('word 0').waitFor();
  await context.setOffline(true);
  await send(page, 'word 1');
  await waiting(page).waitFor();
  await reply(page).fill('I was about to say');
  await page.waitForFunction(
    (key) => localStorage.getItem(key)?.includes('I was about to say'),
    `confab.draft.${stage.server.account_id}.${id}`,
  );
  const crashed = page.waitForEvent('crash');
  await page.goto('chrome://crash').catch(() => {});
  await crashed;
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(
    `${stage.desk}/app/accounts/${stage.server.account_id}/conversations/${id}?tab=all`,
  );
  await log(again).getByText('word 1').waitFor();
  await allSent(again);
  assert.equal(await reply(again).inputValue(), 'I was about to say');
  assert.deepEqual(await stored(id), words(0, 1));
});

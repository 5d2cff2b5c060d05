import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { createLog } from '../../server/src/log.ts';
import { openPool } from '../../server/src/db/pool.ts';
import { startServer } from '../../server/src/server.ts';
import { layLine } from './line.ts';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');

const log = (page: Page) => page.getByRole('log');
const lost = (page: Page) => page.getByText('The connection is lost');

/** What the customer said, as it stands on the page. */
const said = async (page: Page): Promise<string[]> =>
  (
    await log(page)
      .getByText(/^word \d+$/)
      .allTextContents()
  ).map((text) => text.trim());

const words = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `word ${from + index}`);

async function speak(id: number, from: number, to: number): Promise<void> {
  for (const word of words(from, to)) await stage.answers(id, word);
}

test('what was said while the connection was cut is there afterwards, once and in order', async () => {
  const line = await layLine(stage.desk);
  const id = await stage.writes('Mia', 'word 0');
  const { page, complaints } = await stage.open(`/conversations/${id}?tab=all`, {
    desk: line.desk,
  });
  await log(page).getByText('word 0').waitFor();
  await speak(id, 1, 2);
  await log(page).getByText('word 2').waitFor();
  let reads = 0;
  page.on('request', (request) => {
    if (/\/messages(\?|$)/.test(request.url()) && request.method() === 'GET') reads += 1;
  });
  line.cut();
  await speak(id, 3, 12);
  await lost(page).waitFor();
  assert.deepEqual(await said(page), words(0, 2));
  line.mend();
  await log(page).getByText('word 12').waitFor();
  await lost(page).waitFor({ state: 'detached' });
  await speak(id, 13, 13);
  await log(page).getByText('word 13').waitFor();
  assert.deepEqual(await said(page), words(0, 13));
  assert.equal(reads, 0, 'the server told what was missed, and nothing had to be read again');
  assert.deepEqual(complaints, []);
});

test('a break that is over in a moment is not shown, and loses nothing', async () => {
  const line = await layLine(stage.desk);
  const id = await stage.writes('Noah', 'word 0');
  const { page } = await stage.open(`/conversations/${id}?tab=all`, { desk: line.desk });
  await log(page).getByText('word 0').waitFor();
  await page.evaluate(`new MutationObserver(() => {
    if (document.body.textContent.includes('The connection is lost')) globalThis.wasLost = true;
  }).observe(document.body, { childList: true, subtree: true })`);
  line.cut();
  await speak(id, 1, 3);
  line.mend();
  await log(page).getByText('word 3').waitFor();
  assert.deepEqual(await said(page), words(0, 3));
  assert.equal(await page.evaluate('globalThis.wasLost'), undefined);
});

test('a line that has gone silent is noticed, and another one is taken', async () => {
  const line = await layLine(stage.desk);
  const id = await stage.writes('Ida', 'word 0');
  const { page } = await stage.open(`/conversations/${id}?tab=all`, { desk: line.desk });
  await log(page).getByText('word 0').waitFor();
  line.freeze();
  await speak(id, 1, 2);
  await lost(page).waitFor();
  line.mend();
  await log(page).getByText('word 2').waitFor();
  assert.deepEqual(await said(page), words(0, 2));
});

test('a browser without a network says so, and is complete again with the network', async () => {
  const id = await stage.writes('Tom', 'word 0');
  const { page, context } = await stage.open(`/conversations/${id}?tab=all`);
  await log(page).getByText('word 0').waitFor();
  await context.setOffline(true);
  await speak(id, 1, 4);
  await lost(page).waitFor();
  await context.setOffline(false);
  await log(page).getByText('word 4').waitFor();
  assert.deepEqual(await said(page), words(0, 4));
});

test('where the server cannot tell everything, all that is shown is read again', async () => {
  const line = await layLine(stage.desk);
  const id = await stage.writes('Lea', 'word 0');
  const { page } = await stage.open(`/conversations/${id}?tab=all`, { desk: line.desk });
  await log(page).getByText('word 0').waitFor();
  await speak(id, 1, 1);
  await log(page).getByText('word 1').waitFor();
  line.cut();
  await speak(id, 2, 5);
  await api('POST', `/conversations/${id}/toggle_status`, { status: 'resolved' });
  // As after a backup was put back: another epoch, in which no place is known.
  await stage.server.pool.query({ text: `update event_epoch set place = 'elsewhere'` });
  line.mend();
  await log(page).getByText('word 5').waitFor();
  await page.getByRole('button', { name: 'Reopen' }).waitFor();
  assert.deepEqual(await said(page), words(0, 5));
});

test('where no WebSocket comes through, the change feed tells the same', async () => {
  const id = await stage.writes('Zoe', 'word 0');
  const { page, complaints } = await stage.open(`/conversations/${id}?tab=all`, {
    prepare: async (context) => context.routeWebSocket(/\/cable/, async (socket) => socket.close()),
  });
  await log(page).getByText('word 0').waitFor();
  await page.waitForResponse(/\/changes\?.*after=/);
  await speak(id, 1, 3);
  await log(page).getByText('word 3').waitFor();
  await api('POST', `/conversations/${id}/toggle_priority`, { priority: 'urgent' });
  await log(page)
    .getByText(/priority/)
    .waitFor();
  assert.equal(await lost(page).count(), 0);
  assert.deepEqual(await said(page), words(0, 3));
  assert.deepEqual(complaints, []);
});

test('whoever loses the inbox does not see its conversation a second longer', async () => {
  const { inbox_id } = stage.server;
  const cleo = await stage.person('Cleo');
  const id = await stage.writes('Kim', 'between us');
  const { page } = await stage.open(`/conversations/${id}?tab=all`, { as: cleo });
  await log(page).getByText('between us').waitFor();
  await page.getByRole('link', { name: /Kim/ }).first().waitFor();
  await api('DELETE', '/inbox_members', { inbox_id, user_ids: [cleo.id] });
  await page.getByText('you may not see it').waitFor({ timeout: 1500 });
  await page.getByText('between us').first().waitFor({ state: 'detached', timeout: 1000 });
  assert.equal(await page.getByRole('link', { name: /Kim/ }).count(), 0);
  await api('POST', '/inbox_members', { inbox_id, user_ids: [cleo.id] });
  await page.getByRole('link', { name: /Kim/ }).first().waitFor();
});

test('whoever is taken from the account is shown nothing of it any more', async () => {
  const dora = await stage.person('Dora');
  const id = await stage.writes('Ann', 'for members only');
  const { page } = await stage.open(`/conversations/${id}?tab=all`, { as: dora });
  await log(page).getByText('for members only').waitFor();
  await api('DELETE', `/agents/${dora.id}`);
  await page.getByText('You do not work in this account').waitFor({ timeout: 2000 });
  assert.equal(await page.getByText('for members only').count(), 0);
});

test('colleagues see who else looks, until they leave', async () => {
  const id = await stage.writes('Eva', 'Hello?');
  const first = await stage.open(`/conversations/${id}?tab=all`);
  await log(first.page).getByText('Hello?').waitFor();
  const second = await stage.open(`/conversations/${id}?tab=all`, { as: ben });
  await first.page.getByText('Ben is looking at this, too').waitFor();
  await second.page.getByText('Ada is looking at this, too').waitFor();
  assert.deepEqual(await violationsOf(first.page), []);
  await second.page.keyboard.press('j');
  await first.page.getByText('Ben is looking at this, too').waitFor({ state: 'detached' });
});

test('what others type shows while they do', async () => {
  const id = await stage.writes('Gil', 'Are you there?');
  const { page } = await stage.open(`/conversations/${id}?tab=all`);
  await log(page).getByText('Are you there?').waitFor();
  await api('POST', `/conversations/${id}/toggle_typing_status`, { typing_status: 'on' }, ben);
  await log(page).getByText('Ben is typing…').waitFor();
  await api('POST', `/conversations/${id}/toggle_typing_status`, { typing_status: 'off' }, ben);
  await log(page).getByText('Ben is typing…').waitFor({ state: 'detached' });
});

test('a label, a team and an inbox of a colleague are in the sidebar at once', async () => {
  const { page } = await stage.open('/conversations', { as: ben });
  const sidebar = page.getByRole('navigation', { name: 'Main' });
  await sidebar.getByRole('link', { name: 'Desk' }).waitFor();
  await api('POST', '/labels', { title: 'refund', color: '#aa0000', show_on_sidebar: true });
  await sidebar.getByRole('link', { name: 'refund' }).waitFor();
  await api('POST', '/teams', { name: 'billing' });
  await sidebar.getByRole('link', { name: 'billing' }).waitFor();
  await api('PATCH', `/inboxes/${stage.server.inbox_id}`, { name: 'Front desk' });
  await sidebar.getByRole('link', { name: 'Front desk' }).waitFor();
});

test('a thousand events at once leave the page awake', async () => {
  const ids = [];
  for (let each = 0; each < 20; each += 1) ids.push(await stage.writes(`Crowd ${each}`, 'Hi'));
  const { page } = await stage.open(`/conversations/${ids[0]}?tab=all`);
  await log(page).getByText('Hi', { exact: true }).waitFor();
  await page.evaluate(() => {
    const seen = globalThis as { longest?: number };
    seen.longest = 0;
    let before = performance.now();
    const tick = (): void => {
      const now = performance.now();
      seen.longest = Math.max(seen.longest ?? 0, now - before);
      before = now;
      setTimeout(tick, 4);
    };
    tick();
  });
  const { account_id, pool } = stage.server;
  const began = performance.now();
  // Fifty times the last thing that was told of each, as after something that changed all of them.
  await pool.query({
    text: `insert into events (account_id, name, conversation_id, payload)
      select e.account_id, e.name, e.conversation_id, e.payload from generate_series(1, 50),
        (select distinct on (conversation_id) * from events where account_id = $1 and name = 'conversation.created'
         order by conversation_id, id desc limit 20) e`,
    values: [account_id],
  });
  await stage.answers(ids[0] as number, 'after the storm');
  await log(page).getByText('after the storm').waitFor();
  const longest = await page.evaluate(() => (globalThis as { longest?: number }).longest ?? 0);
  // A part of the whole, not a time: a busy machine takes longer over both.
  const whole = performance.now() - began;
  assert.ok(longest < whole / 3, `for ${longest} of ${whole} ms nothing else could happen`);
});

test('a server that is started anew is found again by itself, and nothing is missing', async () => {
  const id = await stage.writes('Una', 'word 0');
  const { page } = await stage.open(`/conversations/${id}?tab=all`);
  await log(page).getByText('word 0').waitFor();
  await speak(id, 1, 1);
  await log(page).getByText('word 1').waitFor();
  const { server } = stage;
  const stopping = server.stop();
  await page.getByRole('textbox', { name: 'Reply' }).fill('written while it is away');
  await page.keyboard.press('Control+Enter');
  await stopping;
  const { host, port, user, password, database } = server.pool.options;
  const pool = openPool({ host, port, user, password, database } as never, { max: 8 });
  const again = await startServer({ config: server.config, pool, log: createLog({ logLevel: 'silent' }, { write: () => {} }) }); // prettier-ignore
  after(async () => {
    await again.stop();
    await pool.end();
  });
  await speak(id, 2, 3);
  await log(page).getByText('word 3').waitFor();
  assert.deepEqual(await said(page), words(0, 3));
  await log(page).getByText('written while it is away').waitFor();
  await page.getByText('Waiting for the connection').waitFor({ state: 'detached' });
  assert.equal(await log(page).getByText('written while it is away').count(), 1);
});

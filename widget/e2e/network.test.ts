import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, type Visitor } from './stage.ts';

const stage = await setStage();
await stage.api('PATCH', `/inboxes/${stage.inbox.id}`, { enable_email_collect: false });

interface Listed {
  payload: { content: string; message_type: number }[];
}

/** What the team sees of the conversation. */
async function contentsOf(id: number): Promise<string[]> {
  const { payload } = await stage.api<Listed & Record<string, unknown>>('GET', `/conversations/${id}/messages`); // prettier-ignore
  return payload.filter(({ message_type }) => message_type !== 2).map(({ content }) => content);
}

async function talk(first: string): Promise<Visitor & { id: number }> {
  const visitor = await stage.visit();
  const { page, chat } = visitor;
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await write(visitor, first);
  await chat.locator('.message.own[data-id]').waitFor();
  const id = await stage.answer({ content: 'Hello' });
  await chat.getByText('Hello').waitFor();
  return { ...visitor, id };
}

/** Ends the visitor's realtime connection, and each further one until it is mended. */
async function cut({ page, context, chat }: Visitor): Promise<() => void> {
  let isCut = true;
  await context.routeWebSocket(/\/cable$/, (socket) => {
    if (isCut) void socket.close();
    else socket.connectToServer();
  });
  // One that was there before is not reached by that: the page is loaded anew.
  await page.reload();
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByText('Hello').waitFor();
  return () => {
    isCut = false;
  };
}

async function write({ page, chat }: Visitor, text: string): Promise<void> {
  await chat.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

test('what is written without a connection is sent once, in order, as soon as there is one', async () => {
  const visitor = await talk('one');
  const { context, chat, id } = visitor;
  await context.setOffline(true);
  await write(visitor, 'two');
  await write(visitor, 'three');
  await chat.getByText('Waiting for a connection…').first().waitFor();
  assert.deepEqual(await contentsOf(id), ['one', 'Hello']);
  await context.setOffline(false);
  await chat.locator('.message.own[data-id]').nth(2).waitFor();
  assert.deepEqual(await contentsOf(id), ['one', 'Hello', 'two', 'three']);
  assert.equal(await chat.locator('.message.own').count(), 3);
});

test('a message whose answer was lost is sent again and is there once', async () => {
  const visitor = await talk('one');
  const { context, chat, id } = visitor;
  let lost = 0;
  await context.route('**/api/v1/widget/messages?*', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    // The server has it, and the browser never hears of that.
    await route.fetch();
    return route.abort();
  });
  await cut(visitor);
  await write(visitor, 'two');
  await chat.locator('.message.own[data-id]').nth(1).waitFor();
  assert.equal(lost, 1);
  assert.deepEqual(await contentsOf(id), ['one', 'Hello', 'two']);
  await chat.locator('.message.own.waiting, .message.own.sending').waitFor({ state: 'detached' });
  assert.equal(await chat.locator('.message.own').count(), 2);
});

test('what waits survives a reload, where the browser lets the page keep something', async () => {
  // In a frame on another website many browsers do not; in a window of its own they do.
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${stage.desk}/widget?website_token=${stage.inbox.website_token}`);
  await page.getByRole('button', { name: 'Start conversation' }).click();
  await context.route('**/api/v1/widget/messages?*', async (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await page.getByRole('textbox', { name: 'Message' }).fill('kept');
  await page.keyboard.press('Enter');
  await page.getByText('Waiting for a connection…').waitFor();
  await context.unroute('**/api/v1/widget/messages?*');
  await page.reload();
  await page.locator('.message.own[data-id]').filter({ hasText: 'kept' }).waitFor();
  await page.locator('.message.own.waiting, .message.own.sending').waitFor({ state: 'detached' });
  assert.equal(await page.locator('.message.own').count(), 1);
});

test('a message that is refused says why, and can be sent again or thrown away', async () => {
  const visitor = await talk('one');
  const { context, chat, id } = visitor;
  let refusals = 0;
  await context.route('**/api/v1/widget/messages?*', async (route) => {
    if (route.request().method() !== 'POST' || (refusals += 1) > 2) return route.continue();
    return route.fulfill({ status: 422, json: { message: 'Too many messages', attributes: ['base'] } }); // prettier-ignore
  });
  await write(visitor, 'two');
  await chat.getByText('Too many messages').waitFor();
  await write(visitor, 'three');
  await chat.getByText('Too many messages').nth(1).waitFor();
  await chat.getByRole('button', { name: 'Discard' }).first().click();
  await chat.getByRole('button', { name: 'Try again' }).click();
  await chat.locator('.message.own[data-id]').nth(1).waitFor();
  assert.deepEqual(await contentsOf(id), ['one', 'Hello', 'three']);
});

test('where no WebSocket comes through, a visitor reads the answers all the same', async () => {
  const visitor = await talk('one');
  const { chat, id } = visitor;
  await cut(visitor);
  await stage.answer({ content: 'said without a WebSocket' });
  await chat.getByText('said without a WebSocket').waitFor();
  await stage.api('POST', `/conversations/${id}/toggle_status`, { status: 'resolved' });
  await chat.getByText('This conversation has ended.').waitFor();
  assert.equal(await chat.getByText('No connection. Trying again…').count(), 0);
});

test('a visitor who was away has missed nothing, and was told that they were', async () => {
  const visitor = await talk('one');
  const { context, chat } = visitor;
  const mend = await cut(visitor);
  await context.setOffline(true);
  await stage.answer({ content: 'said while you were away' });
  await chat.getByText('No connection. Trying again…').waitFor();
  assert.equal(await chat.getByText('said while you were away').count(), 0);
  await context.setOffline(false);
  mend();
  await chat.getByText('said while you were away').waitFor();
  await chat.getByText('No connection. Trying again…').waitFor({ state: 'detached' });
});

test('when nothing can be loaded the visitor is told, and can try again', async () => {
  const { page, chat, context } = await stage.visit();
  await context.route('**/api/v1/widget/inbox_members?*', async (route) => route.abort());
  await page.reload();
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByText('The chat could not be loaded.').waitFor();
  await context.unroute('**/api/v1/widget/inbox_members?*');
  await chat.getByRole('button', { name: 'Try again' }).click();
  await chat.getByRole('button', { name: 'Start conversation' }).waitFor();
});

test('a visitor whose session was ended goes on as somebody new', async () => {
  const visitor = await talk('one');
  const { page, chat } = visitor;
  const token = (await visitor.context.cookies()).find(({ name }) => name === 'cw_conversation')?.value ?? ''; // prettier-ignore
  const url = `${stage.desk}/api/v1/widget/session?website_token=${stage.inbox.website_token}`;
  const ended = await fetch(url, { method: 'DELETE', headers: { 'x-auth-token': token } });
  assert.equal(ended.status, 204);
  await write(visitor, 'two');
  await chat.locator('.message.own[data-id]').filter({ hasText: 'two' }).waitFor();
  await page.waitForFunction(`!document.cookie.includes(${JSON.stringify(token)})`);
  assert.equal(await chat.getByText('Hello').count(), 0);
});

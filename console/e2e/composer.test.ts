import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api, ada } = stage;
const ben = await stage.person('Ben');
// A person can sign in ten times in a quarter of an hour.
const cleo = await stage.person('Cleo');
const dan = await stage.person('Dan');

interface Sent {
  id: number;
  content: string | null;
  private: boolean;
  attachments?: { file_type: string }[];
  content_attributes: Record<string, unknown>;
}

/** A message that the server has, not one on its way. */
const arrived = async (page: Page, text: string): Promise<void> =>
  page.locator('[data-message]', { hasText: text }).waitFor();

/** The newest message of a conversation, as the server has it. */
async function newest(conversation: number): Promise<Sent | undefined> {
  const { payload } = await api<{ payload: Sent[] }>('GET', `/conversations/${conversation}/messages`); // prettier-ignore
  return payload.at(-1);
}

const replyBox = (page: Page) => page.getByRole('textbox', { name: 'Reply' });
const log = (page: Page) => page.getByRole('log');

async function openReply(name: string, options: Parameters<typeof stage.open>[1] = {}) {
  const id = await stage.writes(name, `Hello from ${name}`);
  const console = await stage.open(`/conversations/${id}?tab=all`, options);
  await log(console.page).getByText(`Hello from ${name}`).waitFor();
  return { id, ...console };
}

/** In the page: pastes or drops a file. */
const bringFile = `(kind) => {
  const data = new DataTransfer();
  data.items.add(new File(['hello'], kind + '.txt', { type: 'text/plain' }));
  const options = { bubbles: true, cancelable: true };
  const event = kind === 'paste'
    ? new ClipboardEvent('paste', { ...options, clipboardData: data })
    : new DragEvent('drop', { ...options, dataTransfer: data });
  document.querySelector('textarea').dispatchEvent(event);
}`;

/** In the page: a tone instead of a microphone, which a test has not. */
const hearTone = `navigator.mediaDevices.getUserMedia = async () => {
  const sound = new AudioContext();
  const end = sound.createMediaStreamDestination();
  const tone = sound.createOscillator();
  tone.connect(end);
  tone.start();
  return end.stream;
};`;

const picture = {
  name: 'pot.png',
  mimeType: 'image/png',
  buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'), // prettier-ignore
};

test('whoever writes by keys alone formats, goes on with a list, finds an emoji and sends', async () => {
  const { id, page, complaints } = await openReply('Mia');
  await page.keyboard.press('r');
  await page.keyboard.type('It is here');
  await page.keyboard.press('Control+Shift+ArrowLeft');
  await page.keyboard.press('Control+b');
  assert.equal(await replyBox(page).inputValue(), 'It is **here**');
  await page.keyboard.press('Control+z');
  assert.equal(await replyBox(page).inputValue(), 'It is here');
  await page.keyboard.press('Control+i');
  await page.keyboard.press('End');
  await page.keyboard.type('\n\n- blue');
  await page.keyboard.press('Enter');
  await page.keyboard.type('red :partying');
  await page.getByRole('option', { name: /partying face/ }).waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await replyBox(page).inputValue(), 'It is *here*\n\n- blue\n- red 🥳 ');
  // Back over the field to the bar of formats, which is one stop of the tab key.
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.evaluate("document.activeElement?.getAttribute('aria-label')"), 'Italic (Ctrl+I)'); // prettier-ignore
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+Enter');
  await log(page).locator('em', { hasText: 'here' }).waitFor();
  assert.equal(await log(page).getByRole('listitem').count(), 2);
  assert.equal(await replyBox(page).inputValue(), '');
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.keyboard.type('Only for us');
  await page.keyboard.press('Control+Enter');
  await arrived(page, 'Only for us');
  assert.equal((await newest(id))?.private, true);
  assert.deepEqual(complaints, []);
});

test('the emoji picker is found, searched and left by keys, and puts the emoji where the caret was', async () => {
  const { page } = await openReply('Noah');
  await replyBox(page).fill('Well done!');
  await page.evaluate("document.querySelector('textarea').setSelectionRange(4, 4)");
  await page.getByRole('button', { name: 'Emoji', exact: true }).press('Enter');
  const search = page.getByRole('combobox', { name: 'Find an emoji…' });
  await search.fill('rocket');
  await page.getByRole('option', { name: 'rocket', exact: true }).waitFor();
  await search.press('Enter');
  await search.waitFor({ state: 'detached' });
  await page.locator('textarea:focus').waitFor();
  assert.equal(await replyBox(page).inputValue(), 'Well🚀 done!');
  await page.getByRole('button', { name: 'Emoji', exact: true }).click();
  await page.getByRole('button', { name: 'Used last' }).waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await page.keyboard.press('Escape');
  await search.waitFor({ state: 'detached' });
});

test('a prepared text names the customer, and what nobody knows is there to be overwritten', async () => {
  await api('POST', '/canned_responses', {
    short_code: 'callback',
    content: 'Dear {{contact.first_name}}, we call {{contact.phone_number}}. {{agent.name}}',
  });
  const { page } = await openReply('Kim Larsen');
  await replyBox(page).click();
  await page.keyboard.type('Hi! /callb');
  await page.getByRole('option', { name: /callback/ }).waitFor();
  await page.keyboard.press('Enter');
  assert.equal(
    await replyBox(page).inputValue(),
    `Hi! Dear Kim, we call {{contact.phone_number}}. ${ada.name}`,
  );
  await page.keyboard.type('you soon');
  assert.equal(await replyBox(page).inputValue(), `Hi! Dear Kim, we call you soon. ${ada.name}`);
});

test('files are chosen, pasted and dropped, looked at, taken away, and sent', async () => {
  const { id, page } = await openReply('Lea');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Attach files' }).click(),
  ]);
  await chooser.setFiles([picture, { ...picture, name: 'wrong.png' }]);
  for (const kind of ['paste', 'drop'] as const) {
    await page.evaluate(`(${bringFile})('${kind}')`);
  }
  const files = page.getByRole('list', { name: 'Files to send' });
  await files.getByText('drop.txt').waitFor();
  assert.equal(await files.getByRole('listitem').count(), 4);
  await page.getByRole('button', { name: 'Remove wrong.png' }).click();
  // They wait with their conversation.
  const other = await stage.writes('Max', 'Hello from Max');
  await page.getByRole('link', { name: /Max/ }).click();
  await log(page).getByText('Hello from Max').waitFor();
  assert.equal(await files.count(), 0);
  await page.getByRole('link', { name: /Lea/ }).click();
  assert.equal(await files.getByRole('listitem').count(), 3);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await log(page).getByRole('img', { name: 'pot.png' }).waitFor();
  const sent = await newest(id);
  assert.deepEqual(sent?.attachments?.map(({ file_type }) => file_type).toSorted(), ['file', 'file', 'image']); // prettier-ignore
  assert.notEqual(other, id);
});

test('a voice message is recorded, heard before, and sent', async () => {
  const id = await stage.writes('Tom', 'Hello from Tom');
  const { page } = await stage.open(`/conversations/${id}?tab=all`);
  await page.evaluate(hearTone);
  await page.getByRole('button', { name: 'Record a voice message' }).click();
  await page.getByText('0:01').waitFor();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByLabel('Voice message.webm', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await log(page).locator('audio').waitFor();
  const sent = await newest(id);
  assert.deepEqual(
    sent?.attachments?.map(({ file_type }) => file_type),
    ['audio'],
  );
});

test('a reply goes out later, is moved, taken back, and sent at once instead', async () => {
  const { id, page } = await openReply('Ivy');
  await replyBox(page).fill('Has it arrived?');
  await page.getByRole('button', { name: 'More ways to send' }).click();
  await page.getByRole('menuitem', { name: 'Send later, unless they write before…' }).click();
  await page.getByRole('option', { name: /Tomorrow morning/ }).click();
  const waiting = page.getByRole('list', { name: 'To be sent later' });
  await waiting.getByText(/9:00 AM, unless they write before:/).waitFor();
  assert.equal(await replyBox(page).inputValue(), '');
  assert.deepEqual(await violationsOf(page), []);
  await waiting.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Another time…' }).click();
  await page.getByRole('option', { name: /In 3 hours/ }).click();
  await waiting.getByText(/9:00 AM/).waitFor({ state: 'detached' });
  // What the customer writes is seen by the server: then it does not go.
  await stage.answers(id, 'It has, thank you');
  await waiting.getByText('Not sent, the customer wrote before:').waitFor();
  await waiting.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Take back to edit' }).click();
  await waiting.waitFor({ state: 'detached' });
  assert.equal(await replyBox(page).inputValue(), 'Has it arrived?');
  await page.getByRole('button', { name: 'More ways to send' }).click();
  await page.getByRole('menuitem', { name: 'Send later…' }).click();
  await page.getByRole('option', { name: /Tomorrow morning/ }).click();
  await waiting.getByRole('button').click();
  await page.getByRole('menuitem', { name: 'Send now' }).click();
  await arrived(page, 'Has it arrived?');
  await waiting.waitFor({ state: 'detached' });
});

test('when what waits cannot be loaded that is said, and trying again shows it', async () => {
  const id = await stage.writes('Zara', 'Hello from Zara');
  const scheduled_at = Math.floor(Date.now() / 1000) + 3600;
  await api('POST', `/conversations/${id}/messages`, { content: 'In an hour', scheduled_at });
  const { page } = await stage.open('/conversations?tab=all', { as: dan });
  await page.route('**/scheduled_messages', async (route) => route.fulfill({ status: 400, json: {} })); // prettier-ignore
  await page.getByRole('link', { name: /Zara/ }).click();
  const failed = page.getByText('What is to be sent later could not be loaded.');
  await failed.waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await page.unroute('**/scheduled_messages');
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await page.getByText('In an hour').waitFor();
  await failed.waitFor({ state: 'detached' });
});

test('a mail goes to everybody who got the last one, with copies that are addresses, and a signature', async () => {
  const inbox = await api<{ id: number }>('POST', '/inboxes', {
    name: 'Post',
    channel: { type: 'email', email: 'help@acme.example.com' },
  });
  await api('POST', '/inbox_members', { inbox_id: inbox.id, user_ids: [ada.id] });
  const { payload } = await api<{ payload: { contact: { id: number } } }>('POST', '/contacts', { name: 'Zoe', email: 'zoe@example.com' }); // prettier-ignore
  const { id } = await api<{ id: number }>('POST', '/conversations', {
    inbox_id: inbox.id,
    contact_id: payload.contact.id,
    message: { content: 'We wrote first', cc_emails: 'boss@example.com' },
  });
  const { page } = await stage.open(`/conversations/${id}?tab=all`);
  await log(page).getByText('We wrote first').waitFor();
  const to = page.getByRole('textbox', { name: 'To' });
  assert.equal(await to.inputValue(), 'zoe@example.com');
  assert.equal(await page.getByRole('textbox', { name: 'Cc', exact: true }).inputValue(), 'boss@example.com'); // prettier-ignore
  await page.getByRole('button', { name: 'Bcc' }).click();
  await page.keyboard.type('archive');
  await replyBox(page).fill('And again');
  await page.getByText('“archive” is not an e-mail address.').waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  assert.equal(await replyBox(page).inputValue(), 'And again');
  await page.getByRole('textbox', { name: 'Bcc' }).fill('archive@acme.example.com');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await arrived(page, 'And again');
  const sent = await newest(id);
  assert.deepEqual(sent?.content_attributes['cc_emails'], ['boss@example.com']);
  assert.deepEqual(sent?.content_attributes['bcc_emails'], ['archive@acme.example.com']);
});

test('the signature of an agent is below their replies where they want it', async () => {
  await fetch(`${stage.desk}/api/v1/profile`, {
    method: 'PUT',
    headers: { api_access_token: ben.token, 'content-type': 'application/json' },
    body: JSON.stringify({ profile: { message_signature: 'Ben of Acme' } }),
  });
  const { id, page } = await openReply('Uma', { as: ben });
  const more = page.getByRole('button', { name: 'More ways to send' });
  await more.click();
  await page.getByRole('menuitemcheckbox', { name: 'Sign replies here', checked: false }).click();
  await page.getByRole('note', { name: 'Signature' }).waitFor();
  await more.click();
  await page.getByRole('menuitemcheckbox', { name: 'Enter sends', checked: false }).click();
  await replyBox(page).click();
  await page.keyboard.type('One');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('two');
  await page.keyboard.press('Enter');
  await arrived(page, 'Ben of Acme');
  assert.equal((await newest(id))?.content, 'One\ntwo\n\n--\nBen of Acme');
  await page.reload();
  await page.getByRole('note', { name: 'Signature' }).waitFor();
  await more.click();
  await page.getByRole('menuitemcheckbox', { name: 'Enter sends', checked: true }).waitFor();
});

test('what was begun is there after a reload, and a colleague is offered the reply but never the note', async () => {
  const { id, page } = await openReply('Olga');
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('Secret');
  await page.getByRole('button', { name: 'Reply', exact: true }).click();
  const kept = page.waitForResponse((answer) => answer.url().endsWith('/draft_messages') && answer.request().method() === 'PUT'); // prettier-ignore
  await replyBox(page).fill('We are looking');
  await kept;
  await page.reload();
  await log(page).getByText('Hello from Olga').waitFor();
  assert.equal(await replyBox(page).inputValue(), 'We are looking');
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  assert.equal(await page.getByRole('textbox', { name: 'Note' }).inputValue(), 'Secret');
  const colleague = await stage.open(`/conversations/${id}?tab=all`, { as: ben });
  await colleague.page.getByText('A reply was begun: We are looking').waitFor();
  assert.equal(await replyBox(colleague.page).inputValue(), '');
  assert.deepEqual(await violationsOf(colleague.page), []);
  await colleague.page.getByRole('button', { name: 'Go on with it' }).click();
  assert.equal(await replyBox(colleague.page).inputValue(), 'We are looking');
  const gone = colleague.page.waitForResponse((answer) => answer.request().method() === 'DELETE');
  await colleague.page.getByRole('button', { name: 'Send', exact: true }).click();
  await gone;
  assert.deepEqual(await api('GET', `/conversations/${id}/draft_messages`), { has_draft: false });
  // And whoever began it hears that the colleague was faster.
  await page.getByRole('button', { name: 'Reply', exact: true }).click();
  await page.getByText('Ben has answered meanwhile:').waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await page.getByRole('button', { name: 'I have seen it' }).click();
  await page.getByText('Ben has answered meanwhile:').waitFor({ state: 'detached' });
});

test('where a channel takes no replies any more it says why, and notes go on', async () => {
  const inbox = await api<{ id: number }>('POST', '/inboxes', {
    name: 'Window',
    channel: { type: 'api', additional_attributes: { agent_reply_time_window: 1 } },
  });
  await api('POST', '/inbox_members', { inbox_id: inbox.id, user_ids: [ada.id] });
  const { payload } = await api<{ payload: { contact: { id: number } } }>('POST', '/contacts', { name: 'Paul', email: 'paul@example.com' }); // prettier-ignore
  const { id } = await api<{ id: number }>('POST', '/conversations', { inbox_id: inbox.id, contact_id: payload.contact.id }); // prettier-ignore
  const { page } = await stage.open(`/conversations/${id}?tab=all`);
  await page.getByText('takes no more replies until they write again').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Reply', exact: true }).isDisabled());
  await page.getByRole('textbox', { name: 'Note' }).fill('Too late');
  await page.getByRole('button', { name: 'Add note' }).click();
  await arrived(page, 'Too late');
  assert.equal((await newest(id))?.private, true);
});

test('a reply that is written offline waits, and is sent once', async () => {
  const { id, page, context } = await openReply('Rosa', { as: cleo });
  await context.setOffline(true);
  await replyBox(page).fill('Are you still there?');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await log(page).getByText('Waiting for the connection').waitFor();
  await context.setOffline(false);
  await log(page).getByText('Waiting for the connection').waitFor({ state: 'detached' });
  await arrived(page, 'Are you still there?');
  const { payload } = await api<{ payload: Sent[] }>('GET', `/conversations/${id}/messages`);
  assert.equal(payload.filter(({ content }) => content === 'Are you still there?').length, 1);
});

test('what was refused is taken back and changed', async () => {
  const { page } = await openReply('Sam', { as: cleo });
  await page.route('**/messages', async (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 422, json: { message: 'That is not possible' } })
      : route.continue(),
  );
  await replyBox(page).fill('First try');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('Not sent: That is not possible').waitFor();
  await page.unroute('**/messages');
  await log(page).getByRole('button', { name: 'Edit' }).click();
  assert.equal(await replyBox(page).inputValue(), 'First try');
  await replyBox(page).fill('Second try');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await arrived(page, 'Second try');
  assert.equal(await log(page).getByText('First try').count(), 0);
});

test('a colleague is named in a note as people read it, and hears of it', async () => {
  const { id, page } = await openReply('Wim', { as: cleo });
  await page.keyboard.press('n');
  await page.keyboard.type('Please look, @be');
  await page.getByRole('option', { name: /Ben/ }).waitFor();
  await page.keyboard.press('Enter');
  const note = page.getByRole('textbox', { name: 'Note' });
  assert.equal(await note.inputValue(), 'Please look, @Ben ');
  await note.press('Control+Enter');
  await arrived(page, 'Please look, @Ben');
  assert.equal((await newest(id))?.content, `Please look, [@Ben](mention://user/${ben.id}/Ben)`);
});

test('a reply can answer one message, which is quoted above it and found again', async () => {
  const { id, page } = await openReply('Yara', { as: dan });
  await stage.answers(id, 'Another question');
  const first = page.getByRole('article', { name: /^Yara/ }).first();
  await first.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Reply to this' }).click();
  await page.getByText('Answering Yara').waitFor();
  await page.locator('textarea:focus').waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await page.keyboard.type('That one first');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Answering Yara').waitFor({ state: 'detached' });
  const answer = page.locator('[data-message]', { hasText: 'That one first' });
  await answer.getByRole('button', { name: 'Yara Hello from Yara' }).click();
  await page.locator('[data-message]:focus', { hasText: 'Hello from Yara' }).waitFor();
  const { payload } = await api<{ payload: Sent[] }>('GET', `/conversations/${id}/messages`);
  const asked = payload.find(({ content }) => content === 'Hello from Yara');
  assert.equal((await newest(id))?.content_attributes['in_reply_to'], asked?.id);
  assert.deepEqual(await violationsOf(page), []);
});

test('a reply that crosses one its writer has not seen is held until they say so', async () => {
  const { id, page } = await openReply('Xenia', { as: cleo });
  // The server answers, but tells nothing by itself.
  await page.routeWebSocket(/cable/, () => {});
  await page.reload();
  await log(page).getByText('Hello from Xenia').waitFor();
  await api('POST', `/conversations/${id}/messages`, { content: 'I have answered' }, ben);
  await replyBox(page).fill('Me, too');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('While you were writing, Ben wrote something new.').waitFor();
  assert.equal((await newest(id))?.content, 'I have answered');
  assert.deepEqual(await violationsOf(page), []);
  await page.getByRole('button', { name: 'Send anyway' }).click();
  await arrived(page, 'Me, too');
  assert.equal((await newest(id))?.content, 'Me, too');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the composer with all of its parts is accessible in the ${colorScheme} theme and in Spanish, and fits on a phone`, async () => {
    const context = { colorScheme, locale: 'es-ES' };
    const id = await stage.writes('Vera', 'Hola');
    const { page } = await stage.open(`/conversations/${id}?tab=all`, { as: cleo, context });
    const box = page.getByRole('textbox', { name: 'Responder' });
    await box.fill('**Hola**');
    await page.locator('input[type=file]').setInputFiles(picture);
    await page.getByText('pot.png').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('button', { name: 'Vista previa' }).click();
    await page.locator('strong', { hasText: 'Hola' }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('button', { name: 'Emoji', exact: true }).click();
    await page.getByRole('option').first().waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 390, height: 844 });
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    assert.ok(wide <= 390, `${wide} pixels`);
  });
}

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { setStage, type Visitor } from './stage.ts';

const field = (name: string, type: string, more: object = {}) => ({ field_type: 'standard', name, type, label: name, required: false, enabled: true, ...more }); // prettier-ignore
const stage = await setStage({
  pre_chat_form_enabled: true,
  pre_chat_form_options: {
    pre_chat_message: 'Who are you?',
    pre_chat_fields: [
      field('emailAddress', 'email', { label: 'Email Id', required: true }),
      field('fullName', 'text', { label: 'Your name' }),
      field('order', 'text', { field_type: 'conversation_attribute', label: 'Order', regex_pattern: String.raw`^\d+$`, regex_cue: 'Digits only' }), // prettier-ignore
      field('tier', 'list', { field_type: 'contact_attribute', label: 'Tier', values: ['new', 'gold'] }), // prettier-ignore
    ],
  },
});
await stage.api('PATCH', `/inboxes/${stage.inbox.id}`, { csat_survey_enabled: true });

interface Conversation {
  id: number;
  custom_attributes: object;
  meta: { sender: { id: number; name: string; email: string; identifier: string; custom_attributes: object } };
  messages: { content: string }[];
} // prettier-ignore

const conversationOf = async (id: number): Promise<Conversation> =>
  stage.api<Conversation & Record<string, unknown>>('GET', `/conversations/${id}`);

const cookieOf = async ({ context }: Visitor, name: string): Promise<string | undefined> =>
  (await context.cookies()).find((each) => each.name === name)?.value;

test('from the first click to the rating: form, message, answer, file, survey, and all of it after a reload', async () => {
  const visitor = await stage.visit();
  const { page, chat, complaints } = visitor;
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByRole('button', { name: 'Start conversation' }).click();

  const form = chat.locator('form');
  await form.getByRole('textbox', { name: 'Order' }).fill('A1');
  await form.getByRole('textbox', { name: 'Message' }).fill('Where is my parcel?');
  await form.getByRole('button', { name: 'Start conversation' }).click();
  await chat.getByText('Please fill this in.').waitFor();
  await chat.getByText('Digits only').waitFor();
  await form.getByRole('textbox', { name: 'E-mail address' }).fill('una@example.com');
  await form.getByRole('textbox', { name: 'Your name' }).fill('Una');
  await form.getByRole('textbox', { name: 'Order' }).fill('4711');
  await form.getByRole('combobox', { name: 'Tier' }).selectOption('gold');
  await form.getByRole('button', { name: 'Start conversation' }).click();
  await chat.locator('.message.own[data-id]').filter({ hasText: 'Where is my parcel?' }).waitFor();

  const id = await stage.answer({ content: 'On its way' });
  await chat.getByText('On its way').waitFor();
  const { custom_attributes, meta } = await conversationOf(id);
  assert.deepEqual(custom_attributes, { order: '4711' });
  assert.deepEqual([meta.sender.name, meta.sender.email, meta.sender.custom_attributes], ['Una', 'una@example.com', { tier: 'gold' }]); // prettier-ignore

  const chosen = page.waitForEvent('filechooser');
  await chat.getByRole('button', { name: 'Attach a file' }).click();
  await (await chosen).setFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('a note') }); // prettier-ignore
  await chat.getByRole('link', { name: 'notes.txt' }).waitFor();

  await stage.api('POST', `/conversations/${id}/toggle_status`, { status: 'resolved' });
  await chat.getByRole('button', { name: 'Good', exact: true }).click();
  await chat.getByRole('textbox', { name: 'Would you like to tell us more?' }).fill('Quick!');
  await chat.getByRole('button', { name: 'Submit' }).click();
  await chat.getByText('Thank you for your feedback!').waitFor();
  const ratings = await stage.api<{ rating: number; feedback_message: string }[] & Record<string, unknown>>('GET', '/csat_survey_responses'); // prettier-ignore
  assert.deepEqual(ratings.map(({ rating, feedback_message }) => [rating, feedback_message]), [[4, 'Quick!']]); // prettier-ignore

  const before = await cookieOf(visitor, 'cw_conversation');
  await page.reload();
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByText('On its way').waitFor();
  await chat.getByText('Thank you for your feedback!').waitFor();
  assert.ok(before !== undefined && (await cookieOf(visitor, 'cw_conversation')) !== undefined);
  assert.deepEqual(complaints, []);
});

test('a website says who its visitor is, with a proof; a wrong proof is told and changes nothing', async () => {
  const visitor = await stage.visit();
  const { page } = visitor;
  await page.waitForFunction('window.heard.some(([name]) => name === "ready")');
  const set = async (hash: string): Promise<void> =>
    page.evaluate(`window.$chatwoot.setUser('u-1', { name: 'Una', email: 'una@shop.example.com', identifier_hash: '${hash}' })`); // prettier-ignore

  await set('0'.repeat(64));
  await page.waitForFunction('window.heard.some(([name]) => name === "error")');
  assert.match(JSON.stringify(await page.evaluate('window.heard')), /HMAC failed/);
  assert.equal(await cookieOf(visitor, `cw_user_${stage.inbox.website_token}`), undefined);

  await set(createHmac('sha256', stage.inbox.hmac_token).update('u-1').digest('hex'));
  await page.waitForFunction('document.cookie.includes("cw_user_")');
  const { payload } = await stage.api<{ payload: { identifier: string; name: string }[] }>('GET', '/contacts/search?q=una@shop'); // prettier-ignore
  assert.deepEqual(
    payload.map(({ identifier, name }) => [identifier, name]),
    [['u-1', 'Una']],
  );

  // Nobody is told twice what is known.
  const calls: string[] = [];
  page.on('request', (request) => calls.push(request.url()));
  await page.reload();
  await page.waitForFunction('window.heard.some(([name]) => name === "ready")');
  await set(createHmac('sha256', stage.inbox.hmac_token).update('u-1').digest('hex'));
  const changed = page.waitForRequest((request) => request.method() === 'PATCH');
  await page.evaluate('window.$chatwoot.setCustomAttributes({ plan: "pro" })');
  await changed;
  assert.ok(!calls.some((url) => url.includes('set_user')));
});

test('nobody is made up for who only passes by, and the token stands in no address', async () => {
  const count = async (): Promise<number> =>
    (await stage.server.pool.query('select from contacts')).rowCount ?? 0;
  const before = await count();
  const visitor = await stage.visit();
  const urls: string[] = [];
  visitor.context.on('request', (request) => urls.push(request.url()));
  visitor.page.on('websocket', (socket) => urls.push(socket.url()));
  await visitor.page.waitForFunction('window.heard.some(([name]) => name === "ready")');
  assert.equal(await count(), before);
  assert.equal(await cookieOf(visitor, 'cw_conversation'), undefined);

  await visitor.page.getByRole('button', { name: 'Open chat' }).click();
  await visitor.page.waitForFunction('document.cookie.includes("cw_conversation")');
  assert.equal(await count(), before + 1);
  const token = (await cookieOf(visitor, 'cw_conversation')) ?? '';
  await visitor.page.reload();
  await visitor.page.waitForFunction('window.heard.some(([name]) => name === "ready")');
  await visitor.page.waitForResponse((response) => response.url().includes('/widget/messages'));
  assert.equal(await count(), before + 1);
  assert.ok(urls.length > 5);
  const part = token.split('.')[1] ?? '';
  assert.ok(part.length > 20);
  assert.deepEqual(urls.filter((url) => url.includes(part)), []); // prettier-ignore
  assert.deepEqual(stage.server.lines.filter((each) => each.includes(part)), []); // prettier-ignore
});

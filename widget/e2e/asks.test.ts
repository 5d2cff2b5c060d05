import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, type Visitor } from './stage.ts';

const stage = await setStage();

interface Message {
  id: number;
  content: string;
  content_type: string;
  content_attributes: Record<string, unknown>;
}

let id = 0;
const visitor = await stage.visit();
await begin(visitor);

async function begin({ page, chat }: Visitor): Promise<void> {
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByRole('button', { name: 'Start conversation' }).click();
  await chat.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await page.keyboard.press('Enter');
  await chat.locator('.message.own[data-id]').waitFor();
  await chat.getByRole('textbox', { name: 'Your e-mail address' }).waitFor();
}

async function attributesOf(content_type: string): Promise<Message['content_attributes']> {
  const { payload } = await stage.api<{ payload: Message[] }>('GET', `/conversations/${id}/messages`); // prettier-ignore
  return payload.findLast((each) => each.content_type === content_type)?.content_attributes ?? {};
}

test('a visitor leaves the address that the inbox asks for', async () => {
  const { chat } = visitor;
  id = await stage.answer({ content: 'Hi' });
  const box = chat.getByRole('textbox', { name: 'Your e-mail address' });
  await box.fill('una@');
  await chat.getByRole('button', { name: 'Submit' }).click();
  await chat.getByText('Please enter a valid e-mail address.').waitFor();
  await box.fill('Una@example.com');
  await chat.getByRole('button', { name: 'Submit' }).click();
  await chat.getByText('We will write to una@example.com').waitFor();
  assert.equal((await attributesOf('input_email'))['submitted_email'], 'una@example.com');
});

test('a visitor chooses one of the options, and sees which one after that', async () => {
  const { chat } = visitor;
  const items = [{ title: 'Free', value: 'free' }, { title: 'Pro', value: 'pro' }]; // prettier-ignore
  await stage.answer({ content: 'Which plan?', content_type: 'input_select', content_attributes: { items } }); // prettier-ignore
  await chat
    .getByRole('group', { name: 'Which plan?' })
    .getByRole('button', { name: 'Pro' })
    .click();
  await chat.getByText('Your answer: Pro').waitFor();
  assert.equal(await chat.getByRole('button', { name: 'Free' }).count(), 0);
  assert.deepEqual((await attributesOf('input_select'))['submitted_values'], [items[1]]);
});

test('a visitor fills a form in, which says what is wrong', async () => {
  const { chat } = visitor;
  const items = [
    { name: 'city', label: 'City', type: 'text', placeholder: '', default: '' },
    { name: 'size', label: 'Size', type: 'select', options: [{ label: 'Small', value: 's' }, { label: 'Large', value: 'l' }] },
  ]; // prettier-ignore
  await stage.answer({ content: 'Where?', content_type: 'form', content_attributes: { items } });
  const form = chat.locator('form').filter({ hasText: 'City' });
  await form.getByRole('button', { name: 'Submit' }).click();
  await form.getByText('Please fill this in.').first().waitFor();
  await form.getByRole('textbox', { name: 'City' }).fill('Lisbon');
  await form.getByRole('combobox', { name: 'Size' }).selectOption('Large');
  await form.getByRole('button', { name: 'Submit' }).click();
  await chat.locator('dl').filter({ hasText: 'Lisbon' }).waitFor();
  const submitted = (await attributesOf('form'))['submitted_values'] as Record<string, string>[];
  assert.deepEqual(submitted.map(({ name, value }) => [name, value]), [['city', 'Lisbon'], ['size', 'l']]); // prettier-ignore
});

test('the website hears which button of a card was pressed; its links open beside it', async () => {
  const { page, chat } = visitor;
  const items = [{ title: 'Chair', description: 'Oak', media_url: 'https://example.com/chair.png', actions: [{ type: 'postback', text: 'I want it', payload: 'buy-1' }, { type: 'link', text: 'More', uri: 'https://example.com/chair' }] }]; // prettier-ignore
  await stage.answer({ content: 'Look', content_type: 'cards', content_attributes: { items } });
  await chat.getByRole('button', { name: 'I want it' }).click();
  await page.waitForFunction('window.heard.some(([name]) => name === "postback")');
  const heard = await page.evaluate<[string, unknown][]>('window.heard');
  assert.deepEqual(heard.find(([name]) => name === 'postback')?.[1], { event: 'postback', data: { payload: 'buy-1' } }); // prettier-ignore
  const link = chat.getByRole('link', { name: 'More' });
  assert.deepEqual([await link.getAttribute('target'), await link.getAttribute('rel')], ['_blank', 'noopener noreferrer nofollow']); // prettier-ignore
});

test('what the team deletes is gone, and what the visitor has not seen so far is loaded when they scroll back', async () => {
  const { page, chat } = visitor;
  await stage.answer({ content: 'a slip of the pen' });
  await chat.getByText('a slip of the pen').waitFor();
  const { payload } = await stage.api<{ payload: Message[] }>('GET', `/conversations/${id}/messages`); // prettier-ignore
  const slip = payload.find(({ content }) => content === 'a slip of the pen');
  await stage.api('DELETE', `/conversations/${id}/messages/${slip?.id}`);
  await chat.getByText('a slip of the pen').waitFor({ state: 'detached' });

  for (let count = 1; count <= 25; count += 1) await stage.answer({ content: `line ${count}` });
  await chat.getByText('line 25', { exact: true }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByText('line 25', { exact: true }).waitFor();
  assert.equal(await chat.getByText('line 1', { exact: true }).count(), 0);
  await chat.getByRole('button', { name: 'Show earlier messages' }).click();
  await chat.getByText('line 1', { exact: true }).waitFor();
});

test('the conversation is mailed to a visitor whose address is known', async () => {
  const { page, chat } = visitor;
  await chat.getByRole('button', { name: 'More options' }).click();
  const asked = page.waitForResponse((response) => response.url().includes('/transcript'));
  await chat.getByRole('button', { name: 'Mail me the conversation' }).click();
  assert.equal((await asked).status(), 200);
  await chat.getByText('The conversation is on its way to your inbox.').waitFor();
});

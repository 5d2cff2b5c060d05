import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const order = await stage.writes('Mia Park', 'Where is my parcel?');
await stage.answers(order, 'It was the **blue** <b>Kettle</b> <img src=x onerror=alert(1)>');
await stage.answers(order, 'Thank you so far');
const other = await stage.writes('Tom Hill', 'My kettle leaks');
await stage.api('POST', `/conversations/${other}/messages`, { content: 'Kettle is on its way', message_type: 'outgoing' }); // prettier-ignore
const many = await stage.writes('Lena Voss', 'Lantern 1');
for (let index = 2; index <= 18; index += 1) await stage.answers(many, `Lantern ${index}`);

const field = (page: Page) => page.getByRole('textbox', { name: 'Search' });
const tab = (page: Page, name: RegExp) => page.getByRole('navigation', { name: 'Where to search' }).getByRole('button', { name }); // prettier-ignore
const found = (page: Page, kind: string) => page.getByRole('list', { name: kind });

test('by keyboard alone: a slash, some words, and the conversation opens at the message', async () => {
  const { page, complaints } = await stage.open('/conversations?tab=all');
  await page.getByRole('list', { name: 'Conversations' }).getByText('Mia Park').waitFor();
  await page.keyboard.press('/');
  await field(page).waitFor();
  await page.keyboard.type('kettle');
  await found(page, 'Messages').getByRole('link').nth(2).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('q'), 'kettle');
  const hit = found(page, 'Messages').getByRole('link', { name: /the blue/ });
  // What a customer wrote is shown, not run, and the word is marked.
  assert.equal(await hit.locator('mark').innerText(), 'Kettle');
  assert.equal(await page.locator('main img[src="x"], main b').count(), 0);
  await hit.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.endsWith(`/conversations/${order}`));
  const { payload } = await stage.api<{ payload: { id: number; content: string }[] }>('GET', `/conversations/${order}/messages`);
  const wanted = payload.find(({ content }) => content.includes('Kettle'))?.id;
  assert.equal(new URL(page.url()).searchParams.get('message'), String(wanted));
  await page.getByRole('log').getByText('Thank you so far').waitFor();
  await page.goBack();
  await found(page, 'Messages').getByRole('link').nth(2).waitFor();
  assert.equal(await field(page).inputValue(), 'kettle');
  assert.deepEqual(complaints, []);
}); // prettier-ignore

test('all of a kind come a page at a time, and the tabs say how many there are', async () => {
  const { page } = await stage.open('/search?q=lantern');
  await tab(page, /Messages 15\+/).waitFor();
  await tab(page, /Contacts 0/).waitFor();
  await page.getByRole('button', { name: 'Show all: Messages' }).click();
  await page.getByText('More than 15 results').waitFor();
  assert.equal(await found(page, 'Messages').getByRole('link').count(), 15);
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('18 results', { exact: true }).waitFor();
  assert.equal(await found(page, 'Messages').getByRole('link').count(), 18);
  assert.equal(await page.getByRole('button', { name: 'Show more' }).count(), 0);
});

test('conversations are found by customer and number, contacts by name', async () => {
  const { page } = await stage.open('/search?q=tom+hill&in=conversations');
  const hit = found(page, 'Conversations').getByRole('link', { name: new RegExp(`Conversation ${other}`) }); // prettier-ignore
  await hit.waitFor();
  assert.equal(await hit.locator('mark').innerText(), 'Tom Hill');
  await tab(page, /Contacts/).click();
  await found(page, 'Contacts').getByText('Tom Hill', { exact: true }).waitFor();
  await hit.waitFor({ state: 'detached' });
});

test('a search is limited to who wrote and when, and without limits finds it again', async () => {
  const { page } = await stage.open('/search?q=kettle&in=messages');
  await page.getByText('3 results', { exact: true }).waitFor();
  await page.getByRole('combobox', { name: 'Messages written by' }).click();
  await page.getByRole('option', { name: stage.ada.name }).click();
  await page.getByText('1 result', { exact: true }).waitFor();
  await found(page, 'Messages').getByText('is on its way').waitFor();
  await page.getByLabel('Until').fill('2020-01-01');
  await page.getByText('Nothing found for “kettle”').waitFor();
  await page.getByRole('button', { name: 'Without limits' }).click();
  await page.getByText('3 results', { exact: true }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('until'), null);
});

test('what was looked for is remembered in this browser, and can be forgotten', async () => {
  const { page } = await stage.open('/search');
  await page.getByText('What are you looking for?').waitFor();
  await field(page).fill('parcel');
  await page.keyboard.press('Enter');
  await found(page, 'Messages').getByRole('link').first().waitFor();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await page.getByRole('button', { name: 'parcel', exact: true }).click();
  await found(page, 'Messages').getByRole('link').first().waitFor();
  assert.equal(await field(page).inputValue(), 'parcel');
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await page.getByRole('button', { name: 'Forget “parcel”' }).click();
  await page.getByText('Your last searches').waitFor({ state: 'detached' });
});

test('an agent does not find what is in inboxes that are not theirs', async () => {
  const made = await stage.api<{ id: number }>('POST', '/inboxes', { name: 'Secret', channel: { type: 'api' } }); // prettier-ignore
  const { payload } = await stage.api<{ payload: { contact: { id: number } } }>('POST', '/contacts', { name: 'Hidden Person', email: 'hidden@example.com' }); // prettier-ignore
  await stage.api('POST', '/conversations', {
    inbox_id: made.id,
    contact_id: payload.contact.id,
    message: { content: 'A secret kettle', message_type: 'incoming' },
  });
  const seen = await stage.open('/search?q=secret+kettle&in=messages');
  await seen.page.getByText('1 result', { exact: true }).waitFor();
  const olga = await stage.person('Olga');
  const { page } = await stage.open('/search?q=secret+kettle&in=messages', { as: olga });
  await page.getByText('Nothing found for “secret kettle”').waitFor();
});

test('when the search fails it says so, and can be tried again', async () => {
  const { page } = await stage.open('/search', {
    prepare: async (context) => context.route('**/search?*', async (route) => (route.request().url().includes('/api/') ? route.fulfill({ status: 503, json: { error: 'Come back later' } }) : route.continue())),
  });
  await field(page).fill('kettle');
  await page.getByText('The search did not work.').waitFor();
  await page.context().unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await found(page, 'Messages').getByRole('link').first().waitFor();
}); // prettier-ignore

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the search is accessible in the ${colorScheme} theme, also on a phone`, async () => {
    const { page } = await stage.open('/search?q=kettle', { context: { colorScheme } });
    await found(page, 'Messages').getByRole('link').first().waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.setViewportSize({ width: 390, height: 844 });
    assert.deepEqual(await violationsOf(page), []);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390);
    await field(page).fill('nothing like this');
    await page.getByText('Nothing found for').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.getByText('What are you looking for?').waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

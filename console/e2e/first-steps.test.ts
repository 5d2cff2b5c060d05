import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
// One that has its inbox, and colleagues.
const other = await setStage();
const zoe = await other.person('Zoe', 'administrator');
const tom = await other.person('Tom');
await api('DELETE', `/inboxes/${stage.server.inbox_id}`);

const steps = (page: Page, name = 'First steps') => page.getByRole('region', { name });
const step = (page: Page, name: RegExp) => steps(page).getByRole('link', { name });
const phone = { viewport: { width: 390, height: 844 } };
const profile = async () => (await (await fetch(`${other.desk}/api/v1/profile`, { headers: { api_access_token: other.ada.token } })).json()) as { ui_settings: Record<string, unknown> }; // prettier-ignore

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the first steps are accessible in the ${colorScheme} theme, also on a phone`, async () => {
    const { page } = await stage.open('/conversations', { context: { colorScheme } });
    await steps(page).waitFor();
    assert.deepEqual(await violationsOf(page), []);
    const small = await stage.open('/conversations', { context: { ...phone, colorScheme } });
    await steps(small.page).waitFor();
    assert.equal(await small.page.getByText('No conversations here').isVisible(), false);
    assert.deepEqual(await violationsOf(small.page), []);
  });
}

test('the first steps speak Spanish', async () => {
  const { page } = await stage.open('/conversations', { context: { locale: 'es-ES' } });
  await steps(page, 'Primeros pasos').getByText('0 de 4 hechas').waitFor();
});

test('each first step leads to where it is done, and is ticked by what the account has', async () => {
  const { page, complaints } = await stage.open('/conversations');
  await steps(page).getByText('0 of 4 done').waitFor();
  await step(page, /^Receive a first message/).click();
  await page.waitForURL(/settings\/inboxes\/new/);
  await page.goBack();
  await step(page, /^Make an inbox/).click();
  await page.waitForURL(/settings\/inboxes\/new/);
  const inbox = await api<{ id: number; website_token: string }>('POST', '/inboxes', { name: 'Shop', channel: { type: 'web_widget', website_url: 'https://shop.example.com', welcome_title: 'Hello' } }); // prettier-ignore
  await page.goBack();
  await steps(page).getByText('1 of 4 done').waitFor();
  await step(page, /^Make an inbox\s*done/).waitFor();
  await step(page, /^Invite a colleague/).click();
  await page.waitForURL(/settings\/agents/);
  await api('POST', '/agents', { name: 'Ben', email: 'ben@acme.example.com', role: 'agent' });
  await page.goBack();
  await steps(page).getByText('2 of 4 done').waitFor();
  await step(page, /^Receive a first message/).click();
  await page.waitForURL(new RegExp(`/settings/inboxes/${inbox.id}\\?part=connect`));
  await page.goBack();
  await step(page, /^Connect a webhook/).click();
  await page.waitForURL(/settings\/webhooks/);
  await api('POST', '/webhooks', { url: 'https://hooks.example.com/a', subscriptions: ['message_created'] }); // prettier-ignore
  await page.goBack();
  await steps(page).getByText('3 of 4 done').waitFor();
  const opened = page.waitForEvent('popup');
  await steps(page).getByRole('link', { name: /^Write a test message/ }).click();
  const chat = await opened;
  await chat.waitForURL(new RegExp(`/widget\\?website_token=${inbox.website_token}`));
  const { payload } = await api<{ payload: { contact: { id: number } } }>('POST', '/contacts', { name: 'Mia', email: 'mia.one@example.com' }); // prettier-ignore
  await api('POST', '/conversations', { inbox_id: inbox.id, contact_id: payload.contact.id, message: { content: 'Hello!' } }); // prettier-ignore
  await page.getByText('Pick a conversation').waitFor();
  await steps(page).waitFor({ state: 'detached' });
  assert.deepEqual(complaints, []);
}); // prettier-ignore

test('an administrator hides the first steps for good, and for nobody else; an agent never sees them', async () => {
  const { page } = await other.open('/conversations');
  await steps(page).getByText('2 of 4 done').waitFor();
  const kept = page.waitForResponse((answer) => answer.request().method() === 'PUT');
  await steps(page).getByRole('button', { name: 'Hide this list' }).click();
  await page.getByText('Pick a conversation').waitFor();
  assert.equal((await kept).status(), 200);
  await page.reload();
  await page.getByText('Pick a conversation').waitFor();
  assert.deepEqual((await profile()).ui_settings['confab_first_steps_hidden'], [other.server.account_id]); // prettier-ignore
  await steps((await other.open('/conversations', { as: zoe })).page).waitFor();
  const agent = await other.open('/conversations', { as: tom });
  await agent.page.getByText('Pick a conversation').waitFor();
  assert.equal(await steps(agent.page).count(), 0);
});

test('an account in which much is written has no first steps', async () => {
  for (const name of ['Mia', 'Ida', 'Lou', 'Una', 'Kim', 'Noah']) await other.writes(name, 'Hello');
  const { page } = await other.open('/conversations', { as: zoe });
  await page.getByText('Pick a conversation').waitFor();
  assert.equal(await steps(page).count(), 0);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { picture } from '../../server/test/files.ts';
import { answering, startReceiver } from '../../server/test/receiver.ts';
import { setStage, violationsOf } from './stage.ts';

const receiver = await startReceiver();
const stage = await setStage({ OUTBOUND_ALLOW: '127.0.0.1', WEBHOOK_TIME_SCALE: '1000' });
const { api } = stage;

interface Bot {
  id: number;
  name: string;
  thumbnail: string;
  access_token: string;
  inbox_ids: number[];
}

const bots = async (): Promise<Bot[]> => api('GET', '/agent_bots');
const worksWith = async (token: string, conversation: number): Promise<number> => {
  const { status } = await fetch(`${stage.desk}/api/v1/accounts/${stage.server.account_id}/conversations/${conversation}/messages`, {
    method: 'POST',
    headers: { api_access_token: token, 'content-type': 'application/json' },
    body: JSON.stringify({ content: 'I am Rex' }),
  });
  return status;
}; // prettier-ignore

test('a bot is made, connected and told of a new conversation; its token works until there is another', async () => {
  receiver.reply = answering(200);
  const { page, complaints } = await stage.open('/settings/bots');
  await page.getByText('No bots yet').waitFor();
  await page.getByRole('button', { name: 'Add bot' }).click();
  const form = page.getByRole('dialog', { name: 'Add bot' });
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByRole('alert').waitFor();
  await form.getByLabel('Name').fill('Rex');
  await form.getByLabel('Webhook address').fill(receiver.url);
  await form.getByLabel('Picture').setInputFiles({ name: 'rex.png', mimeType: 'image/png', buffer: await picture('png') }); // prettier-ignore
  await form.getByRole('combobox', { name: 'Inboxes' }).click();
  await page.getByRole('option', { name: 'Desk' }).click();
  await page.keyboard.press('Escape');
  await form.getByRole('button', { name: 'Save' }).click();
  const shown = page.getByRole('dialog', { name: 'Access token' });
  const token = await shown.locator('code').innerText();
  await shown.getByRole('button', { name: 'I have it' }).click();
  await page.getByRole('row', { name: /Rex/ }).getByText('Desk').waitFor();
  const [rex] = await bots();
  assert.deepEqual(rex?.inbox_ids, [stage.server.inbox_id]);
  assert.notEqual(rex.thumbnail, '');
  const talk = await stage.writes('Mia', 'Hello bot');
  await receiver.first(({ body }) => body.event === 'message_created');
  const { status } = await api<{ status: string }>('GET', `/conversations/${talk}`);
  assert.equal(status, 'pending');
  assert.equal(await worksWith(token, talk), 200);
  await page.getByRole('button', { name: 'New token for Rex' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Make a new token' }).click();
  const fresh = await shown.locator('code').innerText();
  assert.notEqual(fresh, token);
  assert.deepEqual([await worksWith(token, talk), await worksWith(fresh, talk)], [401, 200]);
  await shown.getByRole('button', { name: 'I have it' }).click();
  await page.getByRole('link', { name: 'Log of Rex' }).click();
  await page.getByRole('table').getByRole('link', { name: 'message_created' }).first().waitFor();
  assert.deepEqual(complaints, []);
});

test('a bot whose address fails says so, loses its inbox and its picture when asked, and is deleted', async () => {
  receiver.reply = answering(500);
  await stage.writes('Noah', 'Anybody there?');
  const { page } = await stage.open('/settings/bots');
  const row = page.getByRole('row', { name: /Rex/ });
  await row.getByText('Failing').waitFor();
  await page.getByRole('button', { name: 'Edit Rex' }).click();
  const form = page.getByRole('dialog', { name: 'Edit Rex' });
  await form.getByRole('combobox', { name: 'Inboxes' }).click();
  await page.getByRole('option', { name: 'Desk' }).click();
  await page.keyboard.press('Escape');
  await form.getByText('Remove the picture').locator('../..').getByRole('checkbox').click();
  await form.getByRole('button', { name: 'Save' }).click();
  await row.getByText('Not connected').waitFor();
  const [rex] = await bots();
  assert.deepEqual([rex?.inbox_ids, rex?.thumbnail], [[], '']);
  await page.getByRole('button', { name: 'Delete Rex' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No bots yet').waitFor();
  assert.deepEqual(await bots(), []);
});

test('an agent is told that bots are for administrators', async () => {
  await api('POST', '/agent_bots', { name: 'Robin' });
  const { page } = await stage.open('/settings/bots', { as: await stage.person('Ben') });
  await page.getByText('Only administrators can change this.').waitFor();
  assert.equal(await page.getByText('Robin').count(), 0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page of bots is accessible in the ${colorScheme} theme`, async () => {
    const { page } = await stage.open('/settings/bots', { context: { colorScheme } });
    await page.getByRole('cell', { name: 'Robin', exact: true }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('button', { name: 'Edit Robin' }).click();
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'New token for Robin' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Make a new token' }).click();
    await page.getByRole('dialog', { name: 'Access token' }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

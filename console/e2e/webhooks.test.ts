import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { answering, startReceiver, type Told } from '../../server/test/receiver.ts';
import { setStage, violationsOf } from './stage.ts';

const receiver = await startReceiver();
// Its schedule takes 14 seconds instead of three days: ten attempts, then it is given up. An address that fails
// for five days is paused, which a slow machine must not come near in between.
const stage = await setStage({ OUTBOUND_ALLOW: '127.0.0.1', WEBHOOK_TIME_SCALE: '20000' });
const { api } = stage;

interface Webhook {
  id: number;
  endpoint_id: number;
  secret: string;
}

let made = 0;
const make = async (name: string, subscriptions = ['contact_created']): Promise<Webhook & { path: string }> => {
  made += 1;
  const url = `${receiver.url}/${made}`;
  const { payload } = await api<{ payload: { webhook: Webhook } }>('POST', '/webhooks', { name, url, subscriptions });
  return { ...payload.webhook, path: new URL(url).pathname };
}; // prettier-ignore
const toldTo =
  (path: string) =>
  (told: Told): boolean =>
    told.path === path;
const contact = async (name: string): Promise<void> => void (await api('POST', '/contacts', { name })); // prettier-ignore
const idsIn = (told: readonly Told[]): unknown[] => told.map(({ headers }) => headers['webhook-id']); // prettier-ignore
const isSigned = ({ headers, text }: Told, secret: string): boolean => {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${text}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
};

test('a webhook is made, its secret is shown once and signs, and a test goes all the way', async () => {
  receiver.reply = answering(200);
  const { page, complaints } = await stage.open('/settings/webhooks');
  await page.getByText('No webhooks yet').waitFor();
  await page.getByRole('button', { name: 'Add webhook' }).click();
  const form = page.getByRole('dialog', { name: 'Add webhook' });
  await form.getByLabel('Address').fill('ftp://crm');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByRole('alert').getByText('Url is invalid').waitFor();
  await form.getByLabel('Address').fill(`${receiver.url}/crm`);
  await form.getByLabel('Name').fill('CRM');
  await form.getByRole('button', { name: 'Save' }).click();
  const shown = page.getByRole('dialog', { name: 'Secret' });
  const secret = await shown.getByText(/^whsec_/).innerText();
  await shown.getByRole('button', { name: 'I have it' }).click();
  await page.getByRole('link', { name: 'CRM' }).click();
  await page.getByText('Nothing was sent that fits').waitFor();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('heading', { name: 'webhook_test', level: 1 }).waitFor();
  await page.getByText('Delivered').waitFor();
  await page.getByText('Attempt 1').waitFor();
  await page.getByRole('region', { name: 'Body' }).getByText('"event": "webhook_test"').waitFor();
  await page.getByRole('group', { name: 'Request headers' }).getByText(/webhook-signature/).waitFor(); // prettier-ignore
  await page.getByRole('group', { name: 'Answer', exact: true }).getByText('thanks').waitFor();
  const told = await receiver.first((each) => each.path.endsWith('/crm'));
  assert.ok(isSigned(told, secret));
  assert.deepEqual(complaints, []);
  const { payload } = await api<{ payload: { webhooks: Webhook[] } }>('GET', '/webhooks');
  for (const { id } of payload.webhooks) await api('DELETE', `/webhooks/${id}`);
});

test('what a failing receiver missed is seen, sent again alone and in a span, and arrives under the same ids', async () => {
  const { endpoint_id, path } = await make('Shop');
  receiver.reply = answering(500);
  for (const name of ['Mia', 'Noah', 'Ida']) await contact(name);
  const { page, complaints } = await stage.open(`/settings/webhooks/${endpoint_id}`);
  const log = page.getByRole('table');
  await page.getByText('Failing', { exact: true }).waitFor();
  await log.getByText('Given up').nth(2).waitFor();
  const missed = receiver.all.filter(toldTo(path));
  const ids = new Set(idsIn(missed));
  assert.deepEqual([ids.size, missed.length], [3, 30]);
  await log.getByRole('link', { name: 'contact_created' }).first().click();
  await page.getByText('Attempt 10').waitFor();
  assert.equal(await page.getByText(/^Attempt \d+$/).count(), 10);
  await page.getByRole('group', { name: 'Answer', exact: true }).getByText('thanks').waitFor();
  const before = receiver.all.length;
  receiver.reply = answering(200);
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('Attempt 11').waitFor();
  await page.getByText('Delivered').waitFor();
  const again = receiver.all.slice(before).find(toldTo(path));
  assert.ok(again !== undefined && ids.has(again.headers['webhook-id']));
  await page.getByRole('link', { name: 'Deliveries' }).click();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Send again what was…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send again what was…' });
  await dialog.getByText('2 deliveries would be sent again.').waitFor();
  await dialog.getByRole('button', { name: 'Send again' }).click();
  await dialog.getByText('All 2 were sent again.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await log.getByText('Delivered').nth(2).waitFor();
  const arrived = receiver.all.slice(before).filter(toldTo(path));
  assert.deepEqual(new Set(idsIn(arrived)), ids);
  const names = arrived.slice(1).map(({ body }) => body.name);
  assert.deepEqual(names, ['Mia', 'Noah', 'Ida'].filter((name) => names.includes(name)));
  assert.equal(new Set(missed.map(({ text }) => text)).size, 3);
  await page.getByText('Active', { exact: true }).waitFor();
  assert.deepEqual(complaints, []);
}); // prettier-ignore

test('the log is filtered by what became of it, by event and by day, and the address says so', async () => {
  const { endpoint_id } = await make('Filtered', ['contact_created', 'contact_deleted']);
  receiver.reply = answering(200);
  const { payload } = await api<{ payload: { contact: { id: number } } }>('POST', '/contacts', { name: 'Zoe' }); // prettier-ignore
  await api('DELETE', `/contacts/${payload.contact.id}`);
  const { page } = await stage.open(`/settings/webhooks/${endpoint_id}`);
  const log = page.getByRole('table');
  await log.getByRole('link', { name: 'contact_deleted' }).waitFor();
  await log.getByRole('link', { name: 'contact_created' }).waitFor();
  const choose = async (label: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: label, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await choose('Event', 'contact_deleted');
  await log.getByRole('link', { name: 'contact_created' }).waitFor({ state: 'detached' });
  await log.getByRole('link', { name: 'contact_deleted' }).waitFor();
  await choose('Status', 'Given up');
  await page.getByText('Nothing was sent that fits').waitFor();
  await page.reload();
  await page.getByText('Nothing was sent that fits').waitFor();
  await choose('Status', 'All of them');
  await log.getByRole('link', { name: 'contact_deleted' }).waitFor();
  await page.getByLabel('To', { exact: true }).fill('2020-01-01');
  await page.getByText('Nothing was sent that fits').waitFor();
});

test('what happens while an address is paused is kept, and sent when it is resumed', async () => {
  const { endpoint_id, path } = await make('Paused');
  receiver.reply = answering(200);
  const { page } = await stage.open(`/settings/webhooks/${endpoint_id}`);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('by an administrator').waitFor();
  await contact('Waiting');
  await page.getByRole('table').getByText('Under way').waitFor();
  assert.equal(receiver.all.filter(toldTo(path)).length, 0);
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('table').getByText('Delivered').waitFor();
  await page.getByText('Active', { exact: true }).waitFor();
  assert.equal(receiver.all.filter(toldTo(path)).length, 1);
});

test('an address that is gone says so', async () => {
  const { endpoint_id } = await make('Gone');
  receiver.reply = answering(410);
  await contact('Late');
  const { page } = await stage.open('/settings/webhooks');
  await page.getByRole('row', { name: /Gone/ }).getByText('it answered that it is gone (410)').waitFor(); // prettier-ignore
  await page.getByRole('link', { name: 'Gone' }).click();
  await page.waitForURL(`**/webhooks/${endpoint_id}`);
  receiver.reply = answering(200);
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Active', { exact: true }).waitFor();
});

test('with keys alone a new secret is made; it signs beside the one before until that is ended', async () => {
  const { endpoint_id, path, secret } = await make('Rotated');
  receiver.reply = answering(200);
  const { page } = await stage.open(`/settings/webhooks/${endpoint_id}`);
  await page.getByRole('button', { name: 'More' }).focus();
  await page.keyboard.press('Enter');
  const focused = page.locator(':focus');
  await page.getByRole('menuitem', { name: 'Send again what was…' }).and(focused).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'New secret…' }).and(focused).waitFor();
  await page.keyboard.press('Enter');
  const asked = page.getByRole('alertdialog', { name: 'Make a new secret?' });
  await asked.waitFor();
  await asked.getByRole('button', { name: 'Make a new secret' }).focus();
  await page.keyboard.press('Enter');
  const shown = page.getByRole('dialog', { name: 'Secret' });
  const fresh = await shown.getByText(/^whsec_/).innerText();
  await shown.getByText(/The secret before signs as well until/).waitFor();
  await page.keyboard.press('Escape');
  await shown.waitFor({ state: 'detached' });
  await contact('Twice');
  const [both] = await receiver.several(1, toldTo(path));
  assert.deepEqual([isSigned(both!, secret), isSigned(both!, fresh)], [true, true]);
  await page.getByRole('button', { name: 'End it now' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(/The secret before signs as well/).waitFor({ state: 'detached' });
  await contact('Once');
  const [, one] = await receiver.several(2, toldTo(path));
  assert.deepEqual([isSigned(one!, secret), isSigned(one!, fresh)], [false, true]);
});

test('API inboxes, bots and rules have the same log', async () => {
  receiver.reply = answering(200);
  await api('POST', '/agent_bots', { name: 'Rex', outgoing_url: `${receiver.url}/rex` });
  await api('PATCH', `/inboxes/${stage.server.inbox_id}`, { channel: { webhook_url: `${receiver.url}/inbox` } }); // prettier-ignore
  await stage.writes('Kim', 'Hello inbox');
  const { page } = await stage.open('/settings/webhooks');
  const others = page.getByRole('region', { name: 'Other addresses' });
  await others.getByRole('link', { name: 'Rex' }).waitFor();
  await others.getByRole('row', { name: /Desk/ }).getByText('API inbox').waitFor();
  await others.getByRole('link', { name: 'Desk' }).click();
  await page.getByRole('table').getByRole('link', { name: 'message_created' }).first().waitFor();
  await page.getByText('Deliveries are not signed: there is no secret yet.').waitFor();
});

test('an agent sees nothing of webhooks', async () => {
  const ben = await stage.person('Ben');
  const { endpoint_id } = await make('Hidden');
  for (const path of ['', `/${endpoint_id}`, `/${endpoint_id}/1`]) {
    const { page } = await stage.open(`/settings/webhooks${path}`, { as: ben });
    await page.getByText('Only administrators can change this.').waitFor();
    assert.equal(await page.getByText('Hidden').count(), 0);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the pages of webhooks are accessible in the ${colorScheme} theme`, async () => {
    const { endpoint_id } = await make(`In ${colorScheme}`);
    receiver.reply = answering(500);
    await contact('Bad');
    const { page } = await stage.open('/settings/webhooks', { context: { colorScheme } });
    await page.getByRole('link', { name: `In ${colorScheme}` }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('button', { name: `Edit In ${colorScheme}` }).click();
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: `In ${colorScheme}` }).click();
    await page.getByRole('table').getByText('Given up').first().waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Send again what was…' }).click();
    await page.getByText('1 delivery would be sent again.').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'contact_created' }).click();
    await page.getByText('Attempt 10').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.goto(`${stage.desk}/app/accounts/${stage.server.account_id}/settings/webhooks/${endpoint_id}`); // prettier-ignore
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'New secret…' }).click();
    await page.getByRole('alertdialog').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('alertdialog').getByRole('button', { name: 'Make a new secret' }).click();
    await page.getByRole('dialog', { name: 'Secret' }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

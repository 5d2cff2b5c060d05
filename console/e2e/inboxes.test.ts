import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMailServerFor } from '../../server/test/mail-server.ts';
import { setStage, violationsOf } from './stage.ts';

const port = await startMailServerFor({ user: 'post', password: 'a secret' });
const stage = await setStage({ OUTBOUND_ALLOW: `127.0.0.1:${port}` });
const { api, server } = stage;
const ben = await stage.person('Ben');

type Inbox = Record<string, unknown> & { id: number; name: string };
const read = async (id: number): Promise<Inbox> => api('GET', `/inboxes/${id}`);
const inboxes = async (): Promise<Inbox[]> =>
  (await api<{ payload: Inbox[] }>('GET', '/inboxes')).payload;

test('a website is made, with who answers there, and ends at the script for its pages', async () => {
  const { page, complaints } = await stage.open('/settings/inboxes');
  await page.getByRole('button', { name: 'Add inbox' }).click();
  await page.getByRole('link', { name: /^Website/ }).click();
  await page.waitForURL(/channel=website/);
  await page.getByLabel('Name').fill('Shop');
  await page.getByLabel('Address of the website').fill('https://shop.example.com');
  await page.getByRole('combobox', { name: 'People' }).click();
  await page.getByRole('option', { name: 'Ben' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Make inbox' }).click();
  await page.getByRole('heading', { name: 'Put the window on your website' }).waitFor();
  await page.getByText(/chatwootSDK\.run/).waitFor();
  const made = (await inboxes()).find(({ name }) => name === 'Shop');
  assert.equal(made?.['website_url'], 'https://shop.example.com');
  const { payload } = await api<{ payload: { name: string }[] }>('GET', `/inbox_members/${made?.id}`); // prettier-ignore
  assert.deepEqual(payload.map(({ name }) => name).toSorted(), ['Ada', 'Ben']);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Shop' }).waitFor();
  assert.deepEqual(complaints, []);
}); // prettier-ignore

test('what is refused is said, and nothing that was written is lost', async () => {
  const { page } = await stage.open('/settings/inboxes/new?channel=website');
  await page.getByLabel('Name').fill('No website');
  await page.getByRole('button', { name: 'Make inbox' }).click();
  await page
    .getByRole('alert')
    .getByText(/website/i)
    .waitFor();
  assert.equal(await page.getByLabel('Name').inputValue(), 'No website');
  await page.getByRole('link', { name: 'Choose another kind' }).click();
  await page.getByRole('link', { name: /^API/ }).click();
  await page.getByLabel('Name').fill('Entrance');
  await page.getByRole('button', { name: 'Make inbox' }).click();
  await page.getByRole('heading', { name: 'Connect your program' }).waitFor();
});

test('greeting, hours, rating and people of an inbox are changed, each by itself', async () => {
  const { page } = await stage.open(`/settings/inboxes/${server.inbox_id}`);
  const part = (name: string) => page.getByRole('navigation', { name: /Parts of/ }).getByRole('link', { name }); // prettier-ignore
  const save = async (): Promise<void> => {
    const done = page.waitForResponse((answer) => answer.request().method() === 'PATCH' && /inboxes\/\d+$/.test(answer.url())); // prettier-ignore
    await page.getByRole('button', { name: 'Save' }).first().click();
    assert.equal((await done).status(), 200);
  };
  await page.getByRole('switch', { name: 'Greet whoever writes' }).click();
  await page.getByLabel('Greeting', { exact: true }).fill('Welcome!');
  await save();
  await part('Hours').click();
  await page.getByRole('switch', { name: 'This inbox has hours' }).click();
  await page.getByLabel('Monday from').fill('07:30');
  await page.getByRole('combobox', { name: 'Sunday' }).click();
  await page.getByRole('option', { name: 'Open all day' }).click();
  await page.getByLabel('What is said outside of the hours').fill('We sleep.');
  await save();
  await part('Rating').click();
  await page.getByRole('switch', { name: 'Ask for a rating' }).click();
  await page.getByRole('combobox', { name: 'Looks' }).click();
  await page.getByRole('option', { name: 'Stars' }).click();
  await save();
  await part('People').click();
  await page.getByRole('checkbox', { name: 'Ben' }).click();
  await page.getByLabel('Open conversations at most').fill('5');
  await save();
  const inbox = await read(server.inbox_id);
  const days = inbox['working_hours'] as Record<string, unknown>[];
  assert.deepEqual([inbox['greeting_enabled'], inbox['greeting_message']], [true, 'Welcome!']);
  assert.deepEqual([days[1]?.['open_hour'], days[1]?.['open_minutes'], days[0]?.['open_all_day']], [7, 30, true]); // prettier-ignore
  assert.equal(inbox['out_of_office_message'], 'We sleep.');
  assert.equal((inbox['csat_config'] as Record<string, unknown>)['display_type'], 'star');
  assert.equal((inbox['auto_assignment_config'] as Record<string, unknown>)['max_assignment_limit'], 5); // prettier-ignore
  const { payload } = await api<{ payload: { name: string }[] }>('GET', `/inbox_members/${server.inbox_id}`); // prettier-ignore
  assert.ok(!payload.some(({ name }) => name === 'Ben'));
});

test('a mailbox that cannot be reached is refused with the reason; one that can keeps its password, unseen', async () => {
  const { id } = await api<{ id: number }>('POST', '/inboxes', {
    name: 'Mail',
    channel: { type: 'email', email: 'help@example.com' },
  });
  const { page } = await stage.open(`/settings/inboxes/${id}?part=mailbox`);
  const sending = page.getByRole('region', { name: 'Sending mail (SMTP)' });
  const field = (name: string) => sending.getByRole('textbox', { name });
  await sending.getByRole('switch', { name: 'Send through our own server' }).click();
  await field('Server').fill('127.0.0.1');
  await sending.getByRole('spinbutton', { name: 'Port' }).fill(String(port));
  await field('User name').fill('post');
  await field('Password').fill('wrong');
  await sending.getByRole('combobox', { name: 'Encryption' }).click();
  await page.getByRole('option', { name: 'None' }).click();
  const save = sending.getByRole('button', { name: 'Save' });
  await save.click();
  await sending.getByRole('alert').waitFor();
  await field('Password').fill('a secret');
  await save.click();
  await page.getByText('Inbox saved').first().waitFor();
  await page.reload();
  await sending.getByText('One is kept. Leave this empty to keep it.').waitFor();
  assert.equal(await field('Password').inputValue(), '');
  await save.click();
  await page.getByText('Inbox saved').first().waitFor();
  const inbox = await read(id);
  assert.deepEqual([inbox['smtp_enabled'], inbox['smtp_login']], [true, 'post']);
});

test('an inbox is deleted by keys alone, and is gone everywhere', async () => {
  const { id } = await api<{ id: number }>('POST', '/inboxes', { name: 'Old', channel: { type: 'api' } }); // prettier-ignore
  const { page } = await stage.open(`/settings/inboxes/${id}`);
  await page.getByRole('button', { name: 'Delete this inbox' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/settings\/inboxes$/);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Old' }).waitFor({ state: 'detached' }); // prettier-ignore
  assert.ok(!(await inboxes()).some((each) => each.id === id));
});

test('an agent is told whose these pages are', async () => {
  const { page } = await stage.open(`/settings/inboxes/${server.inbox_id}`, { as: ben });
  await page.getByText('Only administrators can change this.').waitFor();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every part of every kind of inbox is accessible in the ${colorScheme} theme`, async () => {
    await api('PATCH', `/inboxes/${server.inbox_id}`, { working_hours_enabled: true, csat_survey_enabled: true }); // prettier-ignore
    const { page } = await stage.open('/settings/inboxes', { context: { colorScheme } });
    const links = await page.getByRole('table').getByRole('link').all();
    const paths = await Promise.all(links.map(async (link) => link.getAttribute('href')));
    for (const path of [`${new URL(page.url()).pathname}/new`, ...paths]) {
      await page.goto(`${stage.desk}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const parts = page.getByRole('navigation', { name: /Parts of/ }).getByRole('link');
      if (!path?.endsWith('new')) await parts.first().waitFor();
      for (const part of await parts.all()) {
        await part.click();
        await page.getByRole('button', { name: 'Save' }).first().waitFor();
        assert.deepEqual(await violationsOf(page), [], await part.innerText());
      }
    }
  });
}

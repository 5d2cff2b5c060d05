import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api } = stage;
const ben = await stage.person('Ben');

interface Contact {
  id: number;
  name: string;
  email: string | null;
  phone_number: string | null;
  blocked: boolean;
  additional_attributes: Record<string, unknown>;
  custom_attributes: Record<string, unknown>;
}
const make = async (fields: object): Promise<number> =>
  (await api<{ payload: { contact: Contact } }>('POST', '/contacts', fields)).payload.contact.id;
const read = async (id: number): Promise<Contact> =>
  (await api<{ payload: Contact }>('GET', `/contacts/${id}`)).payload;

test('somebody is added, found as one types, and their page is reached from the list', async () => {
  const { page, complaints } = await stage.open('/contacts');
  await page.getByRole('button', { name: 'New contact' }).click();
  await page.getByLabel('Name').fill('Mia Example');
  await page.getByLabel('E-mail address').fill('mia.example@example.com');
  await page.getByLabel('Phone').fill('+49 (30) 123-4567');
  await page.getByLabel('Company').fill('Acme');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Mia Example', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Contacts' }).last().click();
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill('mia.example@');
  await page.waitForURL(/q=mia/);
  await page.getByRole('link', { name: /Mia Example/ }).click();
  await page.getByRole('heading', { name: 'Mia Example', level: 1 }).waitFor();
  assert.equal(await page.getByLabel('Phone').inputValue(), '+49301234567');
  assert.deepEqual(complaints, []);
});

test('a contact is changed; an address that another has is refused beside the form', async () => {
  const id = await make({ name: 'Noah', email: 'noah@example.com' });
  await make({ name: 'Taken', email: 'taken@example.com' });
  const { page } = await stage.open(`/contacts/${id}`, { as: ben });
  await page.getByLabel('E-mail address').fill('taken@example.com');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByText(/email/i).waitFor();
  await page.getByLabel('E-mail address').fill('noah@example.org');
  await page.getByLabel('City').fill('Lima');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Contact saved').first().waitFor();
  const { email, additional_attributes: more } = await read(id);
  assert.deepEqual([email, more['city']], ['noah@example.org', 'Lima']);
});

test('attributes, labels and notes of somebody are kept, and noted things are taken away again', async () => {
  await api('POST', '/custom_attribute_definitions', { attribute_display_name: 'Plan', attribute_key: 'plan', attribute_display_type: 'list', attribute_values: ['Free', 'Paid'], attribute_model: 'contact_attribute' }); // prettier-ignore
  await api('POST', '/custom_attribute_definitions', { attribute_display_name: 'Number', attribute_key: 'number', attribute_display_type: 'text', regex_pattern: '^C-', regex_cue: 'Begins with C-', attribute_model: 'contact_attribute' }); // prettier-ignore
  await api('POST', '/labels', { title: 'vip' });
  const id = await make({ name: 'Una' });
  const { page } = await stage.open(`/contacts/${id}`);
  const add = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Add attribute' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await add('Plan');
  await page.getByRole('combobox', { name: 'Plan' }).click();
  await page.getByRole('option', { name: 'Paid' }).click();
  await add('Number');
  await page.getByRole('textbox', { name: 'Number' }).fill('12');
  await page.keyboard.press('Enter');
  await page.getByText('Begins with C-').waitFor();
  await page.getByRole('textbox', { name: 'Number' }).fill('C-12');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Change Number' }).waitFor();
  await page.getByRole('combobox', { name: 'Labels' }).click();
  await page.getByRole('option', { name: 'vip' }).click();
  await page.keyboard.press('Escape');
  await page.getByLabel('New note').fill('Likes tea');
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.getByText('Likes tea').last().waitFor();
  assert.deepEqual((await read(id)).custom_attributes, { plan: 'Paid', number: 'C-12' });
  const { payload: labels } = await api<{ payload: string[] }>('GET', `/contacts/${id}/labels`);
  assert.deepEqual(labels, ['vip']);
  await page.getByRole('button', { name: 'Remove Number' }).click();
  await page.getByRole('button', { name: 'Change Number' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Delete the note' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No notes yet.').waitFor();
  assert.deepEqual((await read(id)).custom_attributes, { plan: 'Paid' });
});

test('two who are the same are merged by keys alone, and their conversations with them', async () => {
  const number = await stage.writes('Ida', 'Hello');
  const { meta } = await api<{ meta: { sender: Contact } }>('GET', `/conversations/${number}`);
  const id = await make({ name: 'Ida Long', phone_number: '+4930555' });
  const { page } = await stage.open(`/contacts/${id}`);
  await page.getByRole('button', { name: 'More' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Merge…' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('searchbox', { name: 'The other contact' }).waitFor();
  await page.keyboard.type(meta.sender.email ?? '');
  const other = page.getByRole('radio', { name: /Ida/ });
  await other.focus();
  await page.keyboard.press('Space');
  await page.getByText('Ida becomes a part of Ida Long.').waitFor();
  await page.getByRole('button', { name: 'Merge', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: new RegExp(`#${number}`) }).waitFor();
  assert.equal((await read(id)).email, meta.sender.email);
});

test('somebody is written to, and the conversation opens', async () => {
  const number = await stage.writes('Kim', 'First');
  const { meta } = await api<{ meta: { sender: Contact } }>('GET', `/conversations/${number}`);
  await api('POST', `/conversations/${number}/toggle_status`, { status: 'resolved' });
  const { page } = await stage.open(`/contacts/${meta.sender.id}`);
  await page.getByRole('button', { name: 'Write to them' }).click();
  await page.getByRole('dialog').getByLabel('Message').fill('How is it going?');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByRole('log').getByText('How is it going?').waitFor();
});

test('whoever is blocked says so; an administrator deletes them', async () => {
  const id = await make({ name: 'Spam' });
  const { page } = await stage.open(`/contacts/${id}`);
  const choose = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose('Block');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Block' }).click();
  await page.getByText('Blocked').first().waitFor();
  assert.equal((await read(id)).blocked, true);
  await choose('Delete');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
  await page.getByRole('link', { name: /Spam/ }).waitFor({ state: 'detached' });
});

test('a list is imported: understood before, counted afterwards, with what was refused', async () => {
  const { page } = await stage.open('/contacts/import');
  const pick = async (name: string, text: string): Promise<void> =>
    page.getByLabel(/Choose a file|\.csv/).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) }); // prettier-ignore
  await pick('bad.csv', 'name,city\nMia,Berlin\n');
  await page.getByText('None of the columns says who somebody is').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled());
  await pick('good.csv', 'name,email,plan\nLia,lia@example.com,gold\nTom,no address,gold\n');
  await page.getByText('2 rows').waitFor();
  await page.getByText('becomes the attribute plan').waitFor();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const row = page.getByRole('row', { name: /good\.csv/ });
  await row.getByText('Done').waitFor();
  await row.getByText('One row was refused').waitFor();
  const { payload } = await api<{ payload: Contact[] }>('GET', '/contacts/search?q=lia@example');
  assert.equal(payload[0]?.custom_attributes['plan'], 'gold');
});

test('an agent sees contacts, and is not offered what they may not', async () => {
  const id = await make({ name: 'Visible' });
  const { page } = await stage.open('/contacts', { as: ben });
  await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Import' }).count(), 0);
  await page.goto(page.url().replace(/contacts.*/, `contacts/${id}`));
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Block' }).waitFor();
  assert.equal(await page.getByRole('menuitem', { name: 'Delete' }).count(), 0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`contacts are accessible in the ${colorScheme} theme`, async () => {
    const id = await make({ name: 'Axe' });
    const { page } = await stage.open('/contacts', { context: { colorScheme } });
    await page.getByRole('table').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.getByRole('button', { name: 'New contact' }).click();
    await page.getByRole('dialog').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.goto(page.url().replace(/contacts.*/, `contacts/${id}`));
    await page.getByText('No notes yet.').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await page.goto(page.url().replace(/contacts.*/, 'contacts/import'));
    await page.getByRole('heading', { name: 'Imports' }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
}

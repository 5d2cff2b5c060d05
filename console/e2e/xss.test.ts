import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser } from '../../server/test/chromium.ts';
import { BATCH, startHostileDesk } from './hostile/desk.ts';
import { lookInto } from './hostile/look-into.ts';
import { MARK, payloads, reaches, runs } from './hostile/payloads.ts';
import { markupOf, openWatched, textOf, type Watched } from './hostile/watch.ts';
import { findScreens, settled } from './screens.ts';

const desk = await startHostileDesk();
const browser = await launchBrowser();
const root = `/app/accounts/${desk.account_id}`;

const inside = await openWatched(browser, { own: desk.desk, session: desk.session });
const outside = await openWatched(browser, { own: desk.desk });
const { page } = inside;
const screens = await findScreens(page, desk);

const go = async (path: string): Promise<void> => {
  await page.goto(desk.desk + path);
  await settled(page);
};

/** That no text has done or become anything, since the last time that this was asked. */
async function harmless({ page: where, harm, asked }: Watched = inside): Promise<void> {
  assert.deepEqual(await markupOf(where), []);
  assert.deepEqual(harm.splice(0), []);
  assert.deepEqual(asked.splice(0), []);
}

/** Asked from here: the policy of the page forbids it to look for itself again and again. */
async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isTrue())) {
    assert.ok(Date.now() < deadline, `never: ${what}`);
    await page.evaluate('new Promise((done) => requestAnimationFrame(done))');
  }
}

/** That a payload is read in this part of the page, so that a part that shows nothing proves nothing. */
const waitForText = async (part: string): Promise<void> =>
  until(`a payload in ${part}`, async () => MARK.test(await textOf(page, part)));

test('a page that takes the payloads for markup is noticed: each of those that can run does', async () => {
  const bait = await openWatched(browser, { own: desk.desk, bypassCSP: true });
  await bait.page.route(`${desk.desk}/bait`, async (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><body>' })); // prettier-ignore
  await bait.page.goto(`${desk.desk}/bait`);
  await bait.page.evaluate(takeForMarkup(runs));
  await bait.page.waitForLoadState('networkidle');
  assert.ok((await markupOf(bait.page)).length > runs.length);
  const ran = new Set(bait.harm);
  const quiet = runs.filter(
    (text) => !ran.has(`ran: payload ${/tripwire\((\d+)/.exec(text)?.[1]}`),
  );
  assert.deepEqual(quiet, []);
  await bait.page.evaluate(takeForMarkup(reaches));
  await bait.page.waitForLoadState('networkidle');
  assert.ok(bait.asked.length > 10, bait.asked.join('\n'));
  await bait.page.context().close();
});

/** Once as a part of the page, and once as a page. */
const takeForMarkup = (texts: readonly string[]): string => `(async () => {
  for (const text of ${JSON.stringify(texts)}) {
    const frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    frame.srcdoc = '<!doctype html><body>' + text;
    document.body.append(frame);
    await loaded;
    const div = document.createElement('div');
    if (!/http-equiv|<base/.test(text)) div.innerHTML = text;
    document.body.append(div);
    for (const root of [div, frame.contentDocument ?? div]) {
      for (const each of root.querySelectorAll('a:not([ping]), button:not([name])')) {
        if (!/evil/.test(text)) each.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      }
    }
  }
})()`; // prettier-ignore

test('the payloads stand in every kind of record that the console shows', () => {
  const tables = new Set(desk.planted.map((name) => name.split('.')[0]));
  for (const table of ['contacts', 'conversations', 'messages', 'labels', 'teams', 'inboxes', 'users', 'canned_responses', 'macros', 'macro_executions', 'automation_rules', 'automation_runs', 'custom_filters', 'custom_attribute_definitions', 'custom_roles', 'notes', 'webhooks', 'webhook_deliveries', 'webhook_attempts', 'dashboard_apps', 'agent_bots', 'csat_survey_responses', 'notifications', 'scheduled_messages', 'drafts', 'blobs', 'attachments', 'audits', 'contact_imports', 'accounts', 'user_sessions']) {
    assert.ok(tables.has(table), table);
  }
}); // prettier-ignore

/** Screens that show nothing which anybody has written, until somebody asks. */
const empty = new Set(['login', 'auth-reset-password', 'auth-password-edit', 'search', 'settings', 'settings-notifications', 'reports-bots']); // prettier-ignore

const { rule, macro, endpoint, contact } = desk;
const more = [
  'conversations?status=all&tab=all',
  'contacts/import',
  `contacts/${contact}`,
  `settings/automation/${rule}`,
  `settings/automation/${rule}/runs`,
  `settings/macros/${macro}`,
  `settings/macros/${macro}/runs`,
  `settings/webhooks/${endpoint}`,
  `settings/inboxes/${desk.website}`,
].map((path) => ({ name: path, path: `${root}/${path}`, outside: undefined }));

for (const { name, path, outside: isOutside } of [...screens, ...more]) {
  test(`what somebody has written is text on the screen ${name}, and in what opens there`, async () => {
    const on = isOutside === true ? outside : inside;
    await on.page.goto(desk.desk + path);
    await settled(on.page);
    if (!empty.has(name)) await waitForText('main');
    await harmless(on);
    await lookInto(on.page);
    await harmless(on);
  });
}

for (const [index, id] of desk.messages.entries()) {
  test(`a message is text whatever it says, in its conversation and in the list: ${index + 1}`, async () => {
    await go(`${root}/conversations/${id}?tab=all`);
    const said = payloads.slice(index * BATCH, (index + 1) * BATCH);
    await page.locator('[data-message]').nth(said.length - 1).waitFor(); // prettier-ignore
    const text = await textOf(page, '[role=log]');
    const numbers = said.map((each) => /tripwire\(\d+/.exec(each)?.[0] ?? '');
    assert.deepEqual(numbers.filter((number) => !text.includes(number)), []); // prettier-ignore
    await harmless();
  });
}

let pictures = 0;
for (const [index, id] of desk.mails.entries()) {
  test(`a mail cannot do anything whatever is in it, and asks nobody before its pictures are wanted: ${index + 1}`, async () => {
    await go(`${root}/conversations/${id}?tab=all`);
    const log = page.getByRole('log');
    const unfolded = Math.min(BATCH, payloads.length - index * BATCH);
    await log.getByRole('button', { name: 'From, to, date' }).nth(unfolded - 1).waitFor(); // prettier-ignore
    await pressAll('From, to, date');
    await pressAll('Show the mail as it was written');
    await framesLoaded(unfolded);
    await waitForText('[role=log]');
    await harmless();
    const withPictures = await pressAll('Show pictures');
    await log.getByRole('button', { name: 'Show pictures' }).first().waitFor({ state: 'detached' });
    await framesLoaded(unfolded);
    assert.deepEqual(await markupOf(page), []);
    assert.deepEqual(inside.harm.splice(0), []);
    const asked = inside.asked.splice(0);
    assert.ok(asked.every((each) => /^(image https:.*\.png|reached evil\.example\.com:443)$/.test(each)), asked.join('\n')); // prettier-ignore
    pictures += Math.min(withPictures, asked.length);
  });
}

test('pictures that were wanted have come, so what kept them away before was the wish', () => {
  assert.ok(pictures > 3, String(pictures));
});

/** Presses every button of that name in the conversation; gives how many there were. */
async function pressAll(name: string, where = page): Promise<number> {
  return where.evaluate<number>(`(() => {
    const all = [...document.querySelectorAll('[role=log] button')].filter((each) => each.innerText.trim() === ${JSON.stringify(name)});
    for (const each of all) each.click();
    return all.length;
  })()`); // prettier-ignore
}

async function framesLoaded(count: number): Promise<void> {
  const loaded = `[...document.querySelectorAll('[role=log] iframe[sandbox]')].filter(({ contentDocument: shown }) =>
    shown?.readyState === 'complete' && shown.body?.innerText.includes('Before.')).length`;
  await until(`${count} mails`, async () => (await page.evaluate(loaded)) === count);
  await page.waitForLoadState('networkidle');
}

test('beside a conversation, in its menus and in what is asked about it, everything is text', async () => {
  await go(`${root}/conversations/${desk.eventful}?tab=all`);
  for (const part of ['[role=log]', 'aside', 'nav', 'header']) await waitForText(part);
  await page.evaluate(`document.querySelectorAll('main [aria-expanded=false]:not([aria-haspopup])').forEach((each) => each.click())`); // prettier-ignore
  await page.waitForLoadState('networkidle');
  await harmless();
  for (const key of ['a', 't', 'l']) {
    await page.locator('h1, h2').first().click();
    await page.keyboard.press(key);
    await waitForText('[role=dialog]');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await harmless();
});

// Whose other conversations there are, whose mail a transcript goes to, and what a time is taken for.
for (const [what, shows] of [['Merge with another…', false], ['Send transcript…', true], ['Snooze…', false]] as const) {
  test(`what is asked is text: ${what}`, async () => {
    await go(`${root}/conversations/${desk.eventful}?tab=all`);
    await page.getByRole('button', { name: 'More actions' }).first().click();
    await page.getByRole('menuitem', { name: what }).click();
    await page.getByRole('dialog').waitFor();
    if (shows) await waitForText('[role=dialog]');
    await harmless();
    for (const payload of runs.slice(0, 5)) {
      await page.getByRole('dialog').getByRole('textbox').or(page.getByRole('dialog').getByRole('combobox')).first().fill(payload);
      await harmless();
    }
    await page.keyboard.press('Escape');
  });
} // prettier-ignore

test('while somebody writes, what is offered and the preview are text', async () => {
  await go(`${root}/conversations/${desk.eventful}?tab=all`);
  const box = page.getByRole('textbox', { name: 'Reply' });
  await box.fill('/');
  await waitForText('[role=listbox]');
  await page.getByRole('button', { name: 'Note', exact: true }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('');
  await page.keyboard.type('@');
  await waitForText('[role=listbox]');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Note' }).fill(payloads.join('\n\n'));
  await page.getByRole('button', { name: 'Preview' }).click();
  await waitForText('.prose-message');
  await harmless();
});

test('what is found and what is commanded is text', async () => {
  await go(`${root}/search?q=tripwire`);
  for (const list of ['Messages', 'Conversations', 'Contacts']) await waitForText(`main [aria-label="${list}"]`); // prettier-ignore
  await harmless();
  for (const payload of ['<img src=x onerror=tripwire(1)>', '"><svg onload=tripwire(1)>']) {
    await go(`${root}/search?q=${encodeURIComponent(payload)}`);
    await harmless();
  }
  await go(`${root}/conversations/${desk.eventful}?tab=all`);
  await page.keyboard.press('Control+k');
  await waitForText('[role=dialog]');
  await harmless();
});

test('what comes while the console is open is text, too', async () => {
  const [id = 0] = desk.messages;
  await go(`${root}/conversations/${id}?tab=all`);
  for (const payload of runs) await desk.write(id, payload);
  await page.getByRole('log').getByText(`tripwire(${99 + runs.length})`).last().waitFor(); // prettier-ignore
  const name = runs.at(-1) ?? '';
  await desk.rename(id, name);
  await page.locator('aside').getByText(name).first().waitFor();
  await harmless();
});

test('where no policy of the browser helps, nothing in a mail runs either', async () => {
  const bare = await openWatched(browser, {
    own: desk.desk,
    session: desk.session,
    bypassCSP: true,
  });
  for (const [index, id] of desk.mails.entries()) {
    await bare.page.goto(`${desk.desk}${root}/conversations/${id}?tab=all`);
    const log = bare.page.getByRole('log');
    const last = Math.min(BATCH, payloads.length - index * BATCH) - 1;
    await log.getByRole('button', { name: 'Show the mail as it was written' }).nth(last).waitFor();
    await pressAll('Show the mail as it was written', bare.page);
    await log.locator('iframe[sandbox]').nth(last).waitFor();
    await bare.page.waitForLoadState('networkidle');
    assert.deepEqual(bare.harm.splice(0), []);
  }
  await bare.page.context().close();
});

test('an app is framed apart, whatever its name and its address say', async () => {
  await go(`${root}/conversations/${desk.eventful}?tab=all`);
  await page.getByRole('button', { name: /^Orders/ }).click();
  const frame = page.frameLocator('iframe[src^="/dashboard_apps/"]').locator('iframe');
  await frame.waitFor();
  await page.waitForLoadState('networkidle');
  assert.match((await frame.getAttribute('title')) ?? '', MARK);
  assert.deepEqual(await markupOf(page), []);
  // It is meant to come from there, and only there.
  const elsewhere = [...inside.harm.splice(0), ...inside.asked.splice(0)].filter((each) => !/^(left: chrome-error:|(left:|document) https:\/\/example\.com\/orders|reached example\.com:443)/.test(each)); // prettier-ignore
  assert.deepEqual(elsewhere, []);
});

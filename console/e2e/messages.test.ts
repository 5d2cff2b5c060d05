import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BrowserContext, Page } from 'playwright-core';
import { picture } from '../../server/test/files.ts';
import { eventually } from '../../server/test/receiver.ts';
import { setStage, violationsOf } from './stage.ts';

const stage = await setStage();
const { api, desk } = stage;
const ben = await stage.person('Ben');

const line = (page: Page, text: string) => page.locator('[data-message]', { hasText: text });

const mayCopy = async (context: BrowserContext): Promise<void> =>
  context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: desk });

const copied = async (page: Page): Promise<string> =>
  page.evaluate('navigator.clipboard.readText()');

/** Opens the menu of a message by the keyboard, and chooses. */
async function choose(page: Page, text: string, what: string): Promise<void> {
  await line(page, text).getByRole('button', { name: 'More actions' }).press('Enter');
  await page.getByRole('menuitem', { name: what }).press('Enter');
}

/** Waits until the button of the menu of a message has the focus again. */
const focusIsBack = async (page: Page, text: string): Promise<void> =>
  line(page, text).locator('button[aria-label="More actions"]:focus').waitFor();

test('by keys alone, the text of a message and a link that leads to it are copied, and both are said', async () => {
  const id = await stage.writes('Mia', 'My order number is 4711.');
  const { page, complaints } = await stage.open(`/conversations/${id}?tab=all`, {
    prepare: mayCopy,
  });
  await line(page, '4711').waitFor();
  await choose(page, '4711', 'Copy text');
  await page.getByText('Text copied').waitFor();
  assert.equal(await copied(page), 'My order number is 4711.');
  await choose(page, '4711', 'Copy link');
  await page.getByText('Link copied').waitFor();
  const link = await copied(page);
  assert.ok(link.startsWith(`${desk}/app/accounts/`), link);
  await page.goto(link);
  await page.locator('[data-message]:focus', { hasText: '4711' }).waitFor();
  assert.deepEqual(complaints, []);
});

test('where the browser keeps its clipboard, it is said that nothing was copied', async () => {
  const id = await stage.writes('Noah', 'Nobody may copy this.');
  const { page } = await stage.open(`/conversations/${id}?tab=all`, {
    prepare: async (context) =>
      context.addInitScript("Object.defineProperty(navigator, 'clipboard', { value: undefined })"),
  });
  await choose(page, 'Nobody may copy', 'Copy text');
  await page.getByRole('alert').getByText('Not copied').waitFor();
});

test('a message becomes a canned response, which is there for the next reply', async () => {
  const id = await stage.writes('Lea', 'How long does it take?');
  await api('POST', `/conversations/${id}/messages`, { content: 'It takes **three** days.' });
  const { page } = await stage.open(`/conversations/${id}?tab=all`);
  await choose(page, 'three days', 'Make a canned response of it…');
  const dialog = page.getByRole('dialog', { name: 'Add response' });
  assert.equal(await dialog.getByRole('textbox', { name: 'Text' }).inputValue(), 'It takes **three** days.'); // prettier-ignore
  assert.deepEqual(await violationsOf(page), []);
  await dialog.getByRole('textbox', { name: 'Short code' }).fill('days');
  await page.keyboard.press('Enter');
  await page.getByText('Response saved').waitFor();
  await dialog.waitFor({ state: 'detached' });
  await focusIsBack(page, 'three days');
  await page.getByRole('textbox', { name: 'Reply' }).fill('/day');
  await page.getByRole('option', { name: /days/ }).waitFor();
  const made = await api<{ short_code: string; content: string }[]>('GET', '/canned_responses');
  assert.deepEqual(made.map(({ short_code, content }) => [short_code, content]), [['days', 'It takes **three** days.']]); // prettier-ignore
});

test('a message is deleted for everybody, but not before its reader has said so twice', async () => {
  const id = await stage.writes('Kim', 'My card is 4242 4242.');
  const path = `/conversations/${id}?tab=all`;
  const [{ page }, other] = [await stage.open(path), await stage.open(path, { as: ben })];
  await line(other.page, '4242').waitFor();
  await choose(page, '4242', 'Delete message…');
  const question = page.getByRole('alertdialog', { name: 'Delete this message?' });
  await question.waitFor();
  assert.deepEqual(await violationsOf(page), []);
  await page.keyboard.press('Escape');
  await question.waitFor({ state: 'detached' });
  await focusIsBack(page, '4242');
  assert.equal(await line(page, '4242').count(), 1);
  await choose(page, '4242', 'Delete message…');
  await question.getByRole('button', { name: 'Delete' }).press('Enter');
  await page.getByText('Message deleted').waitFor();
  for (const each of [page, other.page]) {
    await line(each, 'This message was deleted').waitFor();
    assert.equal(await line(each, '4242').count(), 0);
  }
  await line(page, 'was deleted').getByRole('button', { name: 'More actions' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Copy link' }).waitFor();
  assert.equal(await page.getByRole('menuitem').count(), 1);
});

/** A customer sends pictures; each message has one. */
async function sendsPictures(conversation: number, names: string[]): Promise<void> {
  const { account_id, token } = stage.server;
  for (const name of names) {
    const form = new FormData();
    form.set('content', `Here is ${name}`);
    form.set('message_type', 'incoming');
    form.append('attachments[]', new File([new Uint8Array(await picture('png'))], name, { type: 'image/png' })); // prettier-ignore
    const url = `${desk}/api/v1/accounts/${account_id}/conversations/${conversation}/messages`;
    const { status } = await fetch(url, { method: 'POST', headers: { api_access_token: token }, body: form }); // prettier-ignore
    assert.equal(status, 200);
  }
}

test('whoever reads at the bottom stays there when a picture above comes late', async () => {
  const id = await stage.writes('Lou', 'A tall one.');
  await sendsPictures(id, ['tower.png']);
  await stage.answers(id, 'the last word');
  const come = Promise.withResolvers<void>();
  const { page } = await stage.open(`/conversations/${id}?tab=all`, {
    context: { viewport: { width: 1280, height: 500 } },
    prepare: async (context) =>
      context.route('**', async (route) => {
        if (route.request().resourceType() !== 'image') return route.continue();
        await come.promise;
        const body = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="800"></svg>';
        await route.fulfill({ contentType: 'image/svg+xml', body });
      }),
  });
  const last = page.getByRole('log').getByText('the last word');
  await last.waitFor();
  come.resolve();
  const log = page.getByRole('log');
  await log.getByRole('img', { name: 'tower.png' }).waitFor();
  await page.waitForFunction(`(() => {
    const box = document.querySelector('[role=log]');
    const isTall = box.scrollHeight > box.clientHeight + 100;
    return isTall && box.scrollHeight - box.scrollTop - box.clientHeight < 2;
  })()`);
});

test('the pictures of a conversation are looked at one after the other, by keys alone', async () => {
  const id = await stage.writes('Ida', 'Look at these.');
  await sendsPictures(id, ['cup.png', 'pot.png', 'lid.png']);
  const { page, complaints } = await stage.open(`/conversations/${id}?tab=all`);
  await line(page, 'pot.png').getByRole('link').press('Enter');
  const box = page.getByRole('dialog', { name: 'pot.png' });
  await box.getByText('2 of 3').waitFor();
  // A key of the desk that would resolve the conversation is none here.
  await page.keyboard.press('e');
  await page.keyboard.press('ArrowRight');
  const last = page.getByRole('dialog', { name: 'lid.png' });
  await last.getByText('3 of 3').waitFor();
  await page.keyboard.press('ArrowRight');
  await last.getByText('3 of 3').waitFor();
  const width = async (): Promise<number> =>
    (await last.getByRole('img').boundingBox())?.width ?? 0;
  const whole = await width();
  await page.keyboard.press('+');
  assert.ok((await width()) > whole, `${await width()} is not more than ${whole}`);
  await page.keyboard.press('0');
  assert.equal(await width(), whole);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    last.getByRole('link', { name: 'Download' }).press('Enter'),
  ]);
  assert.equal(download.suggestedFilename(), 'lid.png');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await line(page, 'pot.png').locator('a:focus').waitFor();
  assert.equal((await api<{ status: string }>('GET', `/conversations/${id}`)).status, 'open');
  assert.deepEqual(complaints, []);
});

for (const [colorScheme, locale] of [['light', 'en-US'], ['dark', 'es-ES']] as const) {
  test(`a picture shown large is accessible on a phone in the ${colorScheme} theme, in ${locale}`, async () => {
    const id = await stage.writes(`Ola ${locale}`, 'One more.');
    await sendsPictures(id, ['mug.png']);
    const { page } = await stage.open(`/conversations/${id}?tab=all`, {
      context: { colorScheme, locale, viewport: { width: 390, height: 844 } },
    });
    await line(page, 'mug.png').getByRole('link').click();
    await page.getByRole('dialog', { name: 'mug.png' }).getByText(/1 (of|de) 1$/).waitFor();
    assert.deepEqual(await violationsOf(page), []);
  });
} // prettier-ignore

const remote = 'https://pictures.example.com';

const mail = {
  from: ['Rosa@example.com'],
  to: ['help@acme.example.com'],
  cc: ['boss@example.com'],
  subject: 'The kettle',
  date: '2026-03-04T10:00:00Z',
  html_content: {
    full: `<style>@import url(${remote}/style.css); p { background: url(${remote}/back.png) }</style>
      <p>It leaks.</p><img src="${remote}/pixel.png" srcset="${remote}/set.png 2x" alt="pixel">
      <table background="${remote}/table.png"><tr><td style="background: url('${remote}/cell.png')">x</td></tr></table>
      <svg width="9" height="9"><image href="${remote}/drawn.png" width="9" height="9"/></svg>
      <video poster="${remote}/film.png" src="${remote}/film.mp4"></video><audio src="${remote}/sound.mp3" autoplay></audio>
      <img src="x" onerror="parent.document.title = 'taken'"><script>parent.document.title = 'taken'</script>
      <div class="gmail_quote">On Monday, Ada wrote: <blockquote>Does it work?</blockquote></div>`,
  },
};

/** Writes a mail as a customer, opens it, and keeps count of what is asked of the server of its pictures. */
async function openMail(name: string, options: Parameters<typeof stage.open>[1] = {}) {
  const id = await stage.writes(name, 'Before.');
  await api('POST', `/conversations/${id}/messages`, {
    content: 'It leaks.\n\nOn Monday, Ada wrote:\n> Does it work?',
    message_type: 'incoming',
    content_attributes: { email: mail },
  });
  const asked: string[] = [];
  const opened = await stage.open(`/conversations/${id}?tab=all`, {
    ...options,
    prepare: async (context) =>
      context.route(`${remote}/**`, async (route) => {
        asked.push(
          route
            .request()
            .url()
            .slice(remote.length + 1),
        );
        await route.fulfill({ contentType: 'image/png', body: await picture('png') });
      }),
  });
  await line(opened.page, 'It leaks.').waitFor();
  return { id, asked, ...opened, frame: opened.page.frameLocator('iframe[sandbox]') };
}

/** Whether the first picture of the mail has been loaded, once it has either been or failed. */
const pixelIsThere = async ({ frame }: Awaited<ReturnType<typeof openMail>>): Promise<boolean> =>
  frame.getByAltText('pixel').evaluate(async (image: { decode: () => Promise<void> }) =>
    image.decode().then(
      () => true,
      () => false,
    ),
  );

/** The frame is drawn anew when what it may load has changed; until then the one of before is looked into. */
const pixelBecomes = async (
  there: boolean,
  opened: Awaited<ReturnType<typeof openMail>>,
): Promise<boolean> =>
  eventually(async () => (await pixelIsThere(opened).catch(() => undefined)) === there);

test('of a mail one sees what is new; its head and what it quotes unfold', async () => {
  const { page, frame } = await openMail('Rosa');
  const said = line(page, 'The kettle');
  assert.equal(await said.getByText('Does it work?').count(), 0);
  await said.getByRole('button', { name: 'Show what is quoted' }).press('Enter');
  await said.getByText('Does it work?').waitFor();
  await said.getByRole('button', { name: 'From, to, date' }).press('Enter');
  for (const each of ['Rosa@example.com', 'help@acme.example.com', 'boss@example.com']) {
    await said.getByText(each).waitFor();
  }
  await said.getByRole('button', { name: 'Show the mail as it was written' }).press('Enter');
  await frame.getByText('It leaks.').waitFor();
  assert.equal(await frame.getByText('Does it work?').isVisible(), false);
  await frame.locator('summary').press('Enter');
  await frame.getByText('Does it work?').waitFor();
  await said.getByRole('button', { name: 'Show its text alone' }).press('Enter');
  await said.locator('iframe').waitFor({ state: 'detached' });
});

test('nothing of a mail comes from elsewhere before its reader wants it, and then pictures alone', async () => {
  const opened = await openMail('Sam');
  const { page, frame, asked } = opened;
  await page.getByRole('button', { name: 'Show the mail as it was written' }).click();
  await frame.getByText('It leaks.').waitFor();
  assert.equal(await pixelIsThere(opened), false);
  await page.waitForLoadState('networkidle');
  assert.equal(asked.length, 0, asked.join(', '));
  await page.getByRole('button', { name: 'Show pictures' }).press('Enter');
  await page.getByText('Pictures from elsewhere').waitFor({ state: 'detached' });
  await pixelBecomes(true, opened);
  await page.waitForLoadState('networkidle');
  assert.ok(asked.length > 0 && asked.every((name) => name.endsWith('.png')), asked.join(', '));
  assert.notEqual(await page.title(), 'taken');
  // Only this once: the next time it is asked again.
  await page.reload();
  await page.getByRole('button', { name: 'Show the mail as it was written' }).click();
  await page.getByRole('button', { name: 'Show pictures' }).waitFor();
});

test('the pictures of a sender can be wanted always, and no longer', async () => {
  const opened = await openMail('Tom');
  const { page } = opened;
  await page.getByRole('button', { name: 'Show the mail as it was written' }).click();
  await page.getByRole('button', { name: 'Always show those of rosa@example.com' }).click();
  await pixelBecomes(true, opened);
  await page.reload();
  await page.getByRole('button', { name: 'Show the mail as it was written' }).click();
  await pixelBecomes(true, opened);
  await page.getByRole('button', { name: 'Do not show pictures of rosa@example.com any more' }).click();
  await page.getByRole('button', { name: 'Show pictures' }).waitFor();
  await pixelBecomes(false, opened);
}); // prettier-ignore

for (const [colorScheme, locale] of [['light', 'es-ES'], ['dark', 'en-US']] as const) {
  test(`a mail is accessible on a phone in the ${colorScheme} theme, in ${locale}`, async () => {
    const { page, frame } = await openMail(`Uma ${locale}`, {
      // A person can sign in ten times in a quarter of an hour.
      as: ben,
      context: { colorScheme, locale, viewport: { width: 390, height: 844 } },
    });
    await page.getByRole('button', { name: /^(From, to, date|De, para, fecha)$/ }).click();
    await page.getByRole('button', { name: /^(Show the mail|Ver el correo)/ }).click();
    await frame.getByText('It leaks.').waitFor();
    assert.deepEqual(await violationsOf(page), []);
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    assert.equal(wide, false);
  });
} // prettier-ignore

import assert from 'node:assert/strict';
import { test } from 'node:test';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { setStage } from './stage.ts';

const field = (name: string, type: string, more: object = {}) => ({ field_type: 'standard', name, type, label: name, required: false, enabled: true, ...more }); // prettier-ignore
const stage = await setStage({
  widget_color: '#ffd500',
  pre_chat_form_enabled: true,
  pre_chat_form_options: {
    pre_chat_message: 'Tell us who you are.',
    pre_chat_fields: [
      field('emailAddress', 'email', { required: true, label: 'Email Id' }),
      field('plan', 'list', { field_type: 'contact_attribute', values: ['Free', 'Pro'] }),
      field('terms', 'checkbox', { field_type: 'conversation_attribute' }),
    ],
  },
});

interface Found {
  violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[];
  passes: unknown[];
}

/** Whatever moves has come to its end. */
const stillness =
  'Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})))';

/** What is wrong with the page and with what stands in its frame, as axe finds it. */
async function wrongs(page: Page): Promise<string[]> {
  const all: string[] = [];
  for (const frame of page.frames()) {
    // What still fades in has no colours yet.
    await frame.evaluate(stillness);
    await frame.evaluate(axe.source);
    const { violations, passes } = await frame.evaluate<Found>('axe.run()');
    assert.ok(passes.length > 5);
    all.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${JSON.stringify(node.target)} ${node.failureSummary ?? ''}`))); // prettier-ignore
  }
  return all;
}

for (const darkMode of ['light', 'dark']) {
  test(`everybody can use the ${darkMode} chat: the welcome, the form, a conversation, the panels, a survey`, async () => {
    const { page, chat, complaints } = await stage.visit({ settings: { darkMode } });
    await page.getByRole('button', { name: 'Open chat' }).click();
    await chat.getByRole('heading', { name: 'Hello!' }).waitFor();
    assert.deepEqual(await wrongs(page), []);

    await chat.getByRole('button', { name: 'Start conversation' }).click();
    await chat.locator('form').getByRole('button', { name: 'Start conversation' }).click();
    await chat.getByText('Please fill this in.').first().waitFor();
    assert.deepEqual(await wrongs(page), []);

    await chat.getByRole('textbox', { name: 'E-mail address' }).fill('una@example.com');
    await chat.getByRole('textbox', { name: 'Message' }).fill('Which plan is mine? https://example.com');
    await chat.locator('form').getByRole('button', { name: 'Start conversation' }).click();
    await chat.locator('.message.own').waitFor();
    await stage.answer({ content: '**Look** at `this`:\n\n> [page](https://example.com)\n\n| a | b |\n|---|---|\n| 1 | 2 |' });
    await stage.answer({ content: 'Which one?', content_type: 'input_select', content_attributes: { items: [{ title: 'Free', value: 'free' }, { title: 'Pro', value: 'pro' }] } });
    await stage.answer({ content: 'A form', content_type: 'form', content_attributes: { items: [{ name: 'city', label: 'City', type: 'text' }] } });
    await stage.answer({ content: 'Cards', content_type: 'cards', content_attributes: { items: [{ title: 'Card', description: 'Words', actions: [{ type: 'link', text: 'Look', uri: 'https://example.com' }] }] } });
    const id = await stage.answer({ content: 'Read this', content_type: 'article', content_attributes: { items: [{ title: 'Article', description: 'Words', link: 'https://example.com' }] } });
    await chat.getByText('Read this').waitFor();
    assert.deepEqual(await wrongs(page), []);

    await chat.getByRole('button', { name: 'Insert an emoji' }).click();
    assert.deepEqual(await wrongs(page), []);
    await page.keyboard.press('Escape');
    await chat.getByRole('button', { name: 'More options' }).click();
    await chat.getByRole('button', { name: 'Mail me the conversation' }).waitFor();
    assert.deepEqual(await wrongs(page), []);
    await page.keyboard.press('Escape');

    await stage.api('PATCH', `/inboxes/${stage.inbox.id}`, { csat_survey_enabled: true });
    await stage.api('POST', `/conversations/${id}/toggle_status`, { status: 'resolved' });
    await chat.getByRole('button', { name: 'Very good' }).click();
    await chat.getByText('This conversation has ended.').waitFor();
    assert.deepEqual(await wrongs(page), []);
    assert.deepEqual(complaints, []);
  }); // prettier-ignore
}

test('on a phone the chat covers the page, and the keyboard stays in it until Escape closes it', async () => {
  const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true };
  const { page, chat } = await stage.visit({ context: phone });
  await page.getByRole('button', { name: 'Open chat' }).tap();
  await chat.getByRole('button', { name: 'Start conversation' }).waitFor();
  await page.evaluate(stillness);
  const box = await page.locator('#cw-widget-holder').boundingBox();
  assert.deepEqual([box?.x, box?.y, box?.width, box?.height].map((each) => Math.round(each ?? -1)), [0, 0, 390, 780]); // prettier-ignore
  const focused = async (): Promise<string> => chat.locator(':focus').first().textContent().then(String); // prettier-ignore
  await chat.getByRole('button', { name: 'Start conversation' }).focus();
  const seen = new Set<string>();
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press('Tab');
    seen.add(await focused());
  }
  assert.equal(await page.evaluate('document.activeElement.id'), 'chatwoot_live_chat_widget');
  assert.ok(seen.has('Start conversation') && seen.has('Confab'), [...seen].join());
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Open chat' }).waitFor();
});

test('nothing moves for whoever does not want that', async () => {
  const { page, chat } = await stage.visit({ context: { reducedMotion: 'reduce' } });
  await page.getByRole('button', { name: 'Open chat' }).click();
  await chat.getByRole('button', { name: 'Start conversation' }).waitFor();
  for (const frame of page.frames()) {
    assert.equal(await frame.evaluate('document.getAnimations().length'), 0);
  }
});

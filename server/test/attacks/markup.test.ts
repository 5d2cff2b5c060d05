import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'playwright-core';
import { sendTranscript } from '../../src/conversations/transcript.ts';
import { openMailer } from '../../src/mail/mailer.ts';
import { launchBrowser } from '../chromium.ts';
import { addressOf } from '../ear.ts';
import { sql } from '../inside.ts';
import { startMailServer } from '../mail-server.ts';
import { markup } from '../markup.ts';
import { setTripwires } from '../tripwires.ts';
import { createWorld } from '../world.ts';

// What leaves us as HTML for somebody's program, which may not be as strict as our own pages.

const server = await startMailServer();
const world = await createWorld({ SMTP_URL: server.url, MAIL_FROM: 'Desk <desk@example.com>' });
const { acme, ada, platform } = world;
const mailer = openMailer(platform.config);
after(() => mailer.close());
const page: Page = await (await launchBrowser()).newPage();
const wires = await setTripwires(page);

test('in a mail three hundred texts are text, for a reader that runs and loads whatever there is', async () => {
  await ada.patch(`/contacts/${acme.mia.id}`, { name: markup[5] });
  await ada.patch(`/inboxes/${acme.support.id}`, { name: markup[65] });
  const { id } = await world.conversation();
  for (const [number, content] of markup.entries()) {
    const message_type = number % 2 === 0 ? 'incoming' : 'outgoing';
    await ada.post(`/conversations/${id}/messages`, { content, message_type });
  }
  await sql(world, 'delete from jobs.job');
  await ada.post(`/conversations/${id}/transcript`, { email: 'mia@example.com' });
  const [order] = await sql<{ id: string; data: Parameters<typeof sendTranscript>[1] }>(world, `select id, data from jobs.job where name = 'send_transcript'`); // prettier-ignore
  assert.ok(order);
  await sendTranscript({ platform, mailer }, { ...order.data, id: order.id });
  const { html } = (await server.received[0]?.parsed) ?? {};
  assert.ok(typeof html === 'string' && html.includes('canary.example'), 'they are in it');
  await page.setContent(html);
  assert.deepEqual(await wires.tripped(), []);
  const strange = 'script, iframe, object, embed, form, base, link, meta[http-equiv=refresh], video, audio, svg, math, [onload], [onerror], [onfocus], [ontoggle], [href^="javascript" i], [href^="data" i]'; // prettier-ignore
  assert.equal(await page.locator(strange).count(), 0);
});

test('on the page of a rating no text of the team is more than text', async () => {
  const address = `http://${await addressOf(world)}`;
  for (const text of markup.filter((_, number) => number % 16 === 0)) {
    const { id } = await world.conversation();
    await ada.patch(`/inboxes/${acme.support.id}`, {
      name: text.slice(0, 255),
      csat_survey_enabled: true,
      csat_config: { display_type: 'emoji', message: text, button_text: text.slice(0, 200) },
    });
    const { uuid } = (await ada.get(`/conversations/${id}`)).body as { uuid: string };
    await ada.post(`/conversations/${id}/messages`, { content: 'Rate us', content_type: 'input_csat' });
    const answer = await page.goto(`${address}/survey/responses/${uuid}`);
    assert.equal(answer?.status(), 200);
    assert.deepEqual(await wires.tripped(), [], text);
  }
}); // prettier-ignore

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sendTranscript } from '../../src/conversations/transcript.ts';
import { HopelessJobError } from '../../src/jobs/jobs.ts';
import { openMailer } from '../../src/mail/mailer.ts';
import { sql } from '../inside.ts';
import { startMailServer } from '../mail-server.ts';
import { createWorld } from '../world.ts';

// Line breaks in what ends up in the head of a mail: they add no header, and nobody else gets the mail.

const server = await startMailServer();
const world = await createWorld({ SMTP_URL: server.url, MAIL_FROM: 'Desk <desk@example.com>' });
const { acme, ada, platform } = world;
const mailer = openMailer(platform.config);
after(() => mailer.close());

const breaks = ['\r\n', '\n', '\r', '\u2028', '\u0085', '\v', '%0d%0a', '=0D=0A', '\r\n\r\n'];

test('no name that a mail shows brings it another reader or another header', async () => {
  let sent = 0;
  for (const each of breaks) {
    const hostile = `Mia${each}Bcc: thief@evil.example${each}X-Stolen: yes`;
    await ada.patch(`/inboxes/${acme.support.id}`, { name: hostile });
    await ada.patch('', { name: hostile });
    await ada.patch(`/contacts/${acme.mia.id}`, { name: hostile });
    await ada.put('/api/v1/profile', { profile: { name: hostile, display_name: hostile } });
    const { id } = await world.conversation({ additional_attributes: { mail_subject: hostile } });
    await ada.post(`/conversations/${id}/messages`, { content: hostile });
    await sql(world, 'delete from jobs.job');
    await sql(world, 'delete from allowances');
    const refused = await ada.post(`/conversations/${id}/transcript`, { email: `mia@example.com${each}Bcc: thief@evil.example` }); // prettier-ignore
    assert.ok(refused.status < 500, refused.text);
    assert.equal((await ada.post(`/conversations/${id}/transcript`, { email: 'mia@example.com' })).status, 200); // prettier-ignore
    const orders = await sql<{ id: string; data: Parameters<typeof sendTranscript>[1] }>(world, `select id, data from jobs.job where name = 'send_transcript'`); // prettier-ignore
    for (const { id: job, data } of orders) {
      // What is no address, and could be ordered for all that, is refused before a server is told of it.
      await sendTranscript({ platform, mailer }, { ...data, id: job }).then(
        () => (sent += 1),
        (error: unknown) => assert.ok(error instanceof HopelessJobError, String(error)),
      );
    }
  }
  assert.ok(sent >= breaks.length && server.received.length === sent, `${sent} were ordered`);
  for (const { to, raw } of server.received) {
    assert.deepEqual(to, ['mia@example.com']);
    const [head = ''] = raw.split('\r\n\r\n');
    assert.doesNotMatch(head, /^(bcc|x-stolen)\s*:/im);
    assert.match(head, /^subject:/im);
  }
});

test('no text that becomes a header of an answer begins another one', async () => {
  for (const each of ['%0d%0a', '%0a', '%0d', '%E5%98%8A%E5%98%8D', '%u000a']) {
    const hostile = `x${each}Set-Cookie:%20stolen=1${each}Location:%20//evil.example`;
    for (const path of [`/app/${hostile}`, `/?next=${hostile}`, `/auth/sign_in?error=${hostile}`, `/auth/sign_in?redirect_url=${hostile}`, `/widget?website_token=${hostile}`, `/api/v1/accounts/${acme.id}/conversations?page=${hostile}&per_page=1`, `/api/v1/accounts/${acme.id}/contacts?sort=${hostile}`]) {
      const { headers } = await world.app.inject({ url: path, headers: { api_access_token: ada.token } });
      const own = await world.app.inject({ url: path, headers: { origin: `https://x${each}`, 'x-request-id': hostile } }); // prettier-ignore
      for (const shown of [headers, own.headers]) {
        assert.equal(shown['set-cookie'], undefined, path);
        assert.doesNotMatch(shown['location'] ?? '', /evil|[\r\n]/, path);
        for (const value of Object.values(shown)) assert.doesNotMatch(String(value), /[\r\n]/, path);
      }
    }
  }
}); // prettier-ignore

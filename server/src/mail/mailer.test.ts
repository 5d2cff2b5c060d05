import assert from 'node:assert/strict';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { startMailServer } from '../../test/mail-server.ts';
import {
  MailNotConfiguredError,
  MailRefusedError,
  openMailer,
  senderOf,
  type Mail,
} from './mailer.ts';

const server = await startMailServer();
const mailFrom = 'Confab <desk@confab.example.com>';
const mailer = openMailer({ smtpUrl: server.url, mailFrom });
after(() => mailer.close());

const mail = (more: Partial<Mail> = {}): Mail => ({
  from: { name: 'Ada from Acme', address: 'desk@confab.example.com' },
  to: 'mia@example.com',
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  id: 'test/1',
  ...more,
});

async function receive(more: Partial<Mail> = {}) {
  server.received.length = 0;
  await mailer.send(mail(more));
  const [received, ...others] = server.received;
  assert.ok(received !== undefined && others.length === 0);
  return { ...received, parsed: await received.parsed };
}

/** A peer that does with each connection what the test says. */
async function peer(behave: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    behave(socket);
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  after(() => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  });
  return `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`;
}

test('a mail arrives with its sender, subject, both forms of its body and its own id', async () => {
  const { from, to, parsed } = await receive();
  assert.deepEqual({ from, to }, { from: 'desk@confab.example.com', to: ['mia@example.com'] });
  assert.equal(parsed.from?.text, '"Ada from Acme" <desk@confab.example.com>');
  assert.equal(parsed.subject, 'Hello');
  assert.equal(parsed.text?.trim(), 'Hello');
  assert.equal(parsed.html, '<p>Hello</p>');
  assert.equal(parsed.messageId, '<test/1@confab.example.com>');
});

test('nothing in a name or subject becomes a header or a recipient of its own', async () => {
  const attack = 'x\r\nBcc: thief@example.com\r\n\r\nbody';
  const { to, raw, parsed } = await receive({
    subject: `Hi ${attack}`,
    from: { name: `Eve ${attack}`, address: 'desk@confab.example.com' },
  });
  assert.deepEqual(to, ['mia@example.com']);
  assert.doesNotMatch(raw, /^Bcc:/im);
  assert.equal(parsed.bcc, undefined);
  assert.equal(parsed.from?.value[0]?.address, 'desk@confab.example.com');
  assert.match(parsed.subject ?? '', /^Hi x Bcc: thief@example\.com body$/);
});

test('names with quotes, commas, brackets and every script arrive as they are', async () => {
  for (const name of ['O"Neil, <Jr.>', 'Zoë 😀 Müller', '山田 太郎', 'a@b.example, c']) {
    const { parsed, from } = await receive({ from: { name, address: 'desk@confab.example.com' } });
    assert.equal(parsed.from?.value.length, 1);
    assert.equal(parsed.from?.value[0]?.name, name);
    assert.equal(from, 'desk@confab.example.com');
  }
});

test('a recipient that is not one plain address goes nowhere, instead of to several people', async () => {
  server.received.length = 0;
  for (const to of [
    'a@example.com, b@example.com',
    'a@example.com b@example.com',
    'a@example.com\r\nBcc: b@example.com',
    'Name <a@example.com>',
    '"b@evil.example "@example.com',
    'a@example.com>\r\nRCPT TO:<b@example.com',
    'group: a@example.com, b@example.com;',
    'nobody',
    'a@b@example.com',
    '',
  ]) {
    await assert.rejects(mailer.send(mail({ to })), MailRefusedError, to);
  }
  assert.equal(server.received.length, 0);
});

test('who writes under another address is still sent, visibly, by the installation', async () => {
  const address = 'help@acme.example.com';
  const { from, raw, parsed } = await receive({ from: { name: 'Acme', address } });
  assert.equal(from, 'desk@confab.example.com');
  assert.equal(parsed.from?.value[0]?.address, address);
  assert.match(raw, /^Sender: desk@confab\.example\.com\r?$/m);
});

test('an account’s address that is none is replaced by the installation’s', async () => {
  const address = 'x@y.example>\r\nBcc: thief@example.com';
  const { parsed, raw } = await receive({ from: { name: 'Acme', address } });
  assert.equal(parsed.from?.value[0]?.address, 'desk@confab.example.com');
  assert.ok(!raw.includes('thief'));
});

test('a "not now" of the server may be tried again, and then it arrives once', async () => {
  server.refuseRecipients.push('451 Greylisted, come back later');
  await assert.rejects(mailer.send(mail()), (error) => !(error instanceof MailRefusedError));
  server.refuseContents.push('452 Too busy');
  await assert.rejects(mailer.send(mail()), (error) => !(error instanceof MailRefusedError));
  await receive();
});

test('a "never" about the recipient or the content is final', async () => {
  server.refuseRecipients.push('550 No such user');
  await assert.rejects(mailer.send(mail()), MailRefusedError);
  server.refuseContents.push('554 Looks like spam');
  await assert.rejects(mailer.send(mail()), MailRefusedError);
});

test('many mails share few connections', async () => {
  const before = server.connections;
  await Promise.all(Array.from({ length: 20 }, (_, i) => mailer.send(mail({ id: `many/${i}` }))));
  assert.ok(server.connections - before <= 2, `${server.connections - before} connections`);
});

test('a mail server that is silent, or drips a greeting for ever, is given up in seconds', async () => {
  const drip = (socket: Socket): void => {
    const timer = setInterval(() => socket.write('2'), 100);
    socket.on('close', () => clearInterval(timer));
  };
  const began = Date.now();
  await Promise.all(
    [() => {}, drip].map(async (behave) => {
      const mailerOfIt = openMailer({ smtpUrl: await peer(behave), mailFrom });
      await assert.rejects(mailerOfIt.send(mail()), (e) => !(e instanceof MailRefusedError));
      mailerOfIt.close();
    }),
  );
  assert.ok(Date.now() - began < 15_000);
});

test('a mail server that answers, but slower and slower, is cut off at the deadline', async () => {
  let closed = false;
  const smtpUrl = await peer((socket) => {
    socket.write('220 hello\r\n');
    // A reply of many lines that never ends keeps every timeout of inactivity content.
    socket.once('data', () => {
      const timer = setInterval(() => socket.write('250-more\r\n'), 50);
      socket.on('close', () => {
        closed = true;
        clearInterval(timer);
      });
    });
  });
  const trickling = openMailer({ smtpUrl, mailFrom, deadline: 1000 });
  const began = Date.now();
  await assert.rejects(trickling.send(mail()), (error) => !(error instanceof MailRefusedError));
  assert.ok(Date.now() - began < 2000);
  await new Promise((resolve) => {
    setTimeout(resolve, 200);
  });
  assert.ok(closed, 'the connection is still open');
  trickling.close();
});

test('a connection that ends after the content is not answered by sending it again at once', async () => {
  for (const leave of ['end', 'destroy'] as const) {
    let contents = 0;
    const smtpUrl = await peer((socket) => {
      socket.write('220 hello\r\n');
      let inContent = false;
      socket.on('data', (data) => {
        const text = data.toString();
        const begins = !inContent && text.startsWith('DATA');
        inContent ||= begins;
        if (begins) socket.write('354 go on\r\n');
        else if (!inContent) socket.write('250 fine\r\n');
        if (inContent && text.includes('\r\n.\r\n')) {
          contents += 1;
          socket[leave]();
        }
      });
    });
    const dropping = openMailer({ smtpUrl, mailFrom });
    await assert.rejects(dropping.send(mail()), (error) => !(error instanceof MailRefusedError));
    await new Promise((resolve) => {
      setTimeout(resolve, 1500);
    });
    assert.equal(contents, 1, leave);
    dropping.close();
  }
});

test('without a mail server every mail fails with what the operator has to do', async () => {
  const none = openMailer({ smtpUrl: undefined, mailFrom });
  await assert.rejects(none.send(mail()), MailNotConfiguredError);
  await assert.rejects(none.send(mail()), /SMTP_URL/);
});

test('MAIL_FROM may have a name, quotes, or be an address alone', () => {
  assert.deepEqual(senderOf('Confab <a@b.example>'), { name: 'Confab', address: 'a@b.example' });
  assert.deepEqual(senderOf('"A, B" <a@b.example>'), { name: 'A, B', address: 'a@b.example' });
  assert.deepEqual(senderOf('a@b.example'), { name: '', address: 'a@b.example' });
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { sql } from '../../test/inside.ts';
import { createWorld, type Answer } from '../../test/world.ts';

const PASSWORD = 'pläntéd "secret" \\ 1';
let connections = 0;

/** A server on the loopback address that answers as it is told. */
async function listen(speak: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {});
    speak(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** An IMAP server that knows one person, as far as signing in goes. */
function imap(socket: Socket): void {
  let text = '';
  const literals: string[] = [];
  socket.write('* OK ready\r\n');
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
    for (;;) {
      const end = text.indexOf('\r\n');
      if (end === -1) return;
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (/^\S+ CAPABILITY/.test(line)) socket.write('* CAPABILITY IMAP4rev1\r\na1 OK\r\n');
      else if (/^\S+ LOGOUT/.test(line)) socket.end('* BYE\r\na4 OK\r\n');
      else if (/\{\d+\}$/.test(line)) {
        literals.push(line);
        socket.write('+ go on\r\n');
      } else {
        const name = literals[1]?.replace(/ \{\d+\}$/, '');
        socket.write(name === 'post' && line === PASSWORD ? 'a3 OK hello\r\n' : 'a3 NO who?\r\n');
      }
    }
  });
}

const imapPort = await listen(imap);
const rudePort = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
const endlessPort = await listen((socket) => {
  const pour = (): void => {
    while (socket.writable && socket.write('* OK '.repeat(1000)));
  };
  socket.on('drain', pour);
  pour();
});
const smtp = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  allowInsecureAuth: true,
  closeTimeout: 100,
  onConnect(_session, done) {
    connections += 1;
    done();
  },
  onAuth: ({ username, password }, _session, done) =>
    username === 'post' && password === PASSWORD
      ? done(null, { user: username })
      : done(new Error('who?')),
});
smtp.on('error', () => {});
smtp.listen(0, '127.0.0.1');
await once(smtp.server, 'listening');
after(() => new Promise<void>((resolve) => smtp.close(resolve)));
const smtpPort = (smtp.server.address() as AddressInfo).port;

const allowed = [imapPort, rudePort, endlessPort, smtpPort, 1].map((port) => `127.0.0.1:${port}`);
const world = await createWorld({ OUTBOUND_ALLOW: allowed.join(', ') });
const { ada, ben } = world;

const imapOn = {
  imap_enabled: true,
  imap_address: '127.0.0.1',
  imap_port: imapPort,
  imap_login: 'post',
  imap_password: PASSWORD,
  imap_enable_ssl: false,
};
const smtpOn = {
  smtp_enabled: true,
  smtp_address: '127.0.0.1',
  smtp_port: smtpPort,
  smtp_login: 'post',
  smtp_password: PASSWORD,
  smtp_authentication: 'plain',
};

let made = 0;
const make = async (): Promise<Answer['body']> => {
  made += 1;
  const channel = { type: 'email', email: `box${made}@example.com` };
  return (await ada.post('/inboxes', { name: 'Post', channel })).body;
};
const said = ({ status, body }: Answer): unknown => [status, body];

test('a mailbox that can be used is saved, and its passwords are kept encrypted', async () => {
  const { id } = await make();
  for (const channel of [imapOn, smtpOn]) {
    const answer = await ada.patch(`/inboxes/${id}`, { channel });
    assert.equal(answer.status, 200, answer.text);
    for (const [name, value] of Object.entries(channel)) assert.equal(answer.body[name], value);
  }
  const [found] = await sql<{ text: string }>(
    world,
    'select i::text as text from inboxes i where id = $1',
    [id],
  );
  assert.ok(!found?.text.includes('secret') && !found?.text.includes('7365637265743'));
  await ada.post('/inbox_members', { inbox_id: id, user_ids: [ben.id] });
  assert.ok(!(await ben.get(`/inboxes/${id}`)).text.includes('secret'));
  const told = await sql<{ count: number }>(
    world,
    `select count(*)::int as count from (select payload::text as t from events union all select audited_changes::text from audits) a
     where a.t like '%secret%'`,
  );
  assert.equal(told[0]?.count, 0, 'neither events nor the audit log have them');
});

test('a new inbox is tried, too, and not made when it cannot be used', async () => {
  const channel = { type: 'email', email: 'new@example.com', ...imapOn, imap_password: 'wrong' };
  const answer = await ada.post('/inboxes', { name: 'New', channel });
  const expected = { message: 'Please check the IMAP credentials and try again.' };
  assert.deepEqual(said(answer), [422, expected]);
  const good = await ada.post('/inboxes', { name: 'New', channel: { ...channel, ...imapOn } });
  assert.equal(good.status, 200, good.text);
});

const unreachable = (protocol: string) =>
  `Host unreachable, Please check the ${protocol} address, ${protocol} port and try again.`;

for (const [what, channel, message] of [
  ['a wrong password', { ...imapOn, imap_password: 'wrong' }, 'Please check the IMAP credentials and try again.'],
  ['a wrong name', { ...imapOn, imap_login: 'po\r\nst' }, 'Please check the IMAP credentials and try again.'],
  ['a port where nobody listens', { ...imapOn, imap_port: 1 }, unreachable('IMAP')],
  ['no port', { ...imapOn, imap_port: 0 }, unreachable('IMAP')],
  ['no host', { ...imapOn, imap_address: '' }, unreachable('IMAP')],
  ['a host that is not known', { ...imapOn, imap_address: 'no-such-host.invalid' }, 'Please check the network connection, IMAP address and try again.'],
  ['something else that listens', { ...imapOn, imap_port: rudePort }, 'Connection closed.'],
  ['a server that does not stop talking', { ...imapOn, imap_port: endlessPort }, 'Connection closed.'],
  ['TLS with a server that has none', { ...imapOn, imap_enable_ssl: true }, unreachable('IMAP')],
  ['a wrong SMTP password', { ...smtpOn, smtp_password: 'wrong' }, 'Please check the SMTP credentials and try again.'],
  ['an SMTP port where nobody listens', { ...smtpOn, smtp_port: 1 }, unreachable('SMTP')],
  ['an SMTP host that is not known', { ...smtpOn, smtp_address: 'no-such-host.invalid' }, 'Please check the network connection, SMTP address and try again.'],
] as const) {
  test(`${what} is told, and nothing is saved`, async () => {
    const inbox = await make();
    const answer = await ada.patch(`/inboxes/${inbox.id}`, { name: 'No', channel });
    assert.deepEqual(said(answer), [422, { message }]);
    assert.deepEqual((await ada.get(`/inboxes/${inbox.id}`)).body, inbox);
  });
} // prettier-ignore

test('hosts inside our own network are answered as those where nobody listens, and never called', async () => {
  const { id } = await make();
  const before = connections;
  for (const address of ['127.0.0.2', 'localhost', '2130706434', '0x7f000002', '::1', '[::1]', '10.0.0.1', '169.254.169.254']) {
    for (const [protocol, channel] of [
      ['IMAP', { ...imapOn, imap_address: address }],
      ['SMTP', { ...smtpOn, smtp_address: address }],
    ] as const) {
      const answer = await ada.patch(`/inboxes/${id}`, { channel });
      if (answer.body.attributes !== undefined) continue;
      assert.deepEqual(said(answer), [422, { message: unreachable(protocol) }], address);
    }
  }
  const closed = await ada.patch(`/inboxes/${id}`, { channel: { ...imapOn, imap_port: 1 } });
  assert.deepEqual(said(closed), [422, { message: unreachable('IMAP') }]);
  assert.equal(connections, before);
}); // prettier-ignore

test('what has nothing to do with the mailbox does not try it', async () => {
  const { id } = await make();
  await ada.patch(`/inboxes/${id}`, { channel: imapOn });
  const before = connections;
  await ada.patch(`/inboxes/${id}`, { name: 'Renamed', channel: { verified_for_sending: true } });
  await ada.patch(`/inboxes/${id}`, { channel: { imap_enabled: false, imap_port: 1 } });
  assert.equal(connections, before);
  const on = await ada.patch(`/inboxes/${id}`, { channel: { imap_enabled: true, imap_port: imapPort } });
  assert.equal(on.status, 200, 'with the password that is kept');
  assert.equal(connections, before + 1);
}); // prettier-ignore

for (const [channel, attribute] of [
  [{ imap_address: 'host name' }, 'imap_address'],
  [{ smtp_address: 'a\r\nb' }, 'smtp_address'],
  [{ smtp_domain: 'x y' }, 'smtp_domain'],
  [{ imap_port: 70_000 }, 'imap_port'],
  [{ smtp_port: -1 }, 'smtp_port'],
  [{ smtp_authentication: 'magic' }, 'smtp_authentication'],
  [{ smtp_openssl_verify_mode: 'maybe' }, 'smtp_openssl_verify_mode'],
  [{ provider: 'yahoo' }, 'provider'],
  [{ email: 'not an address' }, 'email'],
  [{ email: 'a@example.com\r\nBcc: b@example.com' }, 'email'],
] as const) {
  test(`a mailbox refuses ${JSON.stringify(channel)}`, async () => {
    const inbox = await make();
    const answer = await ada.patch(`/inboxes/${inbox.id}`, { channel });
    assert.deepEqual([answer.status, answer.body.attributes], [422, [attribute]]);
    assert.deepEqual((await ada.get(`/inboxes/${inbox.id}`)).body, inbox);
  });
}

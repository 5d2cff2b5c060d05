import assert from 'node:assert/strict';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { startMailServer } from '../test/mail-server.ts';
import { runServer, type RunningServer } from '../test/running-server.ts';

interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

interface Call {
  method?: string;
  path: string;
  body?: unknown;
  agent?: Agent;
}

/** One request over a real connection; never repeated by anybody. */
async function call(
  server: RunningServer,
  { method = 'GET', path, body, agent }: Call,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const url = new URL(path, server.address);
    const headers = { api_access_token: server.token, 'content-type': 'application/json' };
    const sent = request(url, { method, headers, ...(agent ? { agent } : {}) }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (text += piece));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const create = (server: RunningServer): Call => ({
  method: 'POST',
  path: `/api/v1/accounts/${server.account_id}/conversations`,
  body: { inbox_id: server.inbox_id, contact_id: server.contact_id },
});

const list = (server: RunningServer): Call => ({
  path: `/api/v1/accounts/${server.account_id}/conversations`,
});

interface Load {
  answered: number;
  written: number;
  /** Everything that went wrong, other than that nobody listens any more. */
  failures: string[];
  refused: number;
}

/** A client with one keep-alive connection that asks as fast as it is answered and never retries. */
async function hammer(server: RunningServer, load: Load): Promise<void> {
  let agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let i = 0; ; i += 1) {
    const writes = i % 3 === 0;
    try {
      const reply = await call(server, { ...(writes ? create(server) : list(server)), agent });
      load.answered += 1;
      if (reply.status === 200 && writes) load.written += 1;
      if (reply.status !== 200) load.failures.push(`${reply.status} ${reply.body}`);
      if (reply.headers.connection === 'close') {
        agent.destroy();
        agent = new Agent({ keepAlive: true, maxSockets: 1 });
      }
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException;
      agent.destroy();
      if (code !== 'ECONNREFUSED') load.failures.push(`${code} ${message}`);
      else {
        load.refused += 1;
        return;
      }
    }
  }
}

test('stopping under load fails no request, and every write that was answered is there', async () => {
  const server = await runServer();
  const load: Load = { answered: 0, written: 0, failures: [], refused: 0 };
  const clients = Array.from({ length: 16 }, () => hammer(server, load));
  while (load.answered < 200) await sleep(20);
  const before = load.answered;
  await Promise.all([server.stop(), server.stop()]);
  await Promise.all(clients);
  assert.deepEqual(load.failures, []);
  assert.equal(load.refused, 16);
  assert.ok(load.answered > before, `${before} before, ${load.answered} in all`);
  const { rows } = await server.pool.query<{ n: number }>(
    'select count(*)::int as n from conversations',
  );
  assert.equal(rows[0]?.n, load.written);
});

test('while it says goodbye it is alive, not ready, and asks every client to leave', async () => {
  const server = await runServer();
  const agent = new Agent({ keepAlive: true });
  const before = await call(server, { path: '/ready', agent });
  assert.deepEqual([before.status, before.headers.connection], [200, 'keep-alive']);
  const stopped = server.stop();
  await sleep(50);
  const ready = await call(server, { path: '/ready', agent });
  assert.equal(ready.status, 503);
  assert.equal(
    (JSON.parse(ready.body) as { checks: object }).checks['accepting' as never],
    'draining',
  );
  assert.equal(ready.headers.connection, 'close');
  assert.equal((await call(server, { path: '/health' })).status, 200);
  assert.equal((await call(server, list(server))).status, 200);
  await stopped;
  await assert.rejects(call(server, { path: '/health' }), { code: 'ECONNREFUSED' });
  agent.destroy();
});

test('a request that is under way when the stop begins is answered in full', async () => {
  const server = await runServer();
  const slow = openRequest(server, 'POST', `/api/v1/accounts/${server.account_id}/conversations`);
  const body = JSON.stringify(create(server).body);
  slow.send(`Content-Length: ${body.length}\r\nContent-Type: application/json\r\n\r\n`);
  slow.send(body.slice(0, 10));
  await sleep(100);
  const stopped = server.stop();
  await sleep(2500); // longer than the listener stays open when all is quiet
  await assert.rejects(call(server, { path: '/health' }), { code: 'ECONNREFUSED' });
  slow.send(body.slice(10));
  assert.match(await slow.answer, /^HTTP\/1\.1 200 OK\r\n[^]*connection: close/i);
  await stopped;
});

test('with nobody connected the stop is immediate', async () => {
  const server = await runServer();
  const began = Date.now();
  await server.stop();
  assert.ok(Date.now() - began < 1500, `${Date.now() - began} ms`);
});

test('a port that is taken is the caller’s to explain, and leaves nothing running', async () => {
  const server = await runServer();
  const port = new URL(server.address).port;
  await assert.rejects(runServer({ PORT: port }), { code: 'EADDRINUSE' });
});

test('who sends a header drop by drop is cut off, and others are served meanwhile', async () => {
  const server = await runServer();
  const slow = Array.from({ length: 50 }, () => openRequest(server, 'GET', '/health'));
  const dripping = setInterval(() => {
    for (const each of slow) each.send('X-Drip: 1\r\n');
  }, 500);
  const began = Date.now();
  assert.equal((await call(server, { path: '/health' })).status, 200);
  const answers = await Promise.all(slow.map((each) => each.answer));
  clearInterval(dripping);
  const seconds = (Date.now() - began) / 1000;
  assert.ok(answers.every((answer) => /^(HTTP\/1\.1 408 |$)/.test(answer)));
  assert.ok(seconds > 8 && seconds <= 15, `${seconds} s`);
});

test('snoozed conversations wake and transcripts arrive without anybody else’s doing', async () => {
  const mail = await startMailServer();
  const server = await runServer({
    SMTP_URL: mail.url,
    MAIL_FROM: 'Desk <desk@confab.example.com>',
  });
  const created = await call(server, create(server));
  const { id } = JSON.parse(created.body) as { id: number };
  const path = `${create(server).path}/${id}`;
  const due = Date.now() + 1000;
  const snooze = { status: 'snoozed', snoozed_until: Math.ceil(due / 1000) };
  await call(server, { method: 'POST', path: `${path}/toggle_status`, body: snooze });
  await call(server, {
    method: 'POST',
    path: `${path}/transcript`,
    body: { email: 'mia@example.com' },
  });
  let status = 'snoozed';
  let awakeAt = 0;
  while (Date.now() < due + 10_000 && (status === 'snoozed' || mail.received.length === 0)) {
    status = (JSON.parse((await call(server, { path })).body) as { status: string }).status;
    if (status === 'open' && awakeAt === 0) awakeAt = Date.now();
    await sleep(20);
  }
  assert.equal(status, 'open');
  assert.ok(awakeAt - Math.ceil(due / 1000) * 1000 < 2000, `${awakeAt - due} ms late`);
  assert.deepEqual(mail.received[0]?.to, ['mia@example.com']);
});

/** A request written by hand, with whatever the test sends and whenever. */
function openRequest(server: RunningServer, method: string, path: string) {
  const { hostname, port } = new URL(server.address);
  const socket: Socket = connect(Number(port), hostname);
  let text = '';
  socket.setEncoding('utf8');
  const answer = new Promise<string>((resolve) => {
    socket.on('data', (piece: string) => (text += piece));
    socket.on('error', () => resolve(text));
    socket.on('close', () => resolve(text));
  });
  socket.write(
    `${method} ${path} HTTP/1.1\r\nHost: confab\r\napi_access_token: ${server.token}\r\n`,
  );
  return { answer, send: (piece: string) => socket.writable && socket.write(piece) };
}

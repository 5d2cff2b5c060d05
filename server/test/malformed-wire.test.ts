import assert from 'node:assert/strict';
import { connect, type AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createWorld } from './world.ts';

// What no HTTP library would send: bytes that are no request, or end in the middle of one.

const world = await createWorld();
await world.app.listen({ host: '127.0.0.1', port: 0 });
const { port } = world.app.server.address() as AddressInfo;
const path = `/api/v1/accounts/${world.acme.id}/conversations`;
const auth = `host: x\r\napi_access_token: ${world.ada.token}\r\n`;

/** Sends the bytes and gives what comes back until the server closes, or has been quiet for a moment. */
function exchange(bytes: string | Buffer, end = true): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      if (end) socket.end();
    });
    socket.setTimeout(700, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('error', () => undefined); // closed on us, which is an answer too
    socket.on('close', () => resolve(answer));
  });
}

const cases: Record<string, string | Buffer> = {
  'no HTTP at all': 'hello\r\n\r\n',
  'a TLS greeting': Buffer.from('16030100a5010000a10303', 'hex'),
  'bytes of every value': Buffer.from(Array.from({ length: 256 }, (_, n) => n)),
  'an unknown method': `FROB ${path} HTTP/1.1\r\n${auth}\r\n`,
  'an unknown version': `GET ${path} HTTP/9.9\r\n${auth}\r\n`,
  'no host': `GET ${path} HTTP/1.1\r\napi_access_token: ${world.ada.token}\r\n\r\n`,
  'a space in the address': `GET ${path}?q=a b HTTP/1.1\r\n${auth}\r\n`,
  'bytes above ASCII in the address': Buffer.from(`GET ${path}?q=\xff\xfe HTTP/1.1\r\n${auth}\r\n`, 'latin1'),
  'a whole URL for an address': `GET http://elsewhere.example.com${path} HTTP/1.1\r\n${auth}\r\n`,
  'an address of stars': `OPTIONS * HTTP/1.1\r\n${auth}\r\n`,
  'an endless address': `GET ${path}?q=${'a'.repeat(100_000)} HTTP/1.1\r\n${auth}\r\n`,
  'endless headers': `GET ${path} HTTP/1.1\r\n${auth}${'x-a: b\r\n'.repeat(5000)}\r\n`,
  'a header without a colon': `GET ${path} HTTP/1.1\r\n${auth}nonsense\r\n\r\n`,
  'a header with a control character': `GET ${path} HTTP/1.1\r\n${auth}x-a: b\x01c\r\n\r\n`,
  'a token with bytes above ASCII': Buffer.from(`GET ${path} HTTP/1.1\r\nhost: x\r\napi_access_token: \xff\xe9\r\n\r\n`, 'latin1'),
  'two tokens': `GET ${path} HTTP/1.1\r\n${auth}api_access_token: other\r\n\r\n`,
  'two lengths': `POST ${path} HTTP/1.1\r\n${auth}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`,
  'a length that is no number': `POST ${path} HTTP/1.1\r\n${auth}content-length: x\r\n\r\n{}`,
  'a negative length': `POST ${path} HTTP/1.1\r\n${auth}content-length: -1\r\n\r\n{}`,
  'a length beyond all numbers': `POST ${path} HTTP/1.1\r\n${auth}content-length: 99999999999999999999\r\n\r\n{}`,
  'a length beyond the limit': `POST ${path} HTTP/1.1\r\n${auth}content-type: application/json\r\ncontent-length: 99999999\r\n\r\n{}`,
  'a length and chunks': `POST ${path} HTTP/1.1\r\n${auth}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  'chunks that are none': `POST ${path} HTTP/1.1\r\n${auth}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n`,
  'an unknown transfer encoding': `POST ${path} HTTP/1.1\r\n${auth}transfer-encoding: gzip\r\n\r\n{}`,
  'a body that ends early': `POST ${path} HTTP/1.1\r\n${auth}content-type: application/json\r\ncontent-length: 50\r\n\r\n{"a":`,
  'a form with files that ends early': `POST ${path} HTTP/1.1\r\n${auth}content-type: multipart/form-data; boundary=b\r\ncontent-length: 500\r\n\r\n--b\r\ncontent-disposition: form-data; name="message[attachments][]"; filename="a"\r\n\r\nabc`,
  'a wish to change the protocol': `GET ${path} HTTP/1.1\r\n${auth}connection: upgrade\r\nupgrade: websocket\r\n\r\n`,
  'an expectation': `POST ${path} HTTP/1.1\r\n${auth}expect: miracles\r\ncontent-length: 2\r\n\r\n{}`,
}; // prettier-ignore

for (const [name, bytes] of Object.entries(cases)) {
  test(`${name}: answered with a refusal or not at all, and the server goes on`, async () => {
    for (const end of [true, false]) {
      const answer = await exchange(bytes, end);
      const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) =>
        Number(status),
      );
      assert.ok(
        statuses.every((status) => status < 500),
        answer.slice(0, 300),
      );
      assert.ok(!/ at .*\.(ts|js):\d+/.test(answer), 'the answer shows our code');
    }
    const health = await fetch(`http://127.0.0.1:${port}/health`);
    assert.equal(health.status, 200);
  });
}

test('a connection that breaks while its answer is made leaves the server well', async () => {
  const many = Array.from({ length: 40 }, async (_, n) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET ${path}?status=all HTTP/1.1\r\n${auth}\r\n`);
    await new Promise((resolve) => setTimeout(resolve, n % 7));
    socket.resetAndDestroy();
  });
  await Promise.all(many);
  const list = await world.ada.get('/conversations');
  assert.equal(list.status, 200);
});

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { onFault, type Fault } from './faults.ts';
import { isPublicAddress, OutboundError, type Lookup } from './outbound-address.ts';
import { fetchPublic, type FetchOptions } from './outbound.ts';

/** A real server on the loopback address; every connection to it is counted. */
async function serve(answer: RequestListener): Promise<{ port: number; hits: () => number }> {
  const server = createServer(answer);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, hits: () => connections };
}

const canary = await serve((_request, response) => response.end('secret'));
const nowhere: Lookup = async () => Promise.reject(new Error('ENOTFOUND'));
const resolving =
  (...addresses: string[]): Lookup =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

const usual: FetchOptions = { call: 'file', maxBytes: 1000, timeoutMs: 5000, outboundAllow: [] };

async function reasonOf(url: string, options: Partial<FetchOptions> = {}): Promise<string> {
  try {
    const { status, body } = await fetchPublic(url, { ...usual, ...options });
    await buffer(body);
    return `answered ${status}`;
  } catch (error) {
    assert.ok(error instanceof OutboundError, String(error));
    return error.reason;
  }
}

const allowing = (port: number): Partial<FetchOptions> => ({
  outboundAllow: [`127.0.0.1:${port}`],
});

test('what is allowed is fetched, with its status, its headers and its bytes', async () => {
  const { port } = await serve((request, response) => {
    response.writeHead(418, { 'content-type': 'text/plain', 'x-path': request.url });
    response.end('tea');
  });
  const fetched = await fetchPublic(`http://127.0.0.1:${port}/a?b=c`, {
    ...usual,
    ...allowing(port),
  });
  assert.equal(fetched.status, 418);
  assert.equal(fetched.headers['x-path'], '/a?b=c');
  assert.equal(String(await buffer(fetched.body)), 'tea');
});

// Every spelling of an address that must not be reached; names are resolved by the system itself.
const { port } = canary;
const forms = [
  `127.0.0.1:${port}`, `127.1:${port}`, `127.0.1:${port}`, `2130706433:${port}`, `0x7f000001:${port}`,
  `0x7f.1:${port}`, `0177.0.0.1:${port}`, `017700000001:${port}`, `127.0.0.1.:${port}`, `0:${port}`,
  `0.0.0.0:${port}`, `127.8.9.10:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `localhost.:${port}`,
  `１２７.0.0.1:${port}`, `127。0。0。1:${port}`, `①②⑦.0.0.1:${port}`, `127%2e0%2e0%2e1:${port}`,
  `[::1]:${port}`, `[::]:${port}`, `[0:0:0:0:0:0:0:1]:${port}`, `[::ffff:127.0.0.1]:${port}`,
  `[::ffff:7f00:1]:${port}`, `[::127.0.0.1]:${port}`, `[64:ff9b::7f00:1]:${port}`,
  `[64:ff9b:1::7f00:1]:${port}`, `[2002:7f00:1::]:${port}`, `[2001:0:7f00:1::]:${port}`,
  `[fe80::1]:${port}`, `[fec0::1]:${port}`, `[fc00::1]:${port}`, `[fd00:ec2::254]`, `[ff02::1]:${port}`,
  `[100::1]`, `[2001:db8::1]`, `[3fff::1]`, '10.0.0.1', '10.255.255.255', '172.16.0.1',
  '172.31.255.255', '192.168.1.1', '169.254.169.254', '0xa9fea9fe', '2852039166', '100.64.0.1',
  '100.127.255.255', '100.100.100.200', '192.0.0.192', '192.0.2.1', '192.88.99.1', '198.18.0.1',
  '198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1',
  '255.255.255.255', '168.63.129.16',
]; // prettier-ignore

test('no spelling of an address inside leads there', async () => {
  const before = canary.hits();
  for (const form of forms) {
    for (const scheme of ['http', 'https']) {
      assert.equal(await reasonOf(`${scheme}://${form}/`), 'forbidden', form);
    }
  }
  assert.equal(canary.hits(), before);
  const answer = await reasonOf(`http://127.0.0.1:${port}/`, allowing(port));
  assert.equal(answer, 'answered 200', 'and there is something to be reached');
});

test('what is no plain http address is refused before anything is resolved', async () => {
  const lookups: string[] = [];
  const lookup: Lookup = async (name) => {
    lookups.push(name);
    return resolving('93.184.215.14')(name);
  };
  for (const url of [
    '', ' ', 'example.com', '//example.com', '/etc/passwd', 'file:///etc/passwd', 'ftp://example.com/',
    'gopher://127.0.0.1:6379/_x', 'data:text/plain,a', 'javascript:1', 'http://', 'http:///', 'http://a b/',
    'http://user@example.com/', 'http://user:pass@example.com/', `http://example.com@127.0.0.1:${port}/`,
    `http://example.com:80@127.0.0.1:${port}`, 'http://[fe80::1%25lo]/', 'http://[::1/', 'http://256.1.1.1/',
    'http://example.com:99999/', 'http://exa mple.com/', 'http://[v1.x]/',
  ]) {
    assert.equal(await reasonOf(url, { lookup }), 'invalid_url', url);
  }
  assert.deepEqual(lookups, []);
}); // prettier-ignore

test('backslashes and fragments do not hide where an address leads', async () => {
  const before = canary.hits();
  for (const url of [
    `http:\\\\127.0.0.1:${port}\\`,
    `http://127.0.0.1:${port}#@example.com/`,
    `http://127.0.0.1:${port}\\@example.com/`,
    `http:/127.0.0.1:${port}`,
  ]) {
    assert.equal(await reasonOf(url), 'forbidden', url);
  }
  assert.equal(canary.hits(), before);
});

test('a name that leads inside is refused, also when only one of its addresses does', async () => {
  const before = canary.hits();
  const many = Array.from({ length: 64 }, (_, n) => `93.184.215.${n + 1}`);
  for (const addresses of [
    ['127.0.0.1'],
    ['93.184.215.14', '127.0.0.1'],
    ['2606:4700::1', '::1'],
    ['2606:4700::1', '::ffff:10.0.0.1'],
    [...many, '169.254.169.254'],
    ['fe80::1%eth0'],
    ['not an address'],
  ]) {
    const lookup = resolving(...addresses);
    const reason = await reasonOf(`http://evil.example:${port}/`, { lookup });
    assert.equal(reason, 'forbidden', addresses.join());
  }
  assert.equal(canary.hits(), before);
});

test('a name that means something else the second time is asked for once', async () => {
  let asked = 0;
  const lookup: Lookup = async (name) => {
    asked += 1;
    // Nobody answers at the first: whoever asks again gets the canary.
    return resolving(asked === 1 ? '192.0.2.1' : '127.0.0.1')(name);
  };
  const options = { lookup, outboundAllow: [`rebinding.example:${port}`], timeoutMs: 300 };
  const before = canary.hits();
  assert.match(await reasonOf(`http://rebinding.example:${port}/`, options), /timeout|unreachable/);
  assert.equal(asked, 1);
  assert.equal(canary.hits(), before);
});

test('the address that was checked is the one that is called, under the name that was asked for', async () => {
  const hosts: (string | undefined)[] = [];
  const { port } = await serve((request, response) => {
    hosts.push(request.headers.host);
    response.end();
  });
  const url = `http://files.example:${port}/`;
  const options = { lookup: resolving('127.0.0.1'), outboundAllow: [`files.example:${port}`] };
  assert.equal(await reasonOf(url, options), 'answered 200');
  assert.deepEqual(hosts, [`files.example:${port}`]);
});

test('an allowance is for its host and port only', async () => {
  const lookup = resolving('127.0.0.1');
  const outboundAllow = [`files.example:${port}`, 'all.example'];
  const ask = (host: string) => reasonOf(`http://${host}/`, { lookup, outboundAllow });
  assert.equal(await ask(`files.example:${port}`), 'answered 200');
  assert.equal(await ask(`FILES.example.:${port}`), 'answered 200');
  assert.equal(await ask(`all.example:${port}`), 'answered 200');
  for (const host of [
    `files.example:${port + 1}`,
    'files.example',
    `sub.files.example:${port}`,
    `sub.all.example:${port}`,
    `all.example.evil.example:${port}`,
  ]) {
    assert.equal(await ask(host), 'forbidden', host);
  }
});

test('a redirect is not followed unless that was asked for', async () => {
  const { port } = await serve((_request, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${canary.port}/` }).end();
  });
  const before = canary.hits();
  assert.equal(await reasonOf(`http://127.0.0.1:${port}/`, allowing(port)), 'answered 302');
  assert.equal(canary.hits(), before);
});

test('every redirect is checked as the first address was', async () => {
  const before = canary.hits();
  for (const status of [301, 302, 303, 307, 308]) {
    for (const [location, reason] of [
      [`http://127.0.0.1:${canary.port}/`, 'forbidden'],
      [`//127.0.0.1:${canary.port}/`, 'forbidden'],
      [`http://localhost:${canary.port}/`, 'forbidden'],
      ['file:///etc/passwd', 'invalid_url'],
      ['http://user@example.com/', 'invalid_url'],
    ] as const) {
      const { port } = await serve((_request, response) => {
        response.writeHead(status, { location }).end();
      });
      const options = { ...allowing(port), redirects: 3 };
      assert.equal(await reasonOf(`http://127.0.0.1:${port}/`, options), reason, location);
    }
  }
  assert.equal(canary.hits(), before);
});

test('redirects that do not end are given up', async () => {
  let asked = 0;
  const { port } = await serve((_request, response) => {
    asked += 1;
    response.writeHead(302, { location: '/again' }).end();
  });
  const options = { ...allowing(port), redirects: 3 };
  assert.equal(await reasonOf(`http://127.0.0.1:${port}/`, options), 'answered 302');
  assert.equal(asked, 4);
});

test('a body that is too long is cut off, announced or not', async () => {
  for (const headers of [{ 'content-length': '5000' }, {}]) {
    const { port } = await serve((_request, response) => {
      response.writeHead(200, headers);
      response.end('x'.repeat(5000));
    });
    const url = `http://127.0.0.1:${port}/`;
    assert.equal(await reasonOf(url, { ...allowing(port), maxBytes: 4999 }), 'too_large');
    assert.equal(await reasonOf(url, { ...allowing(port), maxBytes: 5000 }), 'answered 200');
  }
});

test('an endless body ends', async () => {
  const { port } = await serve((_request, response) => {
    const pour = (): void => {
      while (response.write('x'.repeat(1000)));
    };
    response.on('drain', pour);
    pour();
  });
  assert.equal(await reasonOf(`http://127.0.0.1:${port}/`, allowing(port)), 'too_large');
});

test('what arrives packed is not unpacked', async () => {
  const packed = gzipSync('x'.repeat(1_000_000));
  const { port } = await serve((request, response) => {
    assert.equal(request.headers['accept-encoding'], 'identity');
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
  });
  const options = { ...usual, ...allowing(port), maxBytes: packed.length };
  const { body } = await fetchPublic(`http://127.0.0.1:${port}/`, options);
  assert.deepEqual(await buffer(body), packed);
});

test('one deadline is for everything: a name, an answer, a body that never come', async () => {
  const never: Lookup = async () => new Promise(() => {});
  assert.equal(await reasonOf('http://example.com/', { lookup: never, timeoutMs: 100 }), 'timeout');

  const silent = await serve(() => {});
  const slow = await serve((_request, response) => {
    response.write('x');
    const drip = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(drip));
  });
  for (const { port } of [silent, slow]) {
    const options = { ...allowing(port), timeoutMs: 200 };
    assert.equal(await reasonOf(`http://127.0.0.1:${port}/`, options), 'timeout');
  }
});

test('a body without a length that does not end in time is not taken for a whole one', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(drip));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const options = { ...allowing(port), timeoutMs: 200 };
  assert.equal(await reasonOf(`http://127.0.0.1:${port}/`, options), 'timeout');
});

test('what had no answer is told, with who it was, and what was answered is not', async () => {
  const told: Fault[] = [];
  after(onFault((fault) => told.push(fault)));
  const good = await serve((_request, response) => response.end('tea'));
  const silent = await serve(() => {});
  const large = await serve((_request, response) => response.end('x'.repeat(2000)));
  for (const { port } of [good, silent, large]) {
    await reasonOf(`http://127.0.0.1:${port}/`, { ...allowing(port), timeoutMs: 200 });
  }
  const facts = told.map(({ call, peer, reason }) => [call, peer, reason]);
  assert.deepEqual(facts, [
    ['file', `127.0.0.1:${silent.port}`, 'timeout'],
    ['file', `127.0.0.1:${large.port}`, 'too_large'],
  ]);
});

test('a server that is none, speaks something else, or breaks off is unreachable', async () => {
  const cases: ((socket: Socket) => void)[] = [
    (socket) => socket.destroy(),
    (socket) => socket.end('220 mail.example ESMTP\r\n'),
    (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort'),
    (socket) => socket.end(`HTTP/1.1 200 OK\r\n${'X-Many: y\r\n'.repeat(100_000)}\r\n`),
  ];
  for (const speak of cases) {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => speak(socket));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    after(() => server.close());
    const { port } = server.address() as AddressInfo;
    assert.equal(await reasonOf(`http://127.0.0.1:${port}/`, allowing(port)), 'unreachable');
  }
  assert.equal(await reasonOf('http://example.com/', { lookup: nowhere }), 'unresolvable');
  assert.equal(await reasonOf('http://example.com/', { lookup: resolving() }), 'unresolvable');
});

test('public addresses are public', () => {
  for (const address of ['1.1.1.1', '93.184.215.14', '172.32.0.1', '100.128.0.1', '2606:4700::1']) {
    assert.ok(isPublicAddress(address), address);
  }
  for (const address of ['', 'x', '::ffff:1.1.1.1', '1.1.1', '2606:4700::1%eth0']) {
    assert.ok(!isPublicAddress(address), address);
  }
});

test('the log, and nobody else, reads how an operator would allow it', async () => {
  const error: unknown = await fetchPublic('http://inside.example:8080/', {
    ...usual,
    lookup: resolving('10.1.2.3'),
  }).catch((error: unknown) => error);
  assert.ok(error instanceof OutboundError);
  assert.match(error.message, /OUTBOUND_ALLOW=inside\.example:8080/);
  assert.doesNotMatch(error.message, /10\.1\.2\.3/);
});

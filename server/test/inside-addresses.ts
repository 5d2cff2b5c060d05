import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after } from 'node:test';

/** A server inside, on every address of this machine, that nobody may be led to; its connections are counted. */
export interface Canary {
  port: number;
  hits(): number;
}

export async function startCanary(): Promise<Canary> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => {});
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\ninside');
  });
  server.listen(0, '::');
  await once(server, 'listening');
  after(() => server.close());
  return { port: (server.address() as AddressInfo).port, hits: () => connections };
}

const wide = (text: string): string =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

/** The ways to write an IPv4 address that some program or other understands. */
function spellings(address: string): string[] {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const number = ((a * 256 + b) * 256 + c) * 256 + d;
  const hex = (value: number, length = 2): string => value.toString(16).padStart(length, '0');
  const octal = (value: number): string => `0${value.toString(8)}`;
  const [high, low] = [hex(a) + hex(b), hex(c) + hex(d)];
  return [
    address, `${address}.`, String(number), `0x${hex(number, 8)}`, octal(number),
    [a, b, c, d].map((each) => `0x${hex(each)}`).join('.'), [a, b, c, d].map(octal).join('.'),
    `${a}.${b}.${c * 256 + d}`, `${a}.${b * 65_536 + c * 256 + d}`, `0x${hex(a)}.${b}.${octal(c)}.${d}`,
    wide(address), address.replaceAll('.', '\u3002'), address.replaceAll('.', '%2e'),
    `[::ffff:${address}]`, `[::ffff:${high}:${low}]`, `[::${address}]`, `[::ffff:0:${address}]`,
    `[64:ff9b::${high}:${low}]`, `[64:ff9b:1::${high}:${low}]`, `[2002:${high}:${low}::]`,
    `[2001:0:${high}:${low}::]`,
  ]; // prettier-ignore
}

const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
const ownAddresses = own.filter(({ internal }) => !internal);

/** Some 130 hosts inside, as they stand in addresses: this machine, its network, a cloud's, nobody's. */
export const insideHosts: readonly string[] = [
  ...spellings('127.0.0.1'),
  ...spellings('169.254.169.254'),
  ...spellings('10.0.0.1'),
  ...spellings('192.168.1.1'),
  ...ownAddresses.map(({ address, family }) => (family === 'IPv6' ? `[${address.replace(/%.*/, '')}]` : address)),
  'localhost', 'LOCALHOST', 'localhost.', '0', '0.0.0.0', '127.8.9.10', '127.1', '[::1]', '[::]',
  '[0:0:0:0:0:0:0:1]', '[fe80::1]', '[fec0::1]', '[fc00::1]', '[fd00:ec2::254]', '[ff02::1]', '[100::1]',
  '[2001:db8::1]', '[3fff::1]', '172.16.0.1', '172.31.255.255', '100.64.0.1', '100.127.255.255',
  '100.100.100.200', '192.0.0.192', '192.0.2.1', '192.88.99.1', '198.18.0.1', '198.51.100.1',
  '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '168.63.129.16',
  'user@127.0.0.1', 'example.com@127.0.0.1', 'example.com:80@127.0.0.1', '127.0.0.1#@example.com', '127.0.0.1\\@example.com',
]; // prettier-ignore

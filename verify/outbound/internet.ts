/**
 * Loaded into a server before it starts: names are looked up at the run's own name server, and whoever
 * connects to an address that is public there gets to the run's own server. Nothing else is another one.
 */
import dns from 'node:dns';
import promises, { Resolver } from 'node:dns/promises';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';

const [nameServer = '', port = '', ...addresses] = (process.env['INTERNET'] ?? '').split(' ');

const resolver = new Resolver({ timeout: 5000, tries: 2 });
resolver.setServers([nameServer]);

async function lookUp(hostname: string): Promise<dns.LookupAddress[]> {
  const family = isIP(hostname);
  if (family !== 0) return [{ address: hostname, family }];
  const of = async (family: 4 | 6): Promise<dns.LookupAddress[]> => {
    const found = await resolver[`resolve${family}`](hostname).catch(() => []);
    return found.map((address) => ({ address, family }));
  };
  const found = (await Promise.all([of(4), of(6)])).flat();
  if (found.length === 0) throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }); // prettier-ignore
  return found;
}

type Done = (error: Error | null, found?: unknown, family?: number) => void;

function lookup(hostname: string, options: { all?: boolean } | Done, done?: Done): void {
  const [all, tell] = typeof options === 'function' ? [false, options] : [options.all === true, done as Done]; // prettier-ignore
  lookUp(hostname).then(
    (found) => (all ? tell(null, found) : tell(null, found[0]?.address, found[0]?.family)),
    (error: unknown) => tell(error as Error),
  );
}

Object.assign(promises, { lookup: async (hostname: string) => lookUp(hostname) });
Object.assign(dns, { lookup });
syncBuiltinESMExports();

interface Handle {
  connect(request: object, address: string, port: number): number;
  connect6(request: object, address: string, port: number): number;
}
// Below everything that could be asked for another connection.
const { TCP } = (
  process as unknown as { binding(name: string): { TCP: { prototype: Handle } } }
).binding('tcp_wrap');
const { connect, connect6 } = TCP.prototype;
TCP.prototype.connect = function (request, address, wanted) {
  const isPublic = addresses.includes(address);
  return connect.call(this, request, isPublic ? '127.0.0.1' : address, isPublic ? Number(port) : wanted); // prettier-ignore
};
TCP.prototype.connect6 = function (request, address, wanted) {
  if (addresses.includes(address)) return connect.call(this, request, '127.0.0.1', Number(port));
  return connect6.call(this, request, address, wanted);
};

import { lookup as systemLookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Why a call to somebody else's server was not made, or came to nothing. */
export type OutboundReason =
  'invalid_url' | 'forbidden' | 'unresolvable' | 'unreachable' | 'timeout' | 'too_large' | 'busy';

/** Its message is for the operator's log; callers are told no more than that it failed. */
export class OutboundError extends Error {
  readonly reason: OutboundReason;

  constructor(reason: OutboundReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

export interface Address {
  address: string;
  family: number;
}

/** All addresses of a name, as the system finds them. */
export type Lookup = (hostname: string) => Promise<Address[]>;

export interface Reach {
  /** OUTBOUND_ALLOW: `host` or `host:port` that may be called although they are not public. */
  outboundAllow: readonly string[];
  /** Tests give one of their own. */
  lookup?: Lookup;
  signal?: AbortSignal;
}

// What is not the public internet, by the registries of special-purpose addresses.
const special4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12',
  '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15',
  '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  // Public by number, but in a large cloud the machine's own host answers there.
  '168.63.129.16/32',
]; // prettier-ignore
// Of IPv6 only global unicast counts, so mapped, translated, local and multicast addresses need no
// line; these are the parts of it that lead elsewhere (Teredo, 6to4) or nowhere.
const global6 = ['2000::/3'];
const special6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

function listOf(networks: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

const refused4 = listOf(special4, 'ipv4');
const accepted6 = listOf(global6, 'ipv6');
const refused6 = listOf(special6, 'ipv6');

/** Whether everybody on the internet could call this address: what we may be made to call. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !refused4.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  return accepted6.check(address, 'ipv6') && !refused6.check(address, 'ipv6');
}

/**
 * Whether an address of the web that is to be called later never can be: by its spelling alone it names a
 * place inside, and the operator does not allow it. Names are looked up when they are called.
 */
export function namesInside(text: string, outboundAllow: readonly string[]): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return false;
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '');
  const isInside = isIP(host) === 0 ? /(^|\.)localhost$/.test(host) : !isPublicAddress(host);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return isInside && !isAllowed(host, port, outboundAllow);
}

/** Whether the operator allows this target whatever its address is. */
function isAllowed(hostname: string, port: number, outboundAllow: readonly string[]): boolean {
  const name = hostname.includes(':') ? `[${hostname}]` : hostname;
  return [hostname, name, `${name}:${port}`].some((each) => outboundAllow.includes(each));
}

/**
 * The addresses under which a host may be called, found out once: whoever calls connects to one of
 * these and does not ask again, because the answer could be another one then. One address among
 * several that is not public refuses them all. `hostname` is without brackets.
 * Throws OutboundError: forbidden, unresolvable, timeout.
 */
export async function publicAddresses(
  { hostname, port }: { hostname: string; port: number },
  { outboundAllow, lookup = lookupAll, signal }: Reach,
): Promise<Address[]> {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  const family = isIP(host);
  const found =
    family === 0 ? await resolve(host, { lookup, signal }) : [{ address: host, family }];
  if (isAllowed(host, port, outboundAllow)) return found;
  if (found.every(({ address }) => isPublicAddress(address))) return found;
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  throw new OutboundError(
    'forbidden',
    `${target} is not a public address; OUTBOUND_ALLOW=${target} would allow it`,
  );
}

const lookupAll: Lookup = async (hostname) => systemLookup(hostname, { all: true });

async function resolve(
  host: string,
  { lookup, signal }: { lookup: Lookup; signal: AbortSignal | undefined },
): Promise<Address[]> {
  const unresolvable = `${host} cannot be resolved`;
  let found: Address[];
  try {
    found = await Promise.race([lookup(host), ...(signal === undefined ? [] : [aborted(signal)])]);
  } catch (error) {
    if (error instanceof OutboundError) throw error;
    throw new OutboundError('unresolvable', unresolvable, { cause: error });
  }
  if (found.length === 0) throw new OutboundError('unresolvable', unresolvable);
  return found;
}

/** Never fulfilled; rejected when the time is over. */
async function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => reject(new OutboundError('timeout', 'no answer in time'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

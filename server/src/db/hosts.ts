/** A place where the database may be. */
export interface Host {
  host: string;
  port: number;
}

interface Address {
  hosts: Host[];
  /** The URL with the first of them alone, as everybody can read it. */
  single: string;
}

const SHAPE = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)([^?#]*)(?:\?([^#]*))?$/;
const DEFAULT_PORT = 5432;
/** We write, so all of these mean the same; the others ask for a server that cannot be written to. */
const WRITABLE = ['any', 'read-write', 'primary', 'prefer-primary'];

/**
 * Reads a URL as libpq writes them: several hosts in the place of one (`postgres://u:p@a:5432,b/name`)
 * or in its parameters (`?host=a,b&port=5432,5433`). The other drivers of Node know one host only.
 * Throws an Error whose message continues a sentence that begins with the setting's name.
 */
export function readHosts(url: string): Address {
  const [, start = '', authority = '', path = '', query = ''] = SHAPE.exec(url) ?? [];
  if (start === '') throw new Error('must be a URL that starts with postgres://');
  const parameters = new URLSearchParams(query);
  const session = parameters.get('target_session_attrs') ?? 'any';
  if (!WRITABLE.includes(session)) {
    throw new Error(`must name a server to write to: target_session_attrs=${session} does not`);
  }
  parameters.delete('target_session_attrs');
  const named = parameters.get('host')?.split(',');
  const ports = parameters.get('port')?.split(',') ?? [];
  const hosts = (named ?? authority.split(',')).map((text, place) => {
    const [host, port] = named === undefined ? splitPort(text) : [text, undefined];
    // As in libpq: one port is everybody's.
    return { host, port: readPort(port ?? ports[place] ?? ports[0]) };
  });
  if (hosts.length === 1) {
    // As it was, for the driver's own rules about what stands where.
    const rest = parameters.size > 0 ? `?${parameters.toString()}` : '';
    return { hosts, single: start + authority + path + rest };
  }
  parameters.delete('host');
  parameters.delete('port');
  const rest = parameters.size > 0 ? `?${parameters.toString()}` : '';
  return { hosts, single: `${start}localhost${path}${rest}` };
}

function splitPort(text: string): [host: string, port: string | undefined] {
  const found = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(text);
  if (found === null) throw new Error(`must have hosts as host or host:port, not "${text}"`);
  const [, host = '', port] = found;
  return [decodeURIComponent(host).replace(/^\[|\]$/g, ''), port || undefined];
}

function readPort(text: string | undefined): number {
  const port = text === undefined || text === '' ? DEFAULT_PORT : Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`must have ports from 1 to 65535, not "${text}"`);
}

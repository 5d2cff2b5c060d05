import type { AddressInfo } from 'node:net';
import sdk from '@figuro/chatwoot-sdk';
import type { Caller, World } from '../world.ts';

// Its types know less than its server, and are wrong in places: what it takes and answers is looked at as it is.
// oxlint-disable-next-line typescript/no-explicit-any
export type Anything = any;

/** Lets the application listen, because the SDK speaks real HTTP; gives its address. */
export async function listen({ app }: World): Promise<string> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** The SDK, with a note of every method that was called and succeeded. */
export function openSdk(basePath: string, { token }: Pick<Caller, 'token'>, called: Set<string>) {
  const config = { basePath, with_credentials: true, credentials: 'include' as const, token };
  const client = new sdk.default({ config });
  for (const [name, service] of servicesOf(client)) {
    for (const method of methodsOf(service)) {
      const original = service[method] as (...args: unknown[]) => Promise<unknown>;
      service[method] = async (...args: unknown[]): Promise<unknown> => {
        const answer = await original.apply(service, args);
        called.add(`${name}.${method}`);
        return answer;
      };
    }
  }
  return client as Anything;
}

/** Every method of its application, client and platform APIs: `contacts.list`, `platform.users.get`. */
export function allMethods(): string[] {
  const client = new sdk.default({ config: { basePath: '', token: '' } as Anything });
  return servicesOf(client).flatMap(([name, service]) =>
    methodsOf(service).map((method) => `${name}.${method}`),
  );
}

type Service = Record<string, unknown>;

/** The platform's bots and users stand at the root as well: once is enough. */
const aliases = new Set(['agentBots', 'users']);

function servicesOf(client: Anything): [string, Service][] {
  const families = ['client', 'platform'];
  const own = Object.keys(client)
    .filter((key) => !families.includes(key) && !aliases.has(key) && key !== 'chatwootAPI')
    .map((key): [string, Service] => [key, client[key]]);
  const nested = families.flatMap((family) =>
    Object.keys(client[family]).map((key): [string, Service] => [
      `${family}.${key}`,
      client[family][key],
    ]),
  );
  return [...own, ...nested];
}

const methodsOf = (service: Service): string[] =>
  Object.getOwnPropertyNames(Object.getPrototypeOf(service)).filter(
    (name) => name !== 'constructor',
  );

import type { TObject } from 'typebox';
import { urlOf } from '../src/http/mount.ts';
import type { Route } from '../src/http/route.ts';
import { routes } from '../src/routes.ts';
import { fieldsIn, withField } from './malformed/values.ts';

/** A field of a write route, at an address that exists. */
export interface Place {
  name: string;
  method: string;
  path: string;
  /** The route's example with this in the field. */
  body(value: unknown): object;
}

/** What the parameters of paths stand for. */
export type Ids = Record<string, string>;

type Call = (method: string, path: string, body: object) => Promise<{ body: unknown }>;

/** What a person is, and what calls or mails others: not for everything to be written into. */
const left =
  /auth|password|\/(?:profile|direct_uploads|upload|mfa|resend|platform|sign)|reset|bulk|merge|transcript/;

/** One of everything that a request can name: what the example of each route makes. */
export async function makeRecords(call: Call, known: Ids): Promise<Ids> {
  const ids: Ids = { ...known };
  for (const route of routes) {
    const one = routes.find(({ path }) => new RegExp(`^${escaped(route.path)}/:(\\w+)$`).test(path));
    const name = one?.path.split('/:').at(-1);
    if (![route.method].flat().includes('POST') || name === undefined || name in ids) continue;
    const path = filled(route, ids);
    if (path === undefined || left.test(path)) continue;
    const id = idIn((await call('POST', path, route.examples?.request ?? {})).body);
    if (id !== undefined) ids[name] = String(id);
  }
  return ids;
} // prettier-ignore

/** Every field of every write route whose address can be filled. */
export function placesOf(ids: Ids): Place[] {
  return routes.flatMap((route) => {
    const method = [route.method].flat()[0] as string;
    const path = filled(route, ids);
    if (path === undefined || left.test(path) || ['GET', 'DELETE'].includes(method)) return [];
    const example: unknown = route.examples?.request ?? {};
    return fieldsIn((route.input ?? {}) as TObject).map((field) => ({
      name: `${method} ${route.path} ${field.join('.')}`,
      method,
      path,
      body: (value: unknown) => withField(example, field, value) as object,
    }));
  });
}

function filled(route: Route, ids: Ids): string | undefined {
  const url = urlOf(route);
  const names = [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  if (!names.every((name) => name in ids)) return undefined;
  return url.replace(/:(\w+)/g, (_all, name: string) => ids[name] ?? '');
}

const escaped = (text: string): string => text.replace(/[$.*+?^()[\]{}|\\]/g, String.raw`\$&`);

/** Answers show what was made as it is, or below `payload`, alone or under its kind. */
function idIn(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return undefined;
  const { id, payload } = body as { id?: unknown; payload?: object };
  if (id !== undefined || payload === undefined) return id;
  return idIn(payload) ?? idIn(Object.values(payload)[0]);
}

import fc, { type Arbitrary } from 'fast-check';
import { urlOf } from '../../src/http/mount.ts';
import type { Route } from '../../src/http/route.ts';
import { bagOf, evil, jsonOf, type Hints } from './values.ts';

export interface Malformed {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload?: string | Buffer;
}

/** Who and what there is for a request to name. */
export interface Targets {
  accounts: number[];
  conversations: number[];
  /** Messages with the conversation that each is in. */
  messages: { id: number; conversation: number }[];
  /** Further records by the name of the parameter that stands for them in a path: `label_id`. */
  records: Record<string, (number | string)[]>;
  /** A visitor of Acme's website, verified, with a conversation. */
  browser: { website: string; token: string; message: number };
  /** What properties may hold, ours and the other company's. */
  hints: Hints;
}

const garbage = [
  '0', '-1', '1.5', 'abc', '12abc', ' 1', '+1', '99999999999999999999', '9223372036854775807', '%00', '%2e%2e',
  '%F0%9F%92%A5', '%E0%A4%A', '%', "1'--", '1%20or%201=1', 'null', 'undefined', '[object%20Object]', '%0a',
  '%ED%A0%80', 'x'.repeat(1500), 'y'.repeat(2500), '1.json', 'filter', 'meta', '１', '*', '1;a=b', '.',
]; // prettier-ignore

const part = (known: readonly (number | string)[]): Arbitrary<string> =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...known.map(String)), weight: 12 },
    { arbitrary: fc.constantFrom(...garbage), weight: 2 },
  );

/** The addresses of a route, mostly of what is there. */
function urlFor(
  route: Route,
  { accounts, conversations, messages, records, browser }: Targets,
): Arbitrary<string> {
  const account = fc.oneof(
    { arbitrary: fc.constant(String(accounts[0])), weight: 20 },
    { arbitrary: part(accounts), weight: 1 },
  );
  const ofWidget = urlOf(route).startsWith('/api/v1/widget/');
  const any = fc.record({
    conversation: part(conversations),
    id: part(ofWidget ? [browser.message] : messages.map(({ id }) => id)),
  });
  const place =
    urlOf(route).includes(':message_id') && !ofWidget
      ? fc.oneof(
          { arbitrary: fc.constantFrom(...messages), weight: 2 },
          { arbitrary: any, weight: 1 },
        )
      : any;
  const others = fc.record(
    Object.fromEntries(
      [...urlOf(route).matchAll(/:(\w+)/g)].map(([, name = '']) => [
        name,
        part(records[name] ?? [1, 2]),
      ]),
    ),
  );
  return fc.tuple(account, place, others).map(([account_id, { conversation, id }, rest]) =>
    urlOf(route)
      .replace(':account_id', account_id)
      .replace(':conversation_id', String(conversation))
      .replace(':message_id', String(id))
      .replace(/:(\w+)/g, (_, name: string) => rest[name] ?? '1'),
  );
}

type Body = Pick<Malformed, 'headers' | 'payload'> & { query?: string };

/** Requests to one route: its declared input in every form, and bodies that are none. */
export function requestsTo(route: Route, targets: Targets): Arbitrary<Malformed> {
  const body = bodies(bagOf(route.input ?? {}, targets.hints), route.method === 'GET');
  return fc
    .tuple(fc.constantFrom(...[route.method].flat()), urlFor(route, targets), body, headers)
    .map(([method, path, { query, headers: own, ...rest }, odd]) => ({
      method,
      url: query === undefined ? path : `${path}?${query}`,
      headers: { ...odd, ...own },
      ...rest,
    }));
}

function bodies(bag: Arbitrary<Record<string, unknown>>, isGet: boolean): Arbitrary<Body> {
  const query = fc.oneof(
    {
      arbitrary: bag.map((each) => ({ headers: {}, query: formOf(each) })),
      weight: isGet ? 12 : 2,
    },
    {
      arbitrary: fc.constantFrom(...oddQueries).map((each) => ({ headers: {}, query: each })),
      weight: 1,
    },
  );
  if (isGet) return query;
  return fc.oneof(
    { arbitrary: bag.map((each) => json(jsonOf(each))), weight: 12 },
    { arbitrary: query, weight: 2 },
    {
      arbitrary: bag.map((each) => typed('application/x-www-form-urlencoded', formOf(each))),
      weight: 2,
    },
    { arbitrary: fc.tuple(bag, fc.nat(7)).map(([each, kind]) => multipart(each, kind)), weight: 3 },
    { arbitrary: evil.map((each) => json(jsonOf(each))), weight: 1 },
    { arbitrary: fc.constantFrom(...oddBodies), weight: 2 },
  );
}

const typed = (type: string, payload: string | Buffer): Body => ({
  headers: { 'content-type': type },
  payload,
});
const json = (text: string): Body => typed('application/json', text);

const oddQueries = [
  '', '&', '=', '==&&==', '?', '%', '%zz=1', 'status=%', 'status[]', 'status[]=', 'status[=open', 'status]=open',
  'status[0]=open&status[1]=all', 'status[999999]=open', 'status[a]=open', 'status[a][b][c][d][e][f][g][h][i]=1',
  'page=1&page=2', 'page[]=1', 'per_page=1e3', 'per_page=-1', 'per_page[a]=1', 'cursor[]=1', 'q[]=a&q[]=b', 'q[a]=b',
  'q=%00', 'q=%ED%A0%80', '__proto__[polluted]=1', 'constructor[prototype][polluted]=1', 'a=1&a[b]=2', 'team_id[]=1',
  'labels[0][a]=1', 'labels=,,,', 'sort_by[]=x', 'updated_within=1e99', 'updated_within=-9999999999', 'inbox_id[]=&inbox_id[]=x',
  Array.from({ length: 1500 }, (_, n) => `k${n}=${n}`).join('&'), `q=${'%25'.repeat(3000)}`, `${'a['.repeat(300)}=1`,
  'before=abc&after=-1', 'before=99999999999999999999', 'api_access_token=x', '\u00fc=\u00fc',
]; // prettier-ignore

const oddBodies: Body[] = [
  json(''), json(' '), json('{'), json('{"a":}'), json('nul'), json('"text"'), json('[]'), json('[1,2]'), json('null'),
  json('{"a":1}}'), json("{'a':1}"), json('\ufeff{}'), json('{"a":"\u0001"}'), json('{"priority":"high",}'),
  typed('application/json; charset=utf-16', '{}'), typed('application/json; charset=nonsense', '{}'),
  typed('application/vnd.api+json', '{"status":"open"}'), typed('text/plain', '{"status":"open"}'),
  typed('application/xml', '<a/>'), typed('application/octet-stream', Buffer.from([0, 255, 254, 128])),
  typed('nonsense', 'x'), typed('a/b; c', 'x'), typed('multipart/form-data', 'x'), typed('image/png', 'x'),
  typed('multipart/form-data; boundary=', 'x'), typed('multipart/mixed; boundary=b', '--b--'),
  typed('application/x-www-form-urlencoded', '%'), typed('application/x-www-form-urlencoded', 'a[=1&%zz'),
  typed('application/json', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, payload: '{}' },
  { headers: {}, payload: 'no type' }, { headers: {} },
]; // prettier-ignore

const headers: Arbitrary<Record<string, string>> = fc.oneof(
  { arbitrary: fc.constant({}), weight: 6 },
  {
    arbitrary: fc.constantFrom<Record<string, string>[]>(
      { 'idempotency-key': 'k'.repeat(256) },
      { 'idempotency-key': 'k'.repeat(5000) },
      ...Array.from({ length: 30 }, (_, n) => `key-${n}`).map((key) => ({
        'idempotency-key': key,
      })),
      { 'idempotency-key': '\u00fc \u00ff' },
      { 'idempotency-key': "'; select 1" },
      { 'if-none-match': '*' },
      { 'if-none-match': '"' },
      { 'if-none-match': 'W/"a", W/, ,,"b' },
      { 'x-request-id': 'a b\u00fc' },
      { 'x-request-id': 'r'.repeat(500) },
      { accept: 'application/xml;q=x' },
      { 'x-forwarded-for': '999.1.1.1, ::::, a' },
      { 'x-http-method-override': 'DELETE' },
      { authorization: 'Bearer %%%' },
      { authorization: `Bearer ${Buffer.from('{"access-token":1}').toString('base64')}` },
      { cookie: 'a=b; =; ;;' },
      { range: 'bytes=9-1,,-' },
      { origin: 'null', referer: 'x:y' },
    ),
    weight: 2,
  },
);

/** `a[b][]=1`, the way forms and queries write a nested bag. */
export function formOf(bag: Record<string, unknown>): string {
  return fieldsOf(bag)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}

const encode = (text: string): string => encodeURIComponent(text.toWellFormed());

function fieldsOf(value: unknown, name = ''): [string, string][] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) {
    return [
      [
        name,
        jsonOf(value)
          .replace(/^"(.*)"$/s, '$1')
          .slice(0, 4000),
      ],
    ];
  }
  return Object.entries(value).flatMap(([key, each]) => {
    const step = Array.isArray(value) ? '' : key;
    return fieldsOf(each, name === '' ? key : `${name}[${step}]`);
  });
}

/** A form with files, whole or broken in the way that `kind` says. */
function multipart(bag: Record<string, unknown>, kind: number): Body {
  const line = '----malformed';
  const quote = (text: string): string => text.replace(/["\r\n\0]/g, '_').toWellFormed();
  const fields = fieldsOf(bag).map(
    ([name, value]) =>
      `--${line}\r\ncontent-disposition: form-data; name="${quote(name)}"\r\n\r\n${value}\r\n`,
  );
  const file = (name: string, filename: string): string =>
    `--${line}\r\ncontent-disposition: form-data; name="${name}"; filename="${filename}"\r\ncontent-type: text/csv\r\n\r\na,b\r\n`;
  const files = [
    file('attachments[]', 'a.csv'),
    file('message[attachments][]', '..'),
    file('content', 'c'),
  ];
  const whole = [...fields, ...files.slice(0, kind % 4)].join('');
  const broken = [
    `${whole}--${line}--\r\n`, `${whole}--${line}--\r\n`, `${whole}--${line}--`, `${whole}--${line}--\r\n`,
    whole, whole.slice(0, -9), `junk${whole}--${line}--`, `${whole}--${line}\r\n\r\n\r\n--${line}--`,
  ]; // prettier-ignore
  return typed(`multipart/form-data; boundary=${line}`, broken[kind] ?? whole);
}

// Longer than any body may be, whatever it is made of.
const FIVE_MEGABYTES = 5 * 1024 * 1024;
const big = 'x'.repeat(FIVE_MEGABYTES);

/** Bodies of five megabytes: one long value, many short ones, and no structure at all. */
export const hugeBodies: Body[] = [
  json(`{"content":"${big}"}`),
  json(`{"labels":[${'1,'.repeat(FIVE_MEGABYTES / 2)}1]}`),
  typed('application/x-www-form-urlencoded', `content=${big}`),
  typed('text/plain', big),
  typed(
    'multipart/form-data; boundary=b',
    `--b\r\ncontent-disposition: form-data; name="content"\r\n\r\n${big}\r\n--b--\r\n`,
  ),
  typed(
    'multipart/form-data; boundary=b',
    `${'--b\r\ncontent-disposition: form-data; name="labels[]"\r\n\r\n1\r\n'.repeat(1500)}--b--\r\n`,
  ),
];

/** Requests to everything that is mounted beside the route table, and to what is not there at all. */
export function requestsBeside(paths: readonly string[]): Arbitrary<Malformed> {
  const piece = fc.oneof(fc.constantFrom(...garbage), fc.constant('a'.repeat(43)));
  const known = fc
    .tuple(fc.constantFrom(...paths), piece, piece)
    .map(([path, token, name]) => path.replace('{token}', token).replace('{filename}', name));
  const accounts = '/api/v1/accounts';
  const unknown = fc.constantFrom(
    '//', '/api/v1', accounts, `${accounts}/1`, `${accounts}/1/conversations/1/none`, '/api/v2/x', '/%00',
    '/.env', '/..%2f..%2fetc/passwd', '/rails', '/docs/', '/docs/x.js', '/openapi.json.json', '/api/v1/accounts/1/conversations/1/messages/1/2',
    '/public/api/v1/inboxes/x/contacts', '/favicon.ico', '/HEALTH', '/%E0%A4%A', `/${'a/'.repeat(400)}`, '/*', '/:account_id',
  ); // prettier-ignore
  const methods = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS');
  const query = fc.oneof(
    fc.constant(''),
    fc.constantFrom(...oddQueries).map((each) => `?${each}`),
  );
  const body = fc.oneof(fc.constant<Body>({ headers: {} }), fc.constantFrom(...oddBodies));
  return fc
    .tuple(methods, fc.oneof(known, unknown), query, body, headers)
    .map(([method, path, after, { headers: own, payload }, odd]) => {
      const hasBody = payload !== undefined && !['GET', 'HEAD'].includes(method);
      return {
        method,
        url: path + after,
        headers: { ...odd, ...(hasBody ? own : {}) },
        ...(hasBody ? { payload } : {}),
      };
    });
}

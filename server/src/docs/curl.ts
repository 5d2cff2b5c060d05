import type { Operation, Parameter, SchemaObject } from '../openapi/openapi.ts';

/** Where the reader's own token goes; the page's script puts it there. */
export const TOKEN = 'YOUR_ACCESS_TOKEN';

interface Call {
  server: string;
  method: string;
  path: string;
  operation: Operation;
}

/** A command that calls the operation, ready to be pasted into a shell. */
export function curlOf(call: Call): string {
  const { 'application/json': json, '*/*': bytes } = call.operation.requestBody?.content ?? {};
  const sent =
    json === undefined
      ? bytes && ['--data-binary @invoice.pdf']
      : [header('Content-Type: application/json'), data(json.example)];
  return command(call, [...credentials(call.operation), ...(sent ?? [])]);
}

/** The same with a file, for operations that take some. */
export function curlWithFile(call: Call): string | undefined {
  const form = call.operation.requestBody?.content['multipart/form-data']?.schema.properties;
  if (form === undefined) return undefined;
  const isFile = ({ format, items }: SchemaObject): boolean =>
    format === 'binary' || items?.format === 'binary';
  const [file = ''] = Object.entries(form).find(([, field]) => isFile(field)) ?? [];
  const chosen = file === 'avatar' ? 'picture.png' : 'invoice.pdf';
  const { message, ...fields } = (call.operation.requestBody?.content['application/json']
    ?.example ?? {}) as Record<string, unknown>;
  const nested = Object.entries((message ?? {}) as Record<string, unknown>).map(
    ([key, value]) => [`message[${key}]`, value] as const,
  );
  const parts = [...Object.entries(fields), ...nested].map(([key, value]) => part(key, value));
  return command(call, [...credentials(call.operation), ...parts, `-F '${file}=@${chosen}'`]);
}

function command({ server, method, path, operation }: Call, options: string[]): string {
  const parameters = operation.parameters.filter((each): each is Parameter => 'in' in each);
  const filled = path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const example = parameters.find((each) => each.name === name)?.example;
    return example === undefined ? whole : String(example);
  });
  const query = parameters
    .filter((each) => each.in === 'query' && each.example !== undefined)
    .map((each) => `${encodeURIComponent(each.name)}=${encodeURIComponent(String(each.example))}`);
  const url = `${server}${filled}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const start = `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(url)}`;
  return [start, ...options].join(' \\\n  ');
}

function credentials({ security }: Operation): string[] {
  if (security === undefined || security.some((each) => 'platformAppToken' in each)) {
    return [header(`api_access_token: ${TOKEN}`)];
  }
  if (security.some((each) => 'visitorToken' in each)) return [header('X-Auth-Token: …')];
  return security.some((each) => 'sessionToken' in each)
    ? ['access-token', 'client', 'uid'].map((name) => header(`${name}: …`))
    : [];
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const header = (text: string): string => `-H ${quoted(text)}`;
const data = (body: unknown): string => `-d ${quoted(JSON.stringify(body, null, 2))}`;
const part = (key: string, value: unknown): string =>
  `-F ${quoted(`${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)}`;

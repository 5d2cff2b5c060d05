import type { Route } from '../../src/http/route.ts';
import type { Shape } from './values.ts';

/** Why the body of a refusal is none of the contract's forms (§13), or undefined. */
export function formProblem(status: number, type: string, text: string): string | undefined {
  if (status === 429) {
    return text === 'Retry later\n' && type.startsWith('text/plain')
      ? undefined
      : 'not "Retry later"';
  }
  // What is no WebSocket where one belongs is told so in the original's words.
  if (status === 404 && text === 'Page not found') return undefined;
  if (!type.startsWith('application/json')) return `content type ${type}`;
  // Two refusals are empty (contract: platform §8); of any other, `vagueness` says that it names nothing.
  if ([404, 422].includes(status) && text === '') return undefined;
  const body = parsed(text);
  if (body === undefined) return 'not a JSON object';
  const form = Object.keys(body).toSorted().join();
  const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
  const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
  const isParts = (value: unknown): boolean =>
    status === 422 && typeof value === 'object' && Object.values(value ?? {}).every(isTexts);
  const forms: Record<string, boolean> = {
    error: isText(body['error']) || isParts(body['error']),
    errors: status === 401 && isTexts(body['errors']),
    'error,status':
      [400, 404].includes(status) && body['status'] === status && isText(body['error']),
    'error,message': isParts(body['error']) && isText(body['message']),
    'attributes,message': status === 422 && isText(body['message']) && isTexts(body['attributes']),
    success: status === 422 && body['success'] === false,
    message: [403, 422].includes(status) && isText(body['message']),
    'message,redirect_url': status === 422 && isText(body['message']),
    // An answer that crossed another, with what its writer has missed.
    'code,error,has_more,last_message_id,missed':
      status === 409 && isText(body['error']) && Array.isArray(body['missed']),
    'errors,success': body['success'] === false && isTexts(body['errors']),
  };
  return forms[form] === true ? undefined : `keys ${form}`;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null
      ? (body as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

// The contract's own sentences, which say what is wrong in other words than the field's name.
const sentences = [
  /^param is missing or the value is empty: \w+$/,
  /^(Invalid token|Already confirmed|Invalid current password)$/,
  /^(Invalid (credentials or )?verification code|MFA is (not|already) enabled)$/,
  /^Invalid attachment$/,
  /^User has already been taken$/,
  /^Identifier (can't be blank|is not the https address of a push service|is too long)/,
  /^Incoming messages are only allowed in Api inboxes$/,
  /^(Validation failed: )?(Too many messages|Name is required|Source is too long)/,
  /^.* (contains a null byte|is nested too deeply)$/s,
  /^Couldn't find Message with 'id'=/,
  /^Tag must exist, Tag can't be blank$/,
  /^(Account|User) must exist$/,
  /^mismatched digest$/,
  /^Invalid email address$/,
  /^(A|The) file of a direct upload (can be attached once|has not arrived yet)$/,
  /^Idempotency-Key /,
  /^The scheduled message was sent already$/,
  /^(User|Inbox) must exist$/,
  /^(No processor found|App has already been taken)$/,
  /^Template sync is only available for WhatsApp channels$/,
  /^param is missing or the value is empty: \w+$/,
  /^(No file or URL provided|Invalid URL provided|Failed to fetch file from URL: .*)$/,
  /^Date range cannot exceed 6 months$/,
  /^Query operator must be either "AND" or "OR"\.$/,
  /^Invalid operator\. The allowed operators for \w+ are \[/,
  /^Invalid value\. The values provided for .* are invalid$/s,
  /^Invalid attribute key - \[/,
  /^File is blank$/,
  /^(Email|Phone number|Identifier) (Invalid email|should be in e164 format|has already been taken)/,
  /^.+ is Online, please try again later$/s,
];

/** Why a 422 does not say what is wrong with the request, or undefined. */
export function vagueness(route: Route, text: string): string | undefined {
  const body = parsed(text) ?? {};
  if (body['success'] === false) return undefined;
  if (text === '' && route.path.endsWith('/reports/conversations')) return undefined;
  const said = textOf(body['error'] ?? body['message']);
  const names = namesIn(route.input ?? {});
  const plain = `_${said.toLowerCase().replace(/[^a-z0-9]+/g, '_')}_`;
  const isNamed = [...names].some((name) => plain.includes(`_${name.replace(/^_/, '')}_`));
  return isNamed || sentences.some((each) => each.test(said)) ? undefined : said;
}

/** Of what is wrong with parts, the names of the parts and what is said of each. */
const textOf = (said: unknown): string =>
  typeof said === 'object' ? JSON.stringify(said) : String(said);

function namesIn(shape: Shape): Set<string> {
  const own = Object.entries(shape.properties ?? {});
  const inner = [
    shape['x-as'],
    shape.items,
    ...(shape.anyOf ?? []),
    ...own.map(([, each]) => each),
  ];
  const below = inner.flatMap((each) => (each === undefined ? [] : [...namesIn(each)]));
  // Names that nobody declared are read too: they are refused when they cannot be kept.
  return new Set(['_json', 'page', 'id', 'account_id', ...own.map(([name]) => name), ...below]);
}

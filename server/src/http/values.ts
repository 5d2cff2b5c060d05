import { without } from '../failpoint.ts';

const QUOTE = 34;
const COMMA = 44;
const BRACKET = 91;
const BACKSLASH = 92;
const BRACE = 123;

/** Far more than any client sends; what costs is not their bytes but that each becomes something. */
const MAX_VALUES = 100_000;

/**
 * Whether JSON text holds more values than are read. Three hundred thousand keys have room in four megabytes,
 * and parsing them keeps everybody else waiting for most of a second; finding out that they are there, for a few
 * hundredths.
 */
export function holdsTooMany(json: string): boolean {
  // Each value has at least two characters.
  if (json.length <= 2 * MAX_VALUES || without('bodies-are-bounded')) return false;
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfText(json, at);
    else if (code === COMMA || code === BRACKET || code === BRACE) values += 1;
    if (values > MAX_VALUES) return true;
  }
  return false;
}

/** Where the text that begins here ends: at the next quote that no backslash takes back. */
function endOfText(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at !== -1; at = json.indexOf('"', at + 1)) {
    let first = at;
    while (json.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    if ((at - first) % 2 === 0) return at;
  }
  return json.length;
}

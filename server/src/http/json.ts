/** JSON text made elsewhere (usually by PostgreSQL), to be sent as it is. */
export class JsonText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const unsafe = /[<>&\u2028\u2029]/g;
const escapes: Record<string, string> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** The wire form: these characters only occur inside strings, where the escape means the same (contract §0). */
export function toWire(value: unknown): string {
  const text = value instanceof JsonText ? value.text : JSON.stringify(value);
  return text.replace(unsafe, (character) => escapes[character] as string);
}

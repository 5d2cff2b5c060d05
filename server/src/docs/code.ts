import { escapeHtml } from '../http/escape-html.ts';
import { html, raw, type Html } from './html.ts';

/** A block to read and to copy; it can be reached and scrolled with the keyboard. */
export const codeBlock = (title: string, code: Html): Html =>
  html` <figure class="code">
    <figcaption>${title}</figcaption>
    <pre tabindex="0" role="group" aria-label="${title}"><code>${code}</code></pre>
  </figure>`;

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON with its keys, texts and other values told apart. */
export function highlightJson(value: unknown, indent = 2): Html {
  const text = JSON.stringify(value, null, indent);
  let at = 0;
  let out = '';
  for (const match of text.matchAll(token)) {
    const [whole, string, colon] = match;
    out += escapeHtml(text.slice(at, match.index));
    out +=
      colon === undefined
        ? mark(string === undefined ? 'n' : 's', whole)
        : mark('k', string as string) + colon;
    at = match.index + whole.length;
  }
  return raw(out + escapeHtml(text.slice(at)));
}

const mark = (kind: string, text: string): string =>
  `<span class="${kind}">${escapeHtml(text)}</span>`;

const shellToken = /'(?:[^'\\]|\\.|'\\'')*'|(?<= )-{1,2}[A-Za-z-]+/g;

/** A command with its texts and options told apart. */
export function highlightShell(text: string): Html {
  let at = 0;
  let out = '';
  for (const match of text.matchAll(shellToken)) {
    out += escapeHtml(text.slice(at, match.index));
    out += mark(match[0].startsWith('-') ? 'k' : 's', match[0]);
    at = match.index + match[0].length;
  }
  return raw(out + escapeHtml(text.slice(at)));
}

/** A text and what is selected in it. */
export interface Edit {
  text: string;
  start: number;
  end: number;
}

const around = ({ text, start, end }: Edit) => ({
  before: text.slice(0, start),
  chosen: text.slice(start, end),
  after: text.slice(end),
});

/** Puts marks around what is selected, or takes them away where they are. */
export function toggleMark(edit: Edit, mark: string): Edit {
  const { before, chosen, after } = around(edit);
  const { length } = mark;
  // One star more on both sides is another mark: ** is not two times *.
  const isDoubled = (left: string, right: string): boolean =>
    length === 1 && left.endsWith(mark.repeat(2)) && right.startsWith(mark.repeat(2));
  if (before.endsWith(mark) && after.startsWith(mark) && !isDoubled(before, after)) {
    const text = before.slice(0, -length) + chosen + after.slice(length);
    return { text, start: edit.start - length, end: edit.end - length };
  }
  // A list stays one when the whole of its line was selected.
  const isLine = before === '' || before.endsWith('\n');
  const lead = (isLine ? /^\s*(?:(?:[-*+]|\d+\.|>) )?/ : /^\s*/).exec(chosen)?.[0] ?? '';
  const core = chosen.slice(lead.length).trim();
  const trail = core === '' ? '' : (/\s*$/.exec(chosen)?.[0] ?? '');
  const start = before.length + lead.length + length;
  const text = before + lead + mark + core + mark + trail + after;
  return { text, start, end: start + core.length };
}

/** Code: a word in the line, or several lines as a block. */
export function toggleCode(edit: Edit): Edit {
  const { before, chosen, after } = around(edit);
  if (!chosen.includes('\n')) return toggleMark(edit, '`');
  const head = before === '' || before.endsWith('\n') ? '```\n' : '\n```\n';
  const tail = after === '' || after.startsWith('\n') ? '\n```' : '\n```\n';
  const start = before.length + head.length;
  return { text: before + head + chosen + tail + after, start, end: start + chosen.length };
}

const ADDRESS = /^(https?:\/\/|mailto:)\S+$/;

/** Makes a link of what is selected and selects the part that is still missing. */
export function makeLink(edit: Edit, given = ''): Edit {
  const { before, chosen, after } = around(edit);
  const isAddress = ADDRESS.test(chosen);
  const words = isAddress ? '' : chosen;
  const url = isAddress ? chosen : given || 'https://';
  const text = `${before}[${words}](${url})${after}`;
  if (words === '') return { text, start: before.length + 1, end: before.length + 1 };
  const start = before.length + words.length + 3;
  return given === '' ? { text, start, end: start + url.length } : { text, start: start + url.length + 1, end: start + url.length + 1 }; // prettier-ignore
}

/** What is pasted over selected words, when it is an address: then the words become its link. */
export const isLinkFor = ({ start, end }: Edit, pasted: string): boolean =>
  start !== end && ADDRESS.test(pasted.trim());

export type LineMark = 'bullet' | 'number' | 'quote';

const MARKED = { bullet: /^[-*+] /, number: /^\d+\. /, quote: /^> / } as const;
const ANY_LIST = /^(?:[-*+]|\d+\.) /;

/** Begins each of the selected lines with a mark, or takes it away where all of them have it. */
export function toggleLines(edit: Edit, mark: LineMark): Edit {
  const { text, start, end } = edit;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', Math.max(start, end > start && text[end - 1] === '\n' ? end - 1 : end)); // prettier-ignore
  const to = next === -1 ? text.length : next;
  const lines = text.slice(from, to).split('\n');
  const isOn = lines.every((line) => MARKED[mark].test(line));
  const changed = lines.map((line, index) => {
    if (isOn) return line.replace(MARKED[mark], '');
    if (mark === 'quote') return `> ${line}`;
    return `${mark === 'bullet' ? '-' : `${index + 1}.`} ${line.replace(ANY_LIST, '')}`;
  });
  const made = changed.join('\n');
  const result = text.slice(0, from) + made + text.slice(to);
  if (start === end) {
    const caret = Math.max(from, start + made.length - (to - from));
    return { text: result, start: caret, end: caret };
  }
  return { text: result, start: from, end: from + made.length };
}

const ITEM = /^(\s*)(?:([-*+])|(\d+)\.|(>)) (.*)$/;

/** Enter within a list or a quote goes on with it; on an empty item it ends it. Undefined elsewhere. */
export function continueLines({ text, start, end }: Edit): Edit | undefined {
  if (start !== end) return undefined;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const found = ITEM.exec(text.slice(from, start));
  if (found === null) return undefined;
  const [, indent = '', bullet, number, quote, said = ''] = found;
  if (said.trim() === '') {
    return { text: text.slice(0, from) + text.slice(start), start: from, end: from };
  }
  const mark = number === undefined ? (bullet ?? quote ?? '') : `${Number(number) + 1}.`;
  const added = `\n${indent}${mark} `;
  const caret = start + added.length;
  return { text: text.slice(0, start) + added + text.slice(start), start: caret, end: caret };
}

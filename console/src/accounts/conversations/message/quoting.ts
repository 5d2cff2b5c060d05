/** The line above what is quoted, in the languages in which mails mostly come; or the ruler of other programs. */
const announces =
  /(wrote|writes|escribió|schrieb|écrit|scritto|escreveu|schreef)[^\n]{0,80}:\s*$|^\s*-{2,}\s*(original message|mensaje original|ursprüngliche nachricht|message d'origine)\s*-{2,}\s*$/i;

/** An announcement may be broken over so many lines. */
const LONGEST = 3;

/**
 * What of the text of a mail is new, without the history quoted at its end; the whole text where nothing is quoted
 * there, or nothing else is said. `known` is what the server takes for the new part, empty if it does not say.
 */
export function freshPart(text: string, known = ''): string {
  const whole = text.trimEnd();
  const told = known.trim();
  if (told !== '' && whole.trimStart().startsWith(told)) return told;
  const lines = whole.split('\n');
  const ruler = lines.findIndex((line) => line.trim().startsWith('--') && announces.test(line));
  const fresh = (ruler === -1 ? withoutMarked(lines) : lines.slice(0, ruler)).join('\n').trimEnd();
  return fresh.trim() === '' ? text : fresh;
}

/** Without the lines at the end that are marked as quoted, and what announces them. */
function withoutMarked(lines: readonly string[]): readonly string[] {
  const isQuoted = (line: string): boolean => line.startsWith('>') || line.trim() === '';
  const begin = lines.findLastIndex((line) => !isQuoted(line)) + 1;
  if (!lines.slice(begin).some((line) => line.startsWith('>'))) return lines;
  for (let count = 1; count <= LONGEST && count <= begin; count += 1) {
    const said = lines.slice(begin - count, begin).join(' ');
    if (!announces.test(said)) break;
    // It begins where a line begins that is not the end of a sentence before.
    const before = lines[begin - count - 1];
    if (before === undefined || before.trim() === '') return lines.slice(0, begin - count);
  }
  return lines.slice(0, begin);
}

import type { Edit } from './formatting.ts';

/** What stands in a field, with its selection. */
export const editOf = ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Edit => ({
  text: value,
  start: selectionStart,
  end: selectionEnd,
});

/** Writes as if it were typed, so that the browser can take it back (Ctrl+Z). */
export function writeIn(box: HTMLTextAreaElement, { text, start, end }: Edit): void {
  const before = box.value;
  let from = 0;
  while (from < before.length && from < text.length && before[from] === text[from]) from += 1;
  let same = 0;
  const most = Math.min(before.length, text.length) - from;
  while (same < most && before.at(-1 - same) === text.at(-1 - same)) same += 1;
  const added = text.slice(from, text.length - same);
  box.focus();
  if (before !== text) {
    box.setSelectionRange(from, before.length - same);
    // Deprecated, and still the only way that the browser's own undo takes back.
    // oxlint-disable-next-line typescript/no-deprecated
    const isDone = document.execCommand(added === '' ? 'delete' : 'insertText', false, added);
    if (!isDone) {
      box.setRangeText(added, from, before.length - same);
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }
  box.setSelectionRange(start, end);
}

/** Puts something where the caret is. */
export function insertIn(box: HTMLTextAreaElement, piece: string): void {
  const { text, start, end } = editOf(box);
  const caret = start + piece.length;
  writeIn(box, { text: text.slice(0, start) + piece + text.slice(end), start: caret, end: caret });
}

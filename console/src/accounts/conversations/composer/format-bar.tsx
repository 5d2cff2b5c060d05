import { Bold, Code, Italic, Link, List, ListOrdered, Quote } from 'lucide-react';
import { useState, type KeyboardEvent, type RefObject } from 'react';
import { IconButton } from '../../../ui/button.tsx';
import { makeLink, toggleCode, toggleLines, toggleMark, type Edit } from './formatting.ts';
import { useComposerTexts } from './texts.ts';
import { editOf, writeIn } from './writing-in.ts';

type Format = 'bold' | 'italic' | 'link' | 'bullets' | 'numbers' | 'quote' | 'code';

const formats: Record<Format, (edit: Edit) => Edit> = {
  bold: (edit) => toggleMark(edit, '**'),
  italic: (edit) => toggleMark(edit, '*'),
  link: (edit) => makeLink(edit),
  bullets: (edit) => toggleLines(edit, 'bullet'),
  numbers: (edit) => toggleLines(edit, 'number'),
  quote: (edit) => toggleLines(edit, 'quote'),
  code: toggleCode,
};

const shown = [
  ['bold', Bold, 'Ctrl+B'],
  ['italic', Italic, 'Ctrl+I'],
  ['link', Link, 'Ctrl+K'],
  ['bullets', List, 'Ctrl+Shift+8'],
  ['numbers', ListOrdered, 'Ctrl+Shift+7'],
  ['quote', Quote, 'Ctrl+Shift+9'],
  ['code', Code, 'Ctrl+E'],
] as const;

/** What the keys of the bar do, by what they are with Ctrl; digits by their place, as Shift changes them. */
const byKey: Record<string, Format> = { b: 'bold', i: 'italic', k: 'link', e: 'code' };
const byPlace: Record<string, Format> = { Digit8: 'bullets', Digit7: 'numbers', Digit9: 'quote' };

interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** Formats what is selected when the keys ask for it; false when they do not. */
export function formatByKey(box: HTMLTextAreaElement, pressed: Pressed): boolean {
  const { key, code, ctrlKey, metaKey, shiftKey, altKey } = pressed;
  if (altKey || !(ctrlKey || metaKey)) return false;
  const format = shiftKey ? byPlace[code] : byKey[key.toLowerCase()];
  if (format === undefined) return false;
  // With nothing selected the same keys open the palette.
  if (format === 'link' && box.selectionStart === box.selectionEnd) return false;
  writeIn(box, formats[format](editOf(box)));
  return true;
}

/** Buttons that write Markdown; one stop of the tab key, arrows move along. */
export function FormatBar({ box }: { box: RefObject<HTMLTextAreaElement | null> }) {
  const t = useComposerTexts();
  const [at, setAt] = useState(0);
  const format = (name: Format): void => {
    if (box.current !== null) writeIn(box.current, formats[name](editOf(box.current)));
  };
  const keyed = (event: KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (at + step + shown.length) % shown.length;
    setAt(next);
    (event.currentTarget.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div
      role="toolbar"
      aria-label={t('format')}
      onKeyDown={keyed}
      className="flex min-w-0 overflow-x-auto"
    >
      {shown.map(([name, Picture, keys], index) => (
        <IconButton
          key={name}
          label={`${t(name)} (${keys})`}
          tabIndex={index === at ? 0 : -1}
          // The selection in the text is what it is about.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => format(name)}
          className="size-7"
        >
          <Picture aria-hidden="true" className="size-3.5" />
        </IconButton>
      ))}
    </div>
  );
}

import { ArrowDown, ArrowUp, GripVertical } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { defineTexts } from '../i18n/texts.ts';
import { IconButton } from './button.tsx';
import { moved, placeAt } from './ordering.ts';

const useTexts = defineTexts('ui.sortable', {
  en: {
    move: 'Move {{name}}',
    hint: 'Drag, or press the arrow keys',
    up: 'Move {{name}} up',
    down: 'Move {{name}} down',
    moved: '{{name}} is now {{place}} of {{count}}',
  },
  es: {
    move: 'Mover {{name}}',
    hint: 'Arrastre o pulse las flechas',
    up: 'Subir {{name}}',
    down: 'Bajar {{name}}',
    moved: '{{name}} está ahora en el lugar {{place}} de {{count}}',
  },
});

interface SortableProps<T> {
  /** What it lists, for who cannot see it. */
  label: string;
  things: readonly T[];
  keyOf: (thing: T) => string | number;
  nameOf: (thing: T) => string;
  /** The whole list in its new order; while something is dragged, when it is let go. */
  onOrder: (things: T[]) => void;
  children: (thing: T, index: number) => ReactNode;
}

interface Drag {
  from: number;
  to: number;
}

/**
 * A list whose order matters: things are dragged by their handle, moved by its arrow keys, or by two
 * buttons. Where something is now is read out.
 */
export function Sortable<T>({ label, things, keyOf, nameOf, onOrder, children }: SortableProps<T>) {
  const t = useTexts();
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<Drag>();
  const [told, setTold] = useState('');
  const shown = drag === undefined ? things : moved(things, drag.from, drag.to);
  const move = (from: number, to: number): void => {
    const thing = things[from];
    if (thing === undefined || to < 0 || to >= things.length) return;
    onOrder(moved(things, from, to));
    setTold(t('moved', { name: nameOf(thing), place: to + 1, count: things.length }));
  };
  const middles = (): number[] =>
    [...(list.current?.children ?? [])].map((each) => {
      const { top, height } = each.getBoundingClientRect();
      return top + height / 2;
    });
  // Heard by the window: the browser lets go of a pointer whose element changes places.
  const begin = (from: number) => (event: PointerEvent<HTMLButtonElement>) => {
    if (event.button !== 0) return;
    const drags = new AbortController();
    const { signal } = drags;
    let to = from;
    setDrag({ from, to });
    const follow = ({ clientY }: { clientY: number }): void => {
      to = placeAt(middles(), clientY, to);
      setDrag({ from, to });
    };
    const end = (): void => {
      drags.abort();
      setDrag(undefined);
    };
    addEventListener('pointermove', follow, { signal });
    addEventListener('pointercancel', end, { signal });
    const drop = (): void => {
      end();
      if (from !== to) move(from, to);
    };
    addEventListener('pointerup', drop, { signal });
  };
  const keyed = (index: number) => (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(index, index + step);
  };
  return (
    <>
      <ol ref={list} aria-label={label} className="space-y-2">
        {shown.map((thing, index) => (
          <li
            key={keyOf(thing)}
            className={`flex items-start gap-1 rounded-card border bg-surface p-2 ${drag?.to === index ? 'border-accent shadow-float' : 'border-line'}`}
          >
            <button
              type="button"
              aria-label={t('move', { name: nameOf(thing) })}
              title={t('hint')}
              onPointerDown={begin(index)}
              onKeyDown={keyed(index)}
              className="mt-0.5 flex h-8 w-6 shrink-0 cursor-grab touch-none items-center justify-center rounded-md text-ink-faint hover:bg-hover"
            >
              <GripVertical aria-hidden="true" className="size-4" />
            </button>
            <div className="min-w-0 flex-1">{children(thing, index)}</div>
            <span className="flex shrink-0 max-sm:flex-col">
              <IconButton
                label={t('up', { name: nameOf(thing) })}
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
              >
                <ArrowUp aria-hidden="true" className="size-4" />
              </IconButton>
              <IconButton
                label={t('down', { name: nameOf(thing) })}
                disabled={index === things.length - 1}
                onClick={() => move(index, index + 1)}
              >
                <ArrowDown aria-hidden="true" className="size-4" />
              </IconButton>
            </span>
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {told}
      </p>
    </>
  );
}

import type { Line, Said, Span, Thread } from './script.ts';

/** One thing that happens in one thread, at an instant of the past. */
export interface Step {
  at: Date;
  thread: Thread;
  /** What happens: it opens, a line of it, what is tidied up after the last line, the rating. */
  what: 'open' | 'close' | 'rate' | { line: Line; index: number };
}

const SECOND = 1000;
const unit = { m: 60 * SECOND, h: 3600 * SECOND, d: 86_400 * SECOND };

export const milliseconds = (span: Span): number =>
  Number(span.slice(0, -1)) * unit[span.slice(-1) as keyof typeof unit];

/**
 * Everything that happens in all threads, in the order of time, so that numbers and ids grow as they
 * would have. No two steps are closer than a second: what one step does fits in between.
 */
export function timelineOf(threads: readonly Thread[], now: Date): Step[] {
  const steps = threads.flatMap((thread, index) =>
    stepsOf(thread, now.getTime() - odd(thread, index)),
  );
  const ordered = steps.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  let earliest = 0;
  return ordered.map((step) => {
    const at = Math.max(step.at.getTime(), earliest);
    earliest = at + SECOND;
    return { ...step, at: new Date(at) };
  });
}

// Nothing is exactly three days old: up to 40 minutes in an hour, up to 9 hours in a day.
const oddities = { m: 7 * SECOND, h: 411 * SECOND, d: 2917 * SECOND };

const odd = ({ ago }: Thread, index: number): number =>
  oddities[ago.slice(-1) as keyof typeof oddities] * (index % 7);

function stepsOf(thread: Thread, now: number): Step[] {
  const end = now - milliseconds(thread.ago);
  const start = end - milliseconds(thread.over);
  const lines = linesAt(thread.lines, start, end);
  // What nobody answers is at least sorted soon after it came; who writes an answer sorts as well.
  const close = thread.lines.some(isAnswer) ? end + 40 * SECOND : start + 50 * SECOND;
  const isSorted = thread.lines.some((line) => isAnswer(line) && !isDone(line));
  const isTidy = isSorted && thread.draft === undefined && thread.joined === undefined;
  return [
    { at: new Date(start - 2 * SECOND), thread, what: 'open' },
    ...lines.map(({ line, at }, index): Step => ({ at, thread, what: { line, index } })),
    ...(isTidy ? [] : [{ at: new Date(close), thread, what: 'close' } as const]),
    ...(thread.rated === undefined
      ? []
      : [{ at: new Date(end + 90 * SECOND), thread, what: 'rate' } as const]),
  ];
}

// People answer after pauses of many lengths, but go on within a minute or so.
const pauses = [5, 3, 8, 4, 7, 6, 2, 9];

function linesAt(lines: readonly Line[], start: number, end: number): { line: Line; at: Date }[] {
  const weights = lines.map((line, index) => {
    if (index === 0) return 0;
    const goesOn = isDone(line) || authorOf(line) === authorOf(lines[index - 1] as Line);
    return goesOn ? 0.3 : (pauses[(index + lines.length) % pauses.length] as number);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  let passed = 0;
  return lines.map((line, index) => {
    passed += weights[index] as number;
    return { line, at: new Date(start + ((end - start) * passed) / total) };
  });
}

export const saidIn = (line: Line): Said | undefined =>
  typeof line === 'string' ? { by: 'customer', says: line } : 'says' in line ? line : undefined;

const isAnswer = (line: Line): boolean =>
  !['customer', 'pip'].includes(authorOf(line)) && saidIn(line)?.private !== true;
const isDone = (line: Line): boolean => saidIn(line) === undefined;
const authorOf = (line: Line): string => (typeof line === 'string' ? 'customer' : line.by);

import { invalidFields } from '../errors.ts';

const TITLE = /^[\p{L}\p{N}][\p{L}\p{N}_-]+$/u;

/** The title as it is kept (contract: platform §4.6). Throws 422. */
export function labelTitle(given: string): string {
  const title = given.toLowerCase();
  const problems: [string, string][] = [];
  if (title.trim() === '') problems.push(['title', 'must not be blank']);
  if (!TITLE.test(title)) problems.push(['title', 'is invalid']);
  if (problems.length > 0) throw invalidFields(problems);
  return title;
}

/** The labels with one renamed, whatever its spelling; in its place, and once. */
export function renamedIn(labels: readonly string[], from: string, to: string): string[] {
  const renamed = labels.map((label) => (label.toLowerCase() === from ? to : label));
  const seen = new Set<string>();
  return renamed.filter((label) => {
    const folded = label.toLowerCase();
    const isNew = !seen.has(folded);
    seen.add(folded);
    return isNew;
  });
}

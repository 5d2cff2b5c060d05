// Apart from markdown.ts, whose library the list does without.
export const mention = /\[@?([^\]]+)\]\(mention:\/\/[^)]+\)/g;

/** A line of it without markup, for lists. */
export const plainLine = (text: string): string =>
  text
    .replace(mention, '@$1')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`>#~]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();

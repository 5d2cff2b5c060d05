import { randomInt } from 'node:crypto';

const adjectives = 'autumn bold calm clever crimson gentle golden lively misty quiet silver sunny swift'.split(' '); // prettier-ignore
const nouns = 'breeze brook cloud feather field forest lake meadow moon river snow star wave'.split(' '); // prettier-ignore
const pick = (words: string[]): string => words[randomInt(words.length)] as string;

/** Such as `misty-river-482`, until we know better. */
export const randomName = (): string =>
  `${pick(adjectives)}-${pick(nouns)}-${randomInt(100, 1000)}`;

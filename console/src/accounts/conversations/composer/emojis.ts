/** As the data has it. */
interface Entry {
  unicode: string;
  label: string;
  tags?: string[];
  group?: number;
}

export interface Emoji {
  unicode: string;
  label: string;
  /** What it is found by. */
  words: string;
  group: number;
}

/** The parts that emojis make beside each other (skin tones, letters of flags) are none by themselves. */
const COMPONENT = 2;

/** The groups as they are shown, by their number in the data, each with an emoji that stands for it. */
export const groups = [
  ['smileys', 0, '🙂'],
  ['people', 1, '👋'],
  ['animals', 3, '🐶'],
  ['food', 4, '🍎'],
  ['travel', 5, '✈️'],
  ['activities', 6, '⚽'],
  ['objects', 7, '💡'],
  ['symbols', 8, '❤️'],
  ['flags', 9, '🏁'],
] as const;

const plain = (text: string): string =>
  text.normalize('NFD').replace(/\p{Mark}/gu, '').toLowerCase(); // prettier-ignore

const read = (all: readonly Entry[]): Emoji[] =>
  all
    .filter(({ group }) => group !== undefined && group !== COMPONENT)
    .map(({ unicode, label, tags = [], group = 0 }) => ({
      unicode,
      label,
      words: plain(`${label} ${tags.join(' ')}`),
      group,
    }));

const loaded = new Map<string, Promise<Emoji[]>>();

/** All emojis with their names in a language; loaded once, from our own server. */
export async function loadEmojis(language: string): Promise<Emoji[]> {
  const own = language.startsWith('es') ? 'es' : 'en';
  const known = loaded.get(own);
  if (known !== undefined) return known;
  const loading = (own === 'es' ? import('emojibase-data/es/compact.json') : import('emojibase-data/en/compact.json')).then(({ default: all }) => read(all as Entry[])); // prettier-ignore
  loaded.set(own, loading);
  loading.catch(() => loaded.delete(own));
  return loading;
}

/** Those that are called so, best first: whose name begins with it, then with a word that does. */
export function findEmojis(all: readonly Emoji[], query: string, most: number): Emoji[] {
  const wanted = plain(query).trim().split(/\s+/);
  const rank = ({ words }: Emoji): number => {
    const first = wanted[0] ?? '';
    if (words.startsWith(first)) return 0;
    return words.includes(` ${first}`) ? 1 : 2;
  };
  return all
    .filter(({ words }) => wanted.every((word) => words.includes(word)))
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, most);
}

const KEY = 'confab.emojis';
const MOST_RECENT = 18;

export function recentEmojis(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberEmoji(unicode: string): void {
  const next = [unicode, ...recentEmojis().filter((each) => each !== unicode)];
  localStorage.setItem(KEY, JSON.stringify(next.slice(0, MOST_RECENT)));
}

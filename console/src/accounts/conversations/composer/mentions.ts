interface Person {
  id: number;
  name: string;
}

// Brackets would end the link.
const inAddress = (name: string): string =>
  encodeURIComponent(name).replaceAll('(', '%28').replaceAll(')', '%29');

const link = ({ id, name }: Person): string =>
  `[@${name}](mention://user/${id}/${inAddress(name)})`;

const isAlone = (people: readonly Person[], { name }: Person): boolean =>
  people.filter((each) => each.name === name).length === 1;

/** How somebody is named while a note is written: as people read it, unless two are called the same. */
export const mentionIn = (people: readonly Person[], person: Person): string =>
  isAlone(people, person) ? `@${person.name}` : link(person);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The text of a note as the server understands it: everybody who is named by @ hears of it. */
export function withMentions(text: string, people: readonly Person[]): string {
  const known = people
    .filter((each) => each.name !== '' && isAlone(people, each))
    // Of "@Ada" and "@Ada Lovelace" the longer is meant.
    .toSorted((a, b) => b.name.length - a.name.length);
  if (known.length === 0) return text;
  const names = known.map(({ name }) => escaped(name)).join('|');
  // Not within a word or an address, and not where it is a link already.
  const pattern = new RegExp(String.raw`(?<![\p{L}\p{N}\[.])@(${names})(?![\p{L}\p{N}_])`, 'gu');
  return text.replace(pattern, (whole, name: string) => {
    const person = known.find((each) => each.name === name);
    return person === undefined ? whole : link(person);
  });
}

const LENGTH = 100_000;

/** So long a text of repetitions. */
const filled = (unit: string, before = '', after = ''): string =>
  before + unit.repeat(Math.floor(LENGTH / unit.length)) + after;

/**
 * Texts of 100 KB over which a careless expression runs for minutes: what begins again and again and
 * never ends, by the languages that texts here are read in.
 */
export const strings: Record<string, string> = {
  letters: filled('a', '', '!'),
  spaces: filled(' ', 'x', 'x'),
  'line ends': filled('\n', 'x', 'x'),
  'tabs and spaces': filled(' \t', '', 'x'),
  digits: filled('1', '+', 'x'),
  'an address without end': filled('a.', 'x@', '@'),
  'many addresses': filled('a@'),
  'dots before an at': filled('a.', '', '@'),
  'web addresses': filled('http://'),
  'one web address': filled('a.', 'https://', ' '),
  'brackets that open': filled('['),
  'links that open': filled('[a]('),
  'pictures that open': filled('![]('),
  'links in links': filled('[', '', filled(']()').slice(0, LENGTH)),
  stars: filled('*', '', 'a'),
  'stars around letters': filled('*a_'),
  'low lines': filled('_', '', 'a'),
  'back ticks': filled('`', '', 'a'),
  'fences that open': filled('```\n'),
  quotations: filled('>'),
  'lists in lists': Array.from({ length: 440 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n'),
  rules: filled('- '),
  tables: filled('|a', '', '\n|-|\n'),
  'tags that open': filled('<'),
  'elements that open': filled('<div>'),
  'attributes without end': filled('a=', '<a ', ''),
  'comments that open': filled('<!--'),
  entities: filled('&#'),
  'templates that open': filled('{{'),
  'filters without end': filled('|x', '{{ a ', ''),
  'tags of a template': filled('{% if a %}'),
  'mentions that open': filled('[@x](mention://user/1/'),
  'accents on one letter': filled('\u0301', 'e', ''),
  'letters that grow': filled('İ'),
  'joined pictures': filled('👩\u200d'),
  'per cent': filled('%'),
  backslashes: filled('\\'),
  commas: filled('a,'),
  'quotes and commas': filled('",'),
  colons: filled('from:a '),
  dashes: filled('2030-'),
};

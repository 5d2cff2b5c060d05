import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderTexts } from './liquid.ts';

const data = { contact: { name: 'Mia', long: 'a'.repeat(1500) }, many: [1, 2, 3] };
const render = (text: string): string => renderTexts(text, data);

// The first text pays for the machine to warm up.
render('{% for x in many %}{{ contact.name | upcase }}{% endfor %}');

const loops = (depth: number, range: string): string =>
  `${`{% for i in ${range} %}`.repeat(depth)}x${'{% endfor %}'.repeat(depth)}`;

const hostile: [what: string, text: string][] = [
  ['loops nested 100 deep', loops(100, '(1..100)')],
  ['loops nested 1,000 deep', loops(1000, '(1..9)')],
  ['a loop to a billion', loops(1, '(1..1000000000)')],
  ['a loop over a long text', `{% for i in (1..100000) %}${'a'.repeat(100_000)}{% endfor %}`],
  ['a loop over long code', `{% for i in (1..5000) %}\`${'a'.repeat(100_000)}\`{% endfor %}`],
  ['a loop over a long value', '{% for i in (1..1000000) %}{{ contact.long }}{% endfor %}'],
  [
    'a text that doubles itself',
    `{% assign s = 'aaaaaaaa' %}${'{% assign s = s | append: s %}'.repeat(60)}{{ s }}`,
  ],
  [
    'a capture that doubles itself',
    `{% assign s = 'aaaaaaaa' %}${'{% capture s %}{{ s }}{{ s }}{% endcapture %}'.repeat(60)}{{ s }}`,
  ],
  [
    'replacing every letter by all',
    `{% assign s = '${'a'.repeat(5000)}' %}{{ s | replace: 'a', s | replace: 'a', s }}`,
  ],
  ['a date of a billion digits', "{{ 'now' | date: '%999999999Y' }}"],
  ['a table without end', '{% tablerow i in (1..100000000) cols: 1 %}x{% endtablerow %}'],
  [
    'a wide split',
    `{% assign s = '${'a'.repeat(9000)}' | split: '' %}{% for a in s %}{% for b in s %}{{ s | join: ',' }}{% endfor %}{% endfor %}`,
  ],
  ['tags without end', '{{'.repeat(75_000)],
  ['conditions without end', '{% if a %}'.repeat(15_000)],
  ['conditions nested 6,000 deep', `${'{% if a %}'.repeat(6000)}${'{% endif %}'.repeat(6000)}`],
  ['a condition of 30,000 parts', `{% if ${'a or '.repeat(29_000)} b %}x{% endif %}`],
  ['a path of 70,000 steps', `{{ a${'.a'.repeat(70_000)} }}`],
  ['brackets without end', `{{ ${'a['.repeat(70_000)} }}`],
  ['brackets nested 30,000 deep', `{{ ${'a['.repeat(30_000)}1${']'.repeat(30_000)} }}`],
  ['15,000 filters in a row', `{{ contact.name ${'| upcase '.repeat(15_000)} }}`],
  ['quotes without end', `{{ ${'"'.repeat(140_001)} }}`],
  ['9,000 variables', '{{contact.name}}'.repeat(9000)],
  ['comments inside comments', '{% comment %}'.repeat(11_000)],
  ['raw inside raw', `${'{% raw %}'.repeat(15_000)}x`],
];

for (const [what, text] of hostile) {
  test(`${what}: the text stays as it is, soon, and takes no memory to speak of`, () => {
    const heap = process.memoryUsage().rss;
    const started = performance.now();
    const result = render(text);
    const [ms, bytes] = [performance.now() - started, process.memoryUsage().rss - heap];
    assert.equal(result, text);
    assert.ok(ms < 1000, `${ms} ms`);
    assert.ok(bytes < 150e6, `${bytes} bytes`);
  });
}

const odd: [what: string, text: string][] = [
  ['backticks', `{{ a }}${'`'.repeat(140_001)}`],
  ['threefold backticks', `{{ a }}${'```a'.repeat(35_000)}\`\``],
  ['mixed backticks', `{{ a }}${'``` `'.repeat(28_001)}`],
  ['markup in code', `{{ a }}${'`{{ a }}`'.repeat(15_000)}`],
];

for (const [what, text] of odd) {
  test(`${what} without end are read once and come back`, () => {
    const started = performance.now();
    const result = render(text);
    assert.ok(performance.now() - started < 1000);
    assert.ok(result === text || result === text.slice(7));
  });
}

test('many hostile texts of one message share one budget of time', () => {
  const texts = Array.from({ length: 200 }, () => loops(100, '(1..100)'));
  const started = performance.now();
  const result = renderTexts({ texts }, data);
  assert.ok(performance.now() - started < 1500, `${performance.now() - started} ms`);
  assert.deepEqual(result, { texts });
});

test('a long text with few variables is rendered whole', () => {
  const text = `{{ contact.name }}${'word '.repeat(29_000)}{{ contact.name }}`;
  assert.equal(render(text), text.replaceAll('{{ contact.name }}', 'Mia'));
});

test('values that are no texts pass through', () => {
  const value = { a: null, b: [1, true, undefined], c: { d: '{{ contact.name }}' } };
  assert.deepEqual(renderTexts(value, data), { ...value, c: { d: 'Mia' } });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonText, storableJson, timeText } from './rules.ts';

test('what jsonb refuses is taken out of JSON, and nothing else is', () => {
  const cases: [json: string, stored: string][] = [
    [String.raw`{"a":"x\u0000y"}`, '{"a":"x\ufffdy"}'],
    [String.raw`{"a":"\\u0000"}`, String.raw`{"a":"\\u0000"}`],
    [String.raw`{"a":"\\\u0000"}`, '{"a":"\\\\\ufffd"}'],
    [String.raw`{"a":"\ud83d\ude00 \ud83d \ude00"}`, '{"a":"😀 \ufffd \ufffd"}'],
    ['{"n":12345678901234567890}', '{"n":12345678901234567890}'],
  ];
  for (const [json, stored] of cases) assert.equal(storableJson(json), stored);
});

test('an object is found as such and within a string, and nothing else passes for one', () => {
  assert.equal(jsonText('{"a":1}', 'object'), '{"a":1}');
  assert.equal(jsonText('"{\\"a\\":1}"', 'object'), '{"a":1}');
  for (const empty of [null, undefined, 'null', '""', ''])
    assert.equal(jsonText(empty, 'object'), '{}');
  for (const other of ['[1]', '1', '"text"', '"{broken"', '"[1]"'])
    assert.equal(jsonText(other, 'object'), undefined);
  assert.equal(jsonText('[1]', 'list'), '[1]');
  assert.equal(jsonText('{}', 'list'), undefined);
});

test('times keep their microseconds, and impossible ones are none', () => {
  const latest = '2026-01-02 00:00:00';
  assert.equal(timeText('2025-05-05 10:00:00.123456', latest), '2025-05-05 10:00:00.123456+00');
  assert.equal(timeText('2025-05-05 10:00:00+00', latest), '2025-05-05 10:00:00+00');
  assert.equal(timeText('2026-01-02 00:00:00.5', latest), '2026-01-02 00:00:00.5+00');
  for (const odd of [
    '9999-12-31 00:00:00',
    '1492-01-01 00:00:00',
    'infinity',
    '0044-03-15 00:00:00 BC',
    '',
    null,
    7,
  ]) {
    assert.equal(timeText(odd, latest), undefined);
  }
});
